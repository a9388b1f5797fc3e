"""What a school's disclosure leaves out: matters, audiences, units, duties (S42, S62). Counted, never entered.

Items are those that the reader works with (`workable_by`): nobody learns of a draft here who may not see it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone

from apps.accounts.models import User
from apps.board.portal import midnight
from apps.calendars.models import Vacation
from apps.calendars.working_days import ONE_DAY, Calendar
from apps.catalogue.models import Heading
from apps.disclosures.models import Disclosure
from apps.disclosures.querysets import DisclosureQuerySet
from apps.disclosures.states import ON_BOARD, State
from apps.duties.conditions import Tally
from apps.duties.models import Duty, Responsibility
from apps.duties.people import still_works
from apps.groupwork.years import Year
from apps.organization.models import Unit, UnitQuerySet
from apps.organization.roles import allows, units_where

PAUSES = (30, 60, 90)
"""School days without a posting after which a unit may be called silent."""
LYING = datetime.timedelta(days=30)
"""After so long untouched a draft is lying."""


def schools_of(reader: User) -> UnitQuerySet:
    """The schools that this person looks at as a whole: its groups, its office, its inspector."""
    return units_where(reader, "duties.view").filter(level=Unit.Level.SCHOOL)


class Coverage:
    """The figures of one school for one reader, each counted when it is asked for and then kept."""

    def __init__(self, school: Unit, reader: User, pause: int = PAUSES[0]) -> None:
        self.school, self.reader, self.pause = school, reader, pause
        self.today = timezone.localdate()

    @cached_property
    def year(self) -> Year:
        return Year.at(self.school, self.today)

    @cached_property
    def since(self) -> datetime.date:
        """The first day of the pause: who posted on it or later is not silent."""
        return school_days_before(self.school, self.today, self.pause)

    @cached_property
    def units(self) -> list[Unit]:
        """The departments; of a school that has none, the school."""
        return list(Unit.objects.filter(parent=self.school)) or [self.school]

    @cached_property
    def sees_drafts(self) -> bool:
        return allows(self.reader, "disclosures.view_draft", self.school)

    @property
    def items(self) -> DisclosureQuerySet:
        return Disclosure.objects.workable_by(self.reader).filter(school=self.school)

    @cached_property
    def served(self) -> list[dict[str, Any]]:
        """For each heading, unit and audience: how many items of this school year, and the last day of posting.

        What was taken down in its time counts; what was withdrawn does not.
        """
        kept = self.items.filter(state__in=(*ON_BOARD, State.SUPERSEDED)).order_by()
        of_year = Q(posted_at__gte=midnight(self.year.first))
        return list(
            kept.values("heading", "unit", "audience").annotate(
                last=Max("posted_at"), of_year=Count("pk", filter=of_year)
            )
        )

    @cached_property
    def headings(self) -> list[Heading]:
        return list(Heading.objects.filter(is_active=True).defer("basis", "note"))

    @cached_property
    def open_duties(self) -> dict[int, Duty]:
        """For each heading the duty that is owed first, as far as one is open."""
        duties = Duty.objects.of_school(self.school).open(self.today).order_by("heading_id", "due_on", "pk")
        return {duty.heading_id: duty for duty in duties.distinct("heading_id")}

    @cached_property
    def tallies(self) -> dict[int, Tally]:
        """All duties since the school counts them, by unit."""
        return Duty.objects.of_school(self.school).owed().judged(self.today).tallies("unit")

    @cached_property
    def entered(self) -> set[int]:
        """The headings for which somebody who still works here is entered."""
        parts = Responsibility.objects.in_force_on(self.today).filter(still_works(self.today))
        return set(parts.filter(unit__in=Unit.objects.under([self.school.pk])).values_list("heading", flat=True))

    @property
    def drafts(self) -> DisclosureQuerySet:
        """Those that nobody has touched for a month (`touched_at`), the longest lying first."""
        lying = self.items.filter(state=State.DRAFT).annotate(touched_at=Max("events__at"))
        return lying.filter(touched_at__lt=timezone.now() - LYING).order_by("touched_at", "pk")

    @property
    def taken_down(self) -> DisclosureQuerySet:
        """Whose last day on the board lies in this school year and is over, the latest first."""
        days = (self.year.first, self.today - ONE_DAY)
        return self.items.on_board().filter(display_until__range=days).order_by("-display_until", "-pk")

    def last(self, **where: Any) -> datetime.date | None:
        """The last day of posting among what was served, such as `last(unit=3)`; None when there was none."""
        return max((timezone.localdate(row["last"]) for row in self._rows(where)), default=None)

    def of_year(self, **where: Any) -> int:
        """How many items of this school year there are among what was served."""
        return sum(row["of_year"] for row in self._rows(where))

    def _rows(self, where: dict[str, Any]) -> Iterable[dict[str, Any]]:
        return (row for row in self.served if all(row[name] == value for name, value in where.items()))

    def overdue(self) -> list[tuple[Unit, Tally]]:
        """The units that owe something or were late, the school's own duties first."""
        found = [(unit, self.tallies.get(unit.pk, Tally())) for unit in dict.fromkeys([self.school, *self.units])]
        return [(unit, tally) for unit, tally in found if tally.missing or tally.late]


def school_days_before(school: Unit, day: datetime.date, count: int) -> datetime.date:
    """The day so many school days ago: working days without the school's own rest days and vacations."""
    calendar = Calendar.between(day - datetime.timedelta(days=2 * count), day, school)
    vacations = list(Vacation.objects.filter(school=school, starts_on__lt=day))
    while count:
        day -= ONE_DAY
        is_vacation = any(vacation.starts_on <= day <= vacation.ends_on for vacation in vacations)
        count -= calendar.is_working(day) and not is_vacation
    return day
