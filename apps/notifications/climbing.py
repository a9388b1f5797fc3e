"""When a duty reaches which stage, and who is told there: the table of the reminders."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from apps.accounts.models import User
from apps.calendars.working_days import ONE_DAY, Calendar
from apps.duties.models import Duty
from apps.duties.people import Holder, Holders, absences, present
from apps.duties.rhythms import Rhythm
from apps.notifications.models import Stage
from apps.organization.models import Membership, Role, Unit

BEFORE = {
    Rhythm.WEEKLY: 1,
    Rhythm.MONTHLY: 3,
    Rhythm.QUARTERLY: 5,
    Rhythm.TERM_START: 10,
    Rhythm.TERM_END: 10,
    Rhythm.ANNUAL: 10,
    Rhythm.ON_EVENT: 1,
    Rhythm.ANY_TIME: 1,
}
"""Working days before the last day at which the handler is told first."""
OVERDUE = {Stage.DEPUTY: 1, Stage.FIRST: 3, Stage.GROUP: 5, Stage.INSPECTOR: 10}
"""Working days after the last day at which the next one above is told; our own numbers, printed as no law."""
SPAN = datetime.timedelta(days=45)


@dataclass(frozen=True)
class Reach:
    """The latest last day with which a duty has reached a stage today."""

    before: dict[str, datetime.date]
    later: dict[Stage, datetime.date]

    @property
    def farthest(self) -> datetime.date:
        return max(self.before.values())

    def stage_of(self, duty: Duty) -> Stage | None:
        """The highest stage; None while it is too early. What was opened after its last day climbs from its opening."""
        assert duty.due_on is not None  # only those are asked for
        day = max(duty.due_on, timezone.localdate(duty.opened_at))
        reached = [stage for stage, latest in self.later.items() if day <= latest]
        return max(reached, default=Stage.BEFORE if day <= self.before[duty.rhythm] else None)


def reach_of(school: Unit, today: datetime.date) -> Reach | None:
    """By the calendar of the school, its own rest days included; None on a day of rest, when nobody is told.

    A last day that is a day of rest is told of on the working day before it.
    """
    calendar = Calendar.between(today - SPAN, today + SPAN, school)
    if not calendar.is_working(today):
        return None
    tomorrow = today + ONE_DAY
    before = {rhythm: calendar.add_working_days(tomorrow, days + 1) - ONE_DAY for rhythm, days in BEFORE.items()}
    overdue = {stage: calendar.working_days_before(tomorrow, days) - ONE_DAY for stage, days in OVERDUE.items()}
    return Reach(before, {Stage.TODAY: calendar.next_working_day(today) - ONE_DAY, **overdue})


class Ladder:
    """Who is told at which stage in a school on a day; read in two queries."""

    def __init__(self, school: Unit, on: datetime.date) -> None:
        seats = Membership.objects.in_force_on(on).filter(user__is_active=True)
        group = seats.filter(role=Role.SUPERVISION, unit=school)
        inspectors = seats.filter(role=Role.INSPECTOR, unit__in=[school.pk, school.parent_id])
        found = list((group | inspectors).select_related("user").order_by("id"))
        away = absences(on)
        self.group = present([seat.user for seat in found if seat.role == Role.SUPERVISION], away)
        self.inspectors = present([seat.user for seat in found if seat.role == Role.INSPECTOR], away)

    def people(self, holders: Holders, told: int, stage: Stage) -> list[User]:
        """The handler, and everybody at the stages above that were not told yet: a day that was missed skips nobody."""
        found = [*_people(holders.handler)]
        for passed in Stage:
            if max(told, Stage.TODAY) < passed <= stage:
                found += next(self._from(passed, holders), [])
        return list({person.pk: person for person in found}.values())

    def _from(self, stage: Stage, holders: Holders) -> Iterator[list[User]]:
        """Who is told at a stage; where there is nobody, at the next one above."""
        rungs = {
            Stage.DEPUTY: _people(holders.deputy),
            Stage.FIRST: _people(holders.first),
            Stage.GROUP: self.group,
            Stage.INSPECTOR: self.inspectors,
        }
        return (people for rung, people in rungs.items() if rung >= stage and people)


def _people(holder: Holder | None) -> list[User]:
    return list(holder.people) if holder else []
