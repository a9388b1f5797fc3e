"""School years and their months, as the groups' work is told."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from apps.calendars.models import SchoolYear
from apps.calendars.school_years import usual_year
from apps.calendars.working_days import ONE_DAY
from apps.organization.models import Unit

EARLIEST = 2000


@dataclass(frozen=True, order=True)
class Month:
    """A month by its first day."""

    first: datetime.date

    @classmethod
    def read(cls, text: str) -> Month:
        """The month written 2026-09. Raises ValueError."""
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", text) or int(text[:4]) < EARLIEST:
            raise ValueError(text)
        return cls(datetime.date(int(text[:4]), int(text[5:]), 1))

    @classmethod
    def of(cls, day: datetime.date) -> Month:
        return cls(day.replace(day=1))

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def name(self) -> str:
        return date_format(self.first, "YEAR_MONTH_FORMAT")

    @property
    def following(self) -> Month:
        return Month.of(self.first + datetime.timedelta(days=31))

    @property
    def last(self) -> datetime.date:
        """Its last day."""
        return self.following.first - ONE_DAY

    @property
    def has_begun(self) -> bool:
        """In the school's time zone."""
        return self.first <= timezone.localdate()

    @property
    def is_over(self) -> bool:
        return self.last < timezone.localdate()

    @property
    def middle(self) -> datetime.date:
        """The day that says to which school year and vacation the month belongs."""
        return self.first.replace(day=15)


@dataclass(frozen=True)
class Year:
    """A school year as the school entered it, or else the usual one."""

    name: str
    first: datetime.date
    last: datetime.date

    @classmethod
    def at(cls, school: Unit, day: datetime.date) -> Year:
        if entered := SchoolYear.objects.filter(school=school).at(day).first():
            return cls(entered.name, entered.starts_on, entered.ends_on)
        first, last = usual_year(day)
        return cls(f"{first.year}—{last.year}学年", first, last)

    @property
    def months(self) -> list[Month]:
        """Those that have begun, the first one first."""
        found = [Month.of(self.first)]
        while found[-1].following.middle <= self.last:
            found.append(found[-1].following)
        return [month for month in found if month.middle >= self.first and month.has_begun]

    @property
    def before(self) -> Month:
        """The last month of the school year before."""
        month = Month.of(self.first)
        return month if month.middle < self.first else Month.of(month.first - ONE_DAY)

    @property
    def after(self) -> Month | None:
        """The first month of the next school year; None before it has begun."""
        month = Month.of(self.last + ONE_DAY)
        month = month if month.middle > self.last else month.following
        return month if month.has_begun else None
