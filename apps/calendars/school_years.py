"""A school's years, terms and vacations, and what they say of a day."""

from __future__ import annotations

import datetime

from apps.calendars.models import SchoolYear, Term, Vacation
from apps.calendars.working_days import ONE_DAY
from apps.organization.models import Unit

FIRST_MONTH = 9
"""School years begin on the first of September unless the school says otherwise (regulations.md R06)."""


def year_at(school: Unit, day: datetime.date) -> SchoolYear:
    """The school year of a day. One that nobody entered is made with the usual days, for the office to change."""
    if found := SchoolYear.objects.filter(school=school).at(day).first():
        return found
    first, last = usual_year(day)
    before = SchoolYear.objects.filter(school=school, ends_on__lt=day).order_by("-ends_on").first()
    after = SchoolYear.objects.filter(school=school, starts_on__gt=day).order_by("starts_on").first()
    first = max(first, before.ends_on + ONE_DAY) if before else first
    last = min(last, after.starts_on - ONE_DAY) if after else last
    made, _is_new = SchoolYear.objects.get_or_create(
        school=school, starts_on=first, ends_on=last, defaults={"name": f"{first.year}—{last.year}学年"}
    )
    return made


def usual_year(day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The first of September and the last of August around a day."""
    year = day.year - (day.month < FIRST_MONTH)
    return datetime.date(year, 9, 1), datetime.date(year + 1, 8, 31)


def last_school_day(term: Term, vacations: list[Vacation]) -> datetime.date:
    """The day before the vacation in which a term ends; without one its last day."""
    ends = [v.starts_on - ONE_DAY for v in vacations if v.starts_on <= term.ends_on <= v.ends_on]
    return max([*ends, term.starts_on]) if ends else term.ends_on
