"""A meeting and who was present, chosen from those who sat in a group on that day."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.disclosures.admin.fields import DayInput
from apps.groupwork.forms.records import LINE, SHORT, RecordForm, words
from apps.groupwork.models import Meeting
from apps.groupwork.people import members_on


class MeetingForm(RecordForm):
    listed = forms.DateField(widget=forms.HiddenInput, required=False)
    group = forms.ChoiceField(
        label=_("Which group met"),
        choices=[(value, capfirst(label)) for value, label in Meeting.group.field.choices],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the group.")},
    )
    held_on = forms.DateField(
        label=_("Held on"), initial=timezone.localdate, widget=DayInput({"class": SHORT["class"]})
    )
    place = forms.CharField(label=_("Place"), max_length=60, widget=forms.TextInput(LINE))
    present = forms.TypedMultipleChoiceField(
        label=_("Who was present"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose who was present."),
            "invalid_choice": _("Somebody you chose was not a member on that day. Choose from the list again."),
        },
    )
    guests = forms.CharField(
        label=_("Guests"),
        help_text=_("Names of others who were there, if any."),
        max_length=200,
        required=False,
        widget=forms.TextInput(LINE),
    )
    discussed = words(_("What was discussed"), max_length=5_000)
    decided = words(_("What was decided"), max_length=5_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = parse_day(self["held_on"].value())
        members, before = members_on(self.school, day), members_on(self.school, parse_day(self["listed"].value(), day))
        self.has_other_members = set(members) != set(before)
        present: Any = self.fields["present"]
        present.choices = [(key, f"{seat.user} · {seat.title}") for key, seat in members.items()]
        self.initial["listed"] = day
        if self.is_bound:
            self.data = {**self.data.dict(), "listed": day, "present": self.data.getlist("present")}

    def clean_held_on(self) -> datetime.date:
        return self.past_day("held_on")

    def compare(self, data: dict[str, Any]) -> None:
        """Whoever chose from the members of another day chooses again."""
        if self.has_other_members and not {"held_on", "present"} & set(self.errors):
            self.add_error("present", gettext("The list now has the members of that day. Choose who was present."))

    def record(self) -> Meeting:
        """What was typed, as a record that is not written yet."""
        said = {name: self.cleaned_data[name] for name in Meeting.said}
        return Meeting(school=self.school, form_token=self.cleaned_data["token"], **said)


def parse_day(value: Any, otherwise: datetime.date | None = None) -> datetime.date:
    """The day in a field, or another; today is the school's."""
    try:
        found = value if isinstance(value, datetime.date) else parse_date(str(value or ""))
    except ValueError:
        found = None
    return found or otherwise or timezone.localdate()
