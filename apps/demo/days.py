"""The demo's days: counted from today in working days, so that something is in publicity whenever it is seeded."""

from __future__ import annotations

import datetime

from django.utils import timezone

from apps.calendars.models import Term
from apps.calendars.working_days import Calendar

ONE_DAY = datetime.timedelta(days=1)
LONGEST_BREAK = 30
"""More days than ever lie between two working days."""


class Days:
    """Dates around a day, all in the school's time zone."""

    def __init__(self, today: datetime.date) -> None:
        self.today = today
        self.terms = [term(term_number(today) - back) for back in (2, 1, 0)]
        self._calendar = Calendar.between(today - 500 * ONE_DAY, today + 60 * ONE_DAY)

    @property
    def this_term(self) -> Term:
        return self.terms[-1]

    @property
    def last_term(self) -> Term:
        return self.terms[-2]

    def term_at(self, day: datetime.date) -> Term:
        return term(term_number(day))

    def school_year(self, day: datetime.date) -> str:
        """2026—2027"""
        year = day.year - (day.month < 9)
        return f"{year}—{year + 1}"

    def moment(self, day: datetime.date, time: datetime.time) -> datetime.datetime:
        return timezone.make_aware(datetime.datetime.combine(day, time))

    def ago(self, count: int) -> datetime.date:
        """The count-th working day before today; at least 1, so that it is over."""
        return self.before(self.today, count)

    def ahead(self, count: int) -> datetime.date:
        return self.after(self.today, count)

    def before(self, day: datetime.date, count: int) -> datetime.date:
        """The count-th working day before a day."""
        span = datetime.timedelta(days=2 * count + LONGEST_BREAK)
        return self._calendar.working_days(day - span, day - ONE_DAY)[-count]

    def after(self, day: datetime.date, count: int) -> datetime.date:
        """The count-th working day after a day."""
        return self._calendar.add_working_days(day + ONE_DAY, count)

    def worked(self, day: datetime.date) -> datetime.date:
        """This day, or the first working day after it."""
        return self.after(day - ONE_DAY, 1)

    def opening(self, term: Term, count: int) -> datetime.date:
        """The count-th working day of a term; while that is not over yet, the count-th before the term."""
        day = self.after(term.starts_on - ONE_DAY, count)
        return day if day < self.today else self.before(term.starts_on, count)

    def latest(self, month: int, day: int) -> datetime.date:
        """The last time this day of the year was over, on a working day."""
        dates = (self.worked(datetime.date(self.today.year - back, month, day)) for back in (0, 1))
        return next(date for date in dates if date < self.today)


def term_number(day: datetime.date) -> int:
    """Terms counted through the years: two to a school year, the first from September, the second from February."""
    half = 0 if day.month == 1 else 1 if day.month < 9 else 2
    return 2 * (day.year - 1) + half


def term(number: int) -> Term:
    """A term with the holidays that follow it, unsaved."""
    year, half = divmod(number, 2)
    first, last = (
        (datetime.date(year, 9, 1), datetime.date(year + 1, 1, 31)),
        (datetime.date(year + 1, 2, 1), datetime.date(year + 1, 8, 31)),
    )[half]
    return Term(name=f"{year}—{year + 1}学年第{'一二'[half]}学期", starts_on=first, ends_on=last)
