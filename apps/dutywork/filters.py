"""The list of duties: its conditions as its address has them, and its pages by key."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.calendars.models import Term
from apps.catalogue.models import Heading
from apps.duties.conditions import Condition
from apps.duties.models import Duty
from apps.duties.querysets import DutyQuerySet
from apps.dutywork.rows import LIMIT
from apps.dutywork.seeing import in_full, schools_of
from apps.organization.models import Unit

NEVER = Value(datetime.date.max)
"""Where a duty without a last day stands."""


class Filters(forms.Form):
    """Every condition narrows what this person may see; what is not understood is left out and said."""

    condition = forms.ChoiceField(choices=[("", ""), *Condition.choices], required=False, widget=forms.HiddenInput)
    school = forms.ModelChoiceField(Unit.objects.none(), label=_("School"), empty_label=None, required=False)
    term = forms.ModelChoiceField(Term.objects.none(), label=_("Term"), empty_label=_("all"), required=False)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=_("all"), required=False)
    heading = forms.ModelChoiceField(
        Heading.objects.filter(is_active=True), label=_("Matter"), empty_label=_("all"), required=False
    )

    def __init__(self, data: Any, user: User) -> None:
        super().__init__(data, auto_id="duties-%s")
        self.user, fields = user, self._fields_of(schools_of(user))
        for name, queryset in fields.items():
            field: Any = self.fields[name]
            field.queryset = queryset
        if len(fields["school"]) < 2:
            self.fields["school"].widget = forms.HiddenInput()
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"
        self.is_valid()
        self.chosen = self.cleaned_data

    def _fields_of(self, schools: list[Unit]) -> dict[str, Any]:
        """The choices; with several schools the units and terms are those of the chosen one, at first the first."""
        typed = self.data.get("school", "")
        self.school = next((school for school in schools if str(school.pk) == typed), schools[0] if schools else None)
        keys = [self.school.pk] if self.school else []
        return {
            "school": Unit.objects.filter(pk__in=[school.pk for school in schools]),
            "term": Term.objects.filter(school__in=keys).order_by("-starts_on"),
            "unit": Unit.objects.under(keys),
        }

    def of_school(self) -> DutyQuerySet:
        """What the chosen school owes: it is one of those whose duties this person follows."""
        return in_full(Duty.objects.owed().filter(school=self.school)) if self.school else Duty.objects.none()

    def narrowed(self) -> DutyQuerySet:
        """The judged duties that meet every condition but how they stand."""
        duties = self.of_school().judged().with_delay()
        for name in ("term", "unit", "heading"):
            if value := self.chosen.get(name):
                duties = duties.filter(**{name: value})
        return duties

    def found(self) -> DutyQuerySet:
        condition = self.chosen.get("condition")
        return self.narrowed().filter(condition=condition) if condition else self.narrowed()

    def counts(self) -> list[tuple[str, Any, int, str]]:
        """How many stand how: name, label, number, address."""
        tally = self.narrowed().tally()
        labels = [("", _("all"), sum(getattr(tally, name) for name in Condition.values))]
        labels += [(name, label, getattr(tally, name)) for name, label in Condition.choices]
        return [(name, label, number, self.address(condition=name)) for name, label, number in labels]

    def address(self, **changes: Any) -> str:
        """The query of this list with some conditions changed."""
        kept = {name: self.data.get(name, "") for name in self.fields if name not in self.errors} | changes
        return f"?{urlencode({name: value for name, value in kept.items() if value})}"


@dataclass(frozen=True)
class Page:
    """The duties of a page, and the key after which the next begins; empty on the last."""

    duties: list[Duty]
    following: str


def page_of(duties: DutyQuerySet, after: str) -> Page:
    """By their last day, the longest overdue first; a page begins after a duty, however far down it is."""
    duties = duties.annotate(day=Coalesce("due_on", NEVER))
    if found := re.fullmatch(r"([0-9]{1,7})-([0-9]{1,18})", after):
        day = datetime.date.fromordinal(max(1, min(int(found[1]), datetime.date.max.toordinal())))
        duties = duties.filter(Q(day__gt=day) | Q(day=day, pk__gt=found[2]))
    rows: Any = list(duties.order_by("day", "pk")[: LIMIT + 1])
    last = rows[LIMIT - 1] if len(rows) > LIMIT else None
    return Page(rows[:LIMIT], f"{last.day.toordinal()}-{last.pk}" if last else "")


def term_of(school: Unit | None, asked: Term | None) -> Term | None:
    """The term that was asked for, else the one that runs, else the last one."""
    if asked or school is None:
        return asked
    terms = Term.objects.filter(school=school, starts_on__lte=timezone.localdate())
    return terms.order_by("-starts_on").first()
