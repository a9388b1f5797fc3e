"""Which school and which days a package is of."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.archive.orders import Order, schools_for
from apps.calendars.models import SchoolYear, Term
from apps.calendars.school_years import usual_year
from apps.organization.models import Unit

DAY: dict[str, Any] = {
    "required": False,
    "widget": forms.DateInput({"class": "form-control form-control--short", "type": "date"}, format="%Y-%m-%d"),
}

FARTHEST = datetime.timedelta(days=366)
"""So far ahead a period may end: beyond the school year that runs."""


class Period(models.TextChoices):
    TERM = "term", _("this term")
    YEAR = "year", _("this school year")
    DAYS = "days", _("the days below")


class PackageForm(forms.Form):
    school = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("School"),
        empty_label=None,
        widget=forms.Select({"class": "form-select"}),
        error_messages={"required": _("Choose a school."), "invalid_choice": _("Choose a school from the list.")},
    )
    period = forms.ChoiceField(
        label=_("Posted in"),
        choices=Period.choices,
        initial=Period.TERM,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of these.")},
    )
    first = forms.DateField(label=_("First day"), **DAY)
    last = forms.DateField(label=_("Last day"), **DAY)

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, schools = person, schools_for(person)
        field: Any = self.fields["school"]
        field.queryset = schools
        if len(schools) == 1:
            field.initial, field.widget = schools[0], forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """With the first and the last day of the period, whichever way it was chosen."""
        data = super().clean() or {}
        if not self.errors:
            data["first"], data["last"] = self._days(data) or (None, None)
        return data

    @property
    def order(self) -> Order:
        """What was asked for, when the form is valid."""
        data = self.cleaned_data
        return Order(self.person, data["school"], data["first"], data["last"])

    def _days(self, data: dict[str, Any]) -> tuple[datetime.date, datetime.date] | None:
        if data["period"] == Period.DAYS:
            return self._own_days(data)
        if found := days_of(data["school"], data["period"], timezone.localdate()):
            return found
        self.add_error("period", gettext("The school has not entered a term for today. Choose the days yourself."))
        return None

    def _own_days(self, data: dict[str, Any]) -> tuple[datetime.date, datetime.date] | None:
        first, last = data["first"], data["last"]
        for name, day in (("first", first), ("last", last)):
            if not day:
                self.add_error(name, gettext("Enter the day."))
        if first and last and first > last:
            self.add_error("last", gettext("The last day is before the first day."))
        elif first and first > timezone.localdate():
            self.add_error("first", gettext("This day is still to come."))
        elif last and last > timezone.localdate() + FARTHEST:
            self.add_error("last", gettext("This day is more than a year ahead. Choose an earlier one."))
        return None if self.errors else (first, last)


def days_of(school: Unit, period: str, day: datetime.date) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day of the term or school year that runs on a day; None when there is no such term."""
    spans = Term.objects.all() if period == Period.TERM else SchoolYear.objects.all()
    if found := spans.filter(school=school).at(day).first():
        return found.starts_on, found.ends_on
    return usual_year(day) if period == Period.YEAR else None
