"""The forms of the matrix: the three parts of a matter in a unit, and many matters at once."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.catalogue.models import Heading
from apps.disclosures.admin.fields import DayInput
from apps.duties.arranging import keys_of
from apps.duties.colleagues import candidates
from apps.duties.models import Part, Responsibility
from apps.duties.people import still_works
from apps.organization.models import Unit


def day_field(label: Promise | str, hint: Promise | str = "", **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        widget=DayInput({"class": "form-control form-control--short"}),
        error_messages={"required": _("Enter the day."), "invalid": _("Enter a day.")},
        **options,
    )


def person_field(label: Promise | str, empty: Promise | str, **options: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        User.objects.none(),
        label=label,
        empty_label=empty,
        widget=forms.Select({"class": "form-select"}),
        error_messages={
            "required": _("Choose somebody."),
            "invalid_choice": _("This person has no role for it. Choose somebody else."),
        },
        **options,
    )


class PartsForm(forms.Form):
    """Who has the three parts from a day on; `seen` are the entries that were shown beside it."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, heading: Heading, unit: Unit, data: Any = None) -> None:
        rows = Responsibility.objects.filter(heading=heading, unit=unit)
        today = timezone.localdate()
        now = {row.part: row.person_id for row in rows.in_force_on(today).filter(still_works(today))}
        super().__init__(data, initial={**now, "seen": ",".join(map(str, sorted(keys_of(rows)))), "since": today})
        for part in Part:
            able = candidates(unit, part, today).values("pk")
            field = person_field(part.label.capitalize(), _("nobody by name: by their role"), required=False)
            field.queryset = User.objects.filter(Q(pk__in=able) | Q(pk=now.get(part)), is_active=True).order_by("name")
            self.fields[part.value] = field
        self.fields["since"] = day_field(_("From"), _("Whoever had the part before has it until the day before."))

    @property
    def people(self) -> dict[Part, User | None]:
        return {part: self.cleaned_data[part.value] for part in Part}

    @property
    def keys(self) -> set[int]:
        return {int(key) for key in re.findall(r"[0-9]{1,18}", self.cleaned_data["seen"])}

    def show_again(self) -> None:
        """What was typed stays; the entries shown beside it are those of now."""
        self.data = self.data.copy()
        self.data["seen"] = self.initial["seen"]


class ManyForm(forms.Form):
    """Matters of a class that go to a unit and its handler."""

    headings = forms.ModelMultipleChoiceField(
        Heading.objects.none(),
        label=_("Matters"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one matter.")},
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Go to the unit"),
        empty_label=_("Please choose"),
        widget=forms.Select({"class": "form-select"}),
        error_messages={"required": _("Choose a unit.")},
    )
    handler = person_field(_("Handler"), _("Please choose"))
    since = day_field(_("From"), initial=timezone.localdate)
    alone = forms.BooleanField(
        label=_("No other unit answers for these matters any more"), required=False, initial=True
    )

    def __init__(self, school: Unit, section: str, data: Any = None) -> None:
        super().__init__(data)
        self.choose_from("headings", Heading.objects.filter(is_active=True, code__startswith=section))
        self.choose_from("unit", Unit.objects.under([school.pk]).select_related("parent__parent"))
        self.choose_from("handler", candidates(school, Part.HANDLER, timezone.localdate()))

    def choose_from(self, name: str, queryset: Any) -> None:
        field: Any = self.fields[name]
        field.queryset = queryset


class MatrixFilters(forms.Form):
    """The matrix narrowed by its address."""

    STANDINGS = [
        ("", _("all")),
        ("open", _("somebody is to be entered")),
        ("role", _("somebody only by role")),
        ("away", _("somebody is away")),
    ]
    school = forms.ModelChoiceField(Unit.objects.none(), label=_("School"), empty_label=None, required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=_("all"), required=False)
    standing = forms.ChoiceField(choices=STANDINGS, label=_("How it stands"), required=False)

    def __init__(self, data: Any, schools: list[Unit]) -> None:
        super().__init__(data, auto_id="matrix-%s")
        typed = self.data.get("school", "")
        self.chosen_school = next((school for school in schools if str(school.pk) == typed), schools[0])
        keys = [school.pk for school in schools]
        for name, units in (("school", Unit.objects.filter(pk__in=keys)), ("unit", self._units())):
            field: Any = self.fields[name]
            field.queryset = units
        if len(schools) < 2:
            self.fields["school"].widget = forms.HiddenInput()
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"
        self.is_valid()

    def _units(self) -> Any:
        return Unit.objects.under([self.chosen_school.pk])
