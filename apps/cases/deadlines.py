"""When a reply is due, and why that day: working days in the school's calendar, the first day not counted."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from apps.calendars.working_days import Calendar, Day
from apps.cases.circles import LADDER
from apps.cases.models import Case, Event
from apps.cases.states import State
from apps.cases.types import TYPES, Type

RUNGS = (1, 3, 6)
"""Working days overdue at which a case goes up to the next level."""
AMBER = 1
"""Working days left, today included, at which a case turns amber."""


@dataclass(frozen=True)
class Deadline:
    """The last day for the reply and how it was counted."""

    received_on: datetime.date
    due_on: datetime.date
    days: int
    extended_by: int
    rested: int
    counted: list[datetime.date]
    skipped: list[Day]
    is_provisional: bool

    @property
    def left(self) -> int:
        """Working days left, today included; none when it is overdue."""
        return sum(1 for day in self.counted if day >= timezone.localdate())

    @property
    def is_overdue(self) -> bool:
        return timezone.localdate() > self.due_on

    @property
    def is_amber(self) -> bool:
        return not self.is_overdue and self.left <= AMBER


def deadline_of(case: Case) -> Deadline:
    """By today's calendar, whatever day was promised before."""
    events = _since_the_last_reply(case)
    received_on = timezone.localdate(events[0].at if events and events[0].name == "redo" else case.received_at)
    rules = TYPES[Type(case.type)]
    calendar = Calendar.between(received_on, received_on + datetime.timedelta(days=120))
    rested = _rested(events, calendar)
    total = rules.days + case.extended_days + rested
    first = calendar.next_working_day(received_on)
    due_on = calendar.add_working_days(first, total)
    return Deadline(
        received_on,
        due_on,
        rules.days,
        case.extended_days,
        rested,
        calendar.working_days(first, due_on),
        calendar.skipped(received_on + datetime.timedelta(days=1), due_on),
        calendar.is_provisional(first, due_on),
    )


def level_of(case: Case) -> int:
    """How many levels up the delay of this case has brought it by today; 0 while it is not overdue."""
    if not Case.objects.overdue().filter(pk=case.pk).exists():
        return 0
    today = timezone.localdate()
    late = len(Calendar.between(case.due_on, today).working_days(case.due_on + datetime.timedelta(days=1), today))
    return min(sum(late >= days for days in RUNGS), len(LADDER[case.concern]))


def _since_the_last_reply(case: Case) -> list[Event]:
    """What happened to it; when another reply was asked for, from there on: the time begins anew."""
    events = list(Event.objects.filter(case=case.pk).order_by("id")) if case.pk else []
    redone = [number for number, event in enumerate(events) if event.name == "redo"]
    return events[redone[-1] :] if redone else events


def _rested(events: list[Event], calendar: Calendar) -> int:
    """Working days on which the writer was asked and had not answered; the day of the question still counts."""
    rested, asked = set(), None
    for event in events:
        if event.to_state == State.ASKED and event.from_state != State.ASKED:
            asked = timezone.localdate(event.at)
        elif event.from_state == State.ASKED and event.to_state != State.ASKED and asked:
            rested |= set(_between(calendar, asked, timezone.localdate(event.at)))
            asked = None
    if asked:
        rested |= set(_between(calendar, asked, timezone.localdate()))
    return len(rested)


def _between(calendar: Calendar, asked: datetime.date, answered: datetime.date) -> list[datetime.date]:
    """The working days after the question up to the answer."""
    return calendar.working_days(asked + datetime.timedelta(days=1), answered)
