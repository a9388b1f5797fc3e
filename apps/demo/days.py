"""The demo's days: counted from today in working days, so that something is in publicity whenever it is seeded."""

from __future__ import annotations

import datetime

from django.utils import timezone

from apps.calendars.models import SchoolYear, Term, Vacation
from apps.calendars.school_years import last_school_day
from apps.calendars.working_days import Calendar

ONE_DAY = datetime.timedelta(days=1)
LONGEST_BREAK = 30
"""More days than ever lie between two working days."""
SECOND_TERM = (2, 20)
"""The month and the day on which second terms begin: after every Spring Festival and its vacation."""


class Days:
    """Dates around a day, all in the school's time zone."""

    def __init__(self, today: datetime.date) -> None:
        self.today = today
        self.terms = [term(term_number(today) - back) for back in (2, 1, 0)]
        self.years = school_years(self.terms)
        self.vacations = [vacation for year in self.years for vacation in vacations(year)]
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

    def closed(self, count: int) -> tuple[Term, datetime.date]:
        """The newest term whose books are closed, and the day: the count-th working day after its last school day."""
        days = [(term, self.after(last_school_day(term, self.vacations), count)) for term in self.terms]
        return [(term, day) for term, day in days if day < self.today][-1]

    def whole_months(self, term: Term) -> tuple[tuple[int, int], tuple[int, int]]:
        """The first and the last month that are school months from end to end, as year and month."""
        first = term.starts_on if term.starts_on.day == 1 else term.starts_on.replace(day=1) + 31 * ONE_DAY
        last = last_school_day(term, self.vacations).replace(day=1) - ONE_DAY
        return (first.year, first.month), (last.year, last.month)

    def latest(self, month: int, day: int) -> datetime.date:
        """The last time this day of the year was over, on a working day."""
        dates = (self.worked(datetime.date(self.today.year - back, month, day)) for back in (0, 1))
        return next(date for date in dates if date < self.today)


def term_number(day: datetime.date) -> int:
    """Terms counted through the years: two a year, the first from September, the other after the winter vacation."""
    half = 0 if (day.month, day.day) < SECOND_TERM else 1 if day.month < 9 else 2
    return 2 * (day.year - 1) + half


def term(number: int) -> Term:
    """A term with the holidays that follow it, unsaved."""
    year, half = divmod(number, 2)
    turn = datetime.date(year + 1, *SECOND_TERM)
    first, last = (
        (datetime.date(year, 9, 1), turn - ONE_DAY),
        (turn, datetime.date(year + 1, 8, 31)),
    )[half]
    return Term(name=f"{year}—{year + 1}学年第{'一二'[half]}学期", starts_on=first, ends_on=last)


def school_years(terms: list[Term]) -> list[SchoolYear]:
    """The school years of these terms and the one that follows, unsaved."""
    first, last = (term.starts_on.year - (term.starts_on.month < 9) for term in (terms[0], terms[-1]))
    return [
        SchoolYear(
            name=f"{year}—{year + 1}学年", starts_on=datetime.date(year, 9, 1), ends_on=datetime.date(year + 1, 8, 31)
        )
        for year in range(first, last + 2)
    ]


def vacations(year: SchoolYear) -> list[Vacation]:
    """With the vacation each term ends; unsaved."""
    turn = datetime.date(year.ends_on.year, *SECOND_TERM)
    winter = Vacation(name="寒假", starts_on=datetime.date(turn.year, 1, 21), ends_on=turn - ONE_DAY)
    summer = Vacation(name="暑假", starts_on=datetime.date(turn.year, 7, 6), ends_on=year.ends_on)
    return [winter, summer]
