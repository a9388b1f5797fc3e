"""Counting working days: weekdays, less holidays, plus weekends that are worked (regulations.md §7)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext

from apps.calendars.models import CalendarDay, CalendarYear, RestDay
from apps.organization.models import Unit

ONE_DAY = datetime.timedelta(days=1)
ONE_YEAR = datetime.timedelta(days=365)
SATURDAY = 5


@dataclass(frozen=True)
class Day:
    """A date of the school's calendar; the name is that of a holiday or of a worked weekend, or empty."""

    date: datetime.date
    is_working: bool
    name: str = ""

    @property
    def reason(self) -> str:
        """Why this day is not counted; empty for a working day."""
        return "" if self.is_working else self.name or gettext("weekend")


class Calendar:
    """The working days of a span of plain dates in the school's time zone (Asia/Shanghai).

    Loading takes two queries, whatever the span, and one more for the rest days of a school. A question past the span
    is still answered rightly: the calendar loads a year more, again in so many queries.
    """

    def __init__(self, school: Unit | None = None) -> None:
        self.school = school

    @classmethod
    def between(cls, first: datetime.date, last: datetime.date, school: Unit | None = None) -> Calendar:
        """The calendar from the first to the last day, both included; with a school also its own rest days.

        What the law counts it counts without them: a school cannot give itself more time.
        """
        calendar = cls(school)
        calendar._load(first, last)
        return calendar

    def _load(self, first: datetime.date, last: datetime.date) -> None:
        rows = CalendarDay.objects.filter(date__range=(first, last)).values_list("date", "is_working", "name")
        self._first, self._last = first, last
        self._special = {date: Day(date, is_working, name) for date, is_working, name in rows}
        if self.school:
            own = RestDay.objects.filter(school=self.school, date__range=(first, last)).values_list("date", "name")
            self._special |= {date: Day(date, False, name) for date, name in own}
        self._known_years = set(CalendarYear.objects.values_list("year", flat=True))

    def day(self, date: datetime.date) -> Day:
        if not self._first <= date <= self._last:
            self._load(min(self._first, date - ONE_YEAR), max(self._last, date + ONE_YEAR))
        return self._special.get(date) or Day(date, date.weekday() < SATURDAY)

    def is_working(self, date: datetime.date) -> bool:
        return self.day(date).is_working

    def is_provisional(self, first: datetime.date, last: datetime.date) -> bool:
        """Whether the span touches a year whose holidays are not known yet: only weekdays were counted there."""
        return not self._known_years.issuperset(range(first.year, last.year + 1))

    def next_working_day(self, after: datetime.date) -> datetime.date:
        """The first working day strictly after this date (the first day is not counted: Civil Code art. 201)."""
        return next(self._working_from(after + ONE_DAY))

    def add_working_days(self, first: datetime.date, count: int) -> datetime.date:
        """The date of the count-th working day; `first` is the 1st if it is worked. Raises ValueError under 1."""
        if count < 1:
            raise ValueError(f"Count at least one working day, not {count}.")
        return next(islice(self._working_from(first), count - 1, None))

    def working_days_before(self, last: datetime.date, count: int) -> datetime.date:
        """The date of the count-th working day before this date, which is not counted. Raises ValueError under 1."""
        if count < 1:
            raise ValueError(f"Count at least one working day, not {count}.")
        day = last
        while count:
            day -= ONE_DAY
            count -= self.is_working(day)
        return day

    def working_days(self, first: datetime.date, last: datetime.date) -> list[datetime.date]:
        """The dates that count, from the first to the last, both included."""
        return [day.date for day in self._days(first, last) if day.is_working]

    def skipped(self, first: datetime.date, last: datetime.date) -> list[Day]:
        """The days that do not count, each with its reason."""
        return [day for day in self._days(first, last) if not day.is_working]

    def _days(self, first: datetime.date, last: datetime.date) -> Iterator[Day]:
        return (self.day(first + number * ONE_DAY) for number in range((last - first).days + 1))

    def _working_from(self, date: datetime.date) -> Iterator[datetime.date]:
        while True:
            if self.is_working(date):
                yield date
            date += ONE_DAY
