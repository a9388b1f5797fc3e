"""The periods for which a matter is due: weeks, months, quarters, terms and school years of one school."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from apps.calendars.models import SchoolYear, Term, Vacation
from apps.calendars.school_years import last_school_day, year_at
from apps.calendars.working_days import ONE_DAY, Calendar
from apps.duties.rhythms import Rhythm
from apps.organization.models import Unit

A_YEAR_AND_A_HALF = datetime.timedelta(days=550)


@dataclass(frozen=True)
class Period:
    """A stretch of days and the key by which it is known for ever, also when its days are changed."""

    key: str
    starts_on: datetime.date
    ends_on: datetime.date
    year: SchoolYear | None = None


@dataclass(frozen=True)
class Frame:
    """The school years of a school between two days, with everything that is read from the calendar for them."""

    school: Unit
    years: list[SchoolYear]
    terms: list[Term]
    vacations: list[Vacation]
    calendar: Calendar
    statutory: Calendar

    @property
    def first(self) -> datetime.date:
        return self.years[0].starts_on

    @property
    def last(self) -> datetime.date:
        return self.years[-1].ends_on

    def term_at(self, day: datetime.date) -> Term | None:
        """The term of a day, or the last one before it: holidays belong to the term that they follow."""
        return next((term for term in reversed(self.terms) if term.starts_on <= day), None)

    def teaches(self, day: datetime.date) -> bool:
        """Whether children are at school on this day."""
        rests = any(span.starts_on <= day <= span.ends_on for span in self.vacations)
        in_term = not self.terms or any(term.starts_on <= day <= term.ends_on for term in self.terms)
        return in_term and not rests and self.calendar.is_working(day)

    def periods(self, rhythm: Rhythm) -> Iterator[Period]:
        """The periods of a rhythm, in their order; none for what is due when it happens or at any time."""
        if rhythm in PERIODS:
            yield from PERIODS[rhythm](self)


def frame_of(school: Unit, first: datetime.date, last: datetime.date) -> Frame:
    """The frame of the school years from a day to a day; a year nobody entered is made with the usual days."""
    years = [year_at(school, first)]
    while years[-1].ends_on < last:
        years.append(year_at(school, years[-1].ends_on + ONE_DAY))
    span = years[0].starts_on, years[-1].ends_on
    around = span[0] - A_YEAR_AND_A_HALF, span[1] + A_YEAR_AND_A_HALF
    return Frame(
        school,
        years,
        list(Term.objects.filter(school=school).touching(*span).order_by("starts_on")),
        list(Vacation.objects.filter(school=school).touching(*span).order_by("starts_on")),
        Calendar.between(*around, school=school),
        Calendar.between(*around),
    )


def _weeks(frame: Frame) -> Iterator[Period]:
    """Monday to Sunday; only weeks in which children are at school on some day."""
    monday = frame.first - frame.first.weekday() * ONE_DAY
    while monday <= frame.last:
        days = [monday + number * ONE_DAY for number in range(7)]
        if monday >= frame.first and any(frame.teaches(day) for day in days):
            yield Period(f"{monday:%G-W%V}", monday, days[-1])
        monday += 7 * ONE_DAY


def _months(frame: Frame, length: int = 1) -> Iterator[Period]:
    """Months, or so many in one, counted from January; each belongs to the year in which it ends."""
    month = frame.first.year * 12 + frame.first.month - 1
    month -= month % length
    while _first_of(month) <= frame.last:
        starts_on, ends_on = _first_of(month), _first_of(month + length) - ONE_DAY
        if frame.first <= ends_on <= frame.last:
            yield Period(f"{starts_on:%Y-%m}" if length == 1 else f"{starts_on:%Y}-Q{month % 12 // 3 + 1}",
                         starts_on, ends_on)  # fmt: skip
        month += length


def _quarters(frame: Frame) -> Iterator[Period]:
    return _months(frame, 3)


def _first_of(month: int) -> datetime.date:
    """The first day of a month counted from the year 0."""
    return datetime.date(month // 12, month % 12 + 1, 1)


def _terms(frame: Frame) -> Iterator[Period]:
    for term in frame.terms:
        if frame.first <= term.starts_on:
            yield Period(f"T{term.pk}", term.starts_on, last_school_day(term, frame.vacations))


def _years(frame: Frame) -> Iterator[Period]:
    for year in frame.years:
        yield Period(f"Y{year.pk}", year.starts_on, year.ends_on, year)


PERIODS = {
    Rhythm.WEEKLY: _weeks,
    Rhythm.MONTHLY: _months,
    Rhythm.QUARTERLY: _quarters,
    Rhythm.TERM_START: _terms,
    Rhythm.TERM_END: _terms,
    Rhythm.ANNUAL: _years,
}
