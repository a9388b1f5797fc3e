"""A work plan, for a term or a school year."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.calendars.models import Term
from apps.calendars.working_days import ONE_DAY
from apps.disclosures.admin.fields import DayInput
from apps.disclosures.models import Disclosure
from apps.groupwork.forms.records import LINE, SHORT, RecordForm, item_number, words
from apps.groupwork.models import Plan
from apps.groupwork.years import Year
from apps.organization.models import Unit


class PlanForm(RecordForm):
    title = forms.CharField(label=_("Title"), max_length=120, widget=forms.TextInput(LINE))
    period = forms.ChoiceField(
        label=_("Term or school year"),
        widget=forms.Select({"class": "form-select form-control--short"}),
        error_messages={"required": _("Choose the term or the school year.")},
    )
    adopted_on = forms.DateField(
        label=_("Adopted on"), initial=timezone.localdate, widget=DayInput({"class": SHORT["class"]})
    )
    text = words(_("The plan"), _("Its text, or attach it as a file."), rows=10, max_length=20_000, required=False)
    disclosure = item_number(_("Register number, if it was disclosed"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.periods = periods_of(self.school)
        period: Any = self.fields["period"]
        period.choices = [("", _("Please choose")), *((name, name) for name in self.periods)]

    def clean_adopted_on(self) -> datetime.date:
        return self.past_day("adopted_on")

    def clean_disclosure(self) -> Disclosure | None:
        return self.item("disclosure")

    def compare(self, data: dict[str, Any]) -> None:
        """The plan is in the form or in a file."""
        if not data.get("text") and not data.get("files") and not self.errors.get("files"):
            self.add_error("text", gettext("Write the plan, or attach it as a file."))

    def record(self) -> Plan:
        """What was typed, as a record that is not written yet."""
        data = self.cleaned_data
        first, last = self.periods[data["period"]]
        said = {name: data[name] for name in ("title", "period", "adopted_on", "text", "disclosure")}
        return Plan(school=self.school, form_token=data["token"], starts_on=first, ends_on=last, **said)


def periods_of(school: Unit) -> dict[str, tuple[datetime.date, datetime.date]]:
    """The terms and school years for which a plan is made, the next first: name → first and last day."""
    running = Year.at(school, timezone.localdate())
    years = [Year.at(school, running.last + ONE_DAY), running, Year.at(school, running.first - ONE_DAY)]
    terms = Term.objects.filter(school=school).touching(years[-1].first, years[0].last)
    spans = {term.name: (term.starts_on, term.ends_on) for term in terms.order_by("-starts_on")}
    return spans | {year.name: (year.first, year.last) for year in years}
