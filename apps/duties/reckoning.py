"""When a duty is due, and why that day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from apps.calendars.working_days import ONE_DAY, Calendar
from apps.duties.periods import Period
from apps.duties.rhythms import Anchor, Counting, Rhythm, Side, Timing

LEAD = {
    Rhythm.WEEKLY: 5,
    Rhythm.MONTHLY: 3,
    Rhythm.QUARTERLY: 7,
    Rhythm.TERM_START: 60,
    Rhythm.TERM_END: 21,
    Rhythm.ANNUAL: 60,
    Rhythm.ON_EVENT: 90,
}
"""Days before its anchor from which an item that is posted is taken to be for this period, not for the one before."""


@dataclass(frozen=True)
class Reckoning:
    """The last day, the day from which an item counts for this period, and how both were found."""

    due_on: datetime.date | None
    opens_on: datetime.date
    account: dict[str, Any]


def reckon(timing: Timing, period: Period, calendar: Calendar, happened_on: datetime.date | None = None) -> Reckoning:
    """When a duty of this timing is due for a period, by plain dates of the school's time zone.

    What waits for an event that nobody entered is due on the last day of its period.
    """
    if timing.rhythm == Rhythm.ANY_TIME:
        return Reckoning(None, period.starts_on, {})
    is_backstop = timing.anchor == Anchor.EVENT and happened_on is None
    anchor_on = period.ends_on if is_backstop else _anchor_day(timing, period, happened_on)
    counted = Timing(timing.rhythm) if is_backstop else timing
    exact = _counted(counted, anchor_on, calendar)
    due_on = _rolled(counted, exact, calendar)
    first, last = sorted((anchor_on, due_on))
    account = {
        "anchor": str(Anchor.END if is_backstop else timing.anchor),
        "anchor_on": anchor_on.isoformat(),
        "days": counted.days,
        "counting": str(counted.counting),
        "side": str(counted.side),
        "waits_for_event": is_backstop,
        "is_statutory": timing.is_statutory,
        "exact": exact.isoformat(),
        "skipped": _skipped(calendar, first, last),
        "is_provisional": calendar.is_provisional(first, last),
    }
    return Reckoning(due_on, _opens_on(timing, period, anchor_on), account)


def _anchor_day(timing: Timing, period: Period, happened_on: datetime.date | None) -> datetime.date:
    if timing.anchor == Anchor.DAY:
        return _day_in(timing.day, period)
    named = {Anchor.START: period.starts_on, Anchor.END: period.ends_on, Anchor.EVENT: happened_on}
    return named[timing.anchor] or period.ends_on


def _day_in(day: str, period: Period) -> datetime.date:
    """The first such day of the year, as 10-31, that is not before the period."""
    month, number = map(int, day.split("-"))
    found = datetime.date(period.starts_on.year, month, number)
    return found if found >= period.starts_on else found.replace(year=found.year + 1)


def _counted(timing: Timing, anchor: datetime.date, calendar: Calendar) -> datetime.date:
    """The anchor itself is not counted (Civil Code art. 201)."""
    if not timing.days:
        return anchor
    if timing.counting == Counting.CALENDAR:
        return anchor + timing.days * ONE_DAY * (1 if timing.side == Side.AFTER else -1)
    if timing.side == Side.AFTER:
        return calendar.add_working_days(anchor + ONE_DAY, timing.days)
    return calendar.working_days_before(anchor, timing.days)


def _rolled(timing: Timing, day: datetime.date, calendar: Calendar) -> datetime.date:
    """A last day of rest moves to the first working day after it (Civil Code art. 203); a day before which
    something must be up does not."""
    if timing.side == Side.BEFORE and timing.days:
        return day
    return day if calendar.is_working(day) else calendar.next_working_day(day)


def _skipped(calendar: Calendar, first: datetime.date, last: datetime.date) -> list[list[str]]:
    """Days of rest with a name on the way; plain weekends go without saying."""
    return [[day.date.isoformat(), day.name] for day in calendar.skipped(first + ONE_DAY, last) if day.name]


def _opens_on(timing: Timing, period: Period, anchor_on: datetime.date) -> datetime.date:
    if timing.rhythm == Rhythm.ON_EVENT:
        return anchor_on - LEAD[timing.rhythm] * ONE_DAY if timing.side == Side.BEFORE else anchor_on
    if timing.anchor == Anchor.START:
        return period.starts_on - LEAD[timing.rhythm] * ONE_DAY
    if timing.anchor == Anchor.END and timing.days:
        return max(period.starts_on, period.ends_on - LEAD[timing.rhythm] * ONE_DAY)
    return period.starts_on
