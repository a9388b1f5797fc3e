"""A school year month by month: whether each group met, and whether the month was answered. Derived, never ticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.calendars.models import Vacation
from apps.groupwork.models import Checklist, Meeting
from apps.groupwork.people import GROUPS
from apps.groupwork.years import Month, Year
from apps.organization.models import Unit


class Standing(models.TextChoices):
    HELD = "held", pgettext_lazy("of a month", "held")
    ANSWERED = "answered", _("answered, not confirmed")
    CLOSED = "closed", _("answered and confirmed")
    RUNNING = "running", pgettext_lazy("of a month", "not yet")
    MISSING = "missing", pgettext_lazy("of a month", "missing")
    VACATION = "vacation", pgettext_lazy("of a month", "vacation")


@dataclass(frozen=True)
class Cell:
    """What one of the duties of a month came to."""

    duty: str
    standing: Standing
    records: Sequence[Meeting | Checklist] = ()

    @property
    def is_missing(self) -> bool:
        return self.standing == Standing.MISSING


@dataclass(frozen=True)
class Row:
    month: Month
    meetings: list[Cell]
    checklist: Cell


def rows_of(school: Unit, year: Year) -> list[Row]:
    """The months of the school year that have begun. Three queries."""
    months = year.months
    if not months:
        return []
    span = (months[0].first, months[-1].last)
    vacations = list(Vacation.objects.filter(school=school).touching(*span))
    meetings = list(Meeting.objects.in_force().filter(school=school, held_on__range=span).order_by("held_on", "pk"))
    checklists = {found.month: found for found in Checklist.objects.in_force().filter(school=school, month__range=span)}
    return [_row(month, vacations, meetings, checklists.get(month.first)) for month in months]


def _row(month: Month, vacations: list[Vacation], meetings: list[Meeting], checklist: Checklist | None) -> Row:
    missed, of_groups = _missed(month, vacations), []
    for group in GROUPS:
        held = [m for m in meetings if m.group == group and Month.of(m.held_on) == month]
        of_groups.append(Cell(group.label, Standing.HELD if held else missed, held))
    answered = Standing.CLOSED if checklist and checklist.is_closed else Standing.ANSWERED
    found = [checklist] if checklist else []
    return Row(month, of_groups, Cell(_("Checklist"), answered if found else missed, found))


def _missed(month: Month, vacations: list[Vacation]) -> Standing:
    """What is not there in this month; one whose middle lies in a vacation owes nothing."""
    if any(vacation.starts_on <= month.middle <= vacation.ends_on for vacation in vacations):
        return Standing.VACATION
    return Standing.MISSING if month.is_over else Standing.RUNNING
