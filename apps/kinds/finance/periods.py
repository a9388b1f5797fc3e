"""What a period is called, and which periods lie before it."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

MONTHS = {"month": 1, "quarter": 3, "semester": 6, "year": 12}
"""How many months a period has; a term is half a year, whenever it begins."""
SPRING = range(3, 9)
"""The months in which a spring term may end."""


def length_of(first: datetime.date, last: datetime.date) -> str:
    """The length whose months come nearest: a term has four to seven of them."""
    months = (last - first).days / 30.4
    return min(MONTHS, key=lambda length: abs(MONTHS[length] - months))


class Period(NamedTuple):
    """A month, quarter, term or year, told by the month in which it ends, counted from the year 0."""

    length: str
    month: int

    @classmethod
    def ending(cls, length: str, day: datetime.date) -> Period:
        return cls(length, day.year * 12 + day.month - 1)

    def back(self, count: int) -> Period:
        return self._replace(month=self.month - count * MONTHS[self.length])

    def steps_to(self, later: Period) -> int:
        """How many periods on the later one is; terms of five and of seven months count alike."""
        return round((later.month - self.month) / MONTHS[self.length])

    @property
    def year_before(self) -> Period:
        return self._replace(month=self.month - 12)

    @property
    def last_month(self) -> datetime.date:
        """The first day of the month in which it ends."""
        return datetime.date(self.month // 12, self.month % 12 + 1, 1)

    @property
    def quarter(self) -> int:
        return self.month % 12 // 3 + 1

    @property
    def is_spring(self) -> bool:
        return self.last_month.month in SPRING

    @property
    def year(self) -> int:
        """The year it is called by: an autumn term that ends in January belongs to the year before."""
        ends_after_new_year = self.length == "semester" and self.last_month.month < SPRING[0]
        return self.last_month.year - ends_after_new_year

    def __str__(self) -> str:
        """2026年2月, 2026年第1季度, 2025年秋季学期, 2026年"""
        values = {"year": self.year, "number": self.quarter}
        if self.length == "month":
            return date_format(self.last_month, "YEAR_MONTH_FORMAT")
        if self.length == "quarter":
            return _("quarter %(number)d of %(year)d") % values
        if self.length == "semester":
            return (_("spring term %(year)d") if self.is_spring else _("autumn term %(year)d")) % values
        return _("year %(year)d") % values

    @property
    def short(self) -> str:
        """As it stands under a bar, without the year unless it is one: 2月, 1季度, 秋季, 2026"""
        if self.length == "month":
            return date_format(self.last_month, pgettext("format of a month under a bar, as PHP's date()", "M"))
        if self.length == "quarter":
            return pgettext("quarter under a bar", "Q%(number)d") % {"number": self.quarter}
        if self.length == "semester":
            return pgettext("term under a bar", "spring") if self.is_spring else pgettext("term under a bar", "autumn")
        return str(self.year)
