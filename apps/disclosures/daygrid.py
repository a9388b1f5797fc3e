"""The publicity period as a row of cells: one for a working day, one for a run of days off."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.calendars.working_days import SATURDAY, Day
from apps.disclosures import dates
from apps.disclosures.publicity import Period


@dataclass(frozen=True)
class Run:
    """Days off that follow one another."""

    days: list[Day]

    @property
    def reasons(self) -> str:
        return _(", ").join(dict.fromkeys(day.reason for day in self.days))

    @property
    def holiday(self) -> str:
        """清明节放假 3 天不计入; empty for a plain weekend."""
        named = [day.name for day in self.days if day.name]
        if not named:
            return ""
        return ngettext(
            "%(name)s: %(count)d day off is not counted.", "%(name)s: %(count)d days off are not counted.", len(named)
        ) % {"name": _(", ").join(dict.fromkeys(named)), "count": len(named)}

    @property
    def span(self) -> str:
        return dates.span(self.days[0].date, self.days[-1].date)


@dataclass(frozen=True)
class Cell:
    """What a cell shows, how it looks, and what a screen reader says."""

    number: str
    looks: str
    spoken: str
    above: str = ""


def runs_of(skipped: list[Day]) -> list[Run]:
    """The days that do not count, gathered into runs."""
    numbered = enumerate(skipped)
    groups = groupby(numbered, key=lambda pair: pair[1].date.toordinal() - pair[0])
    return [Run([day for _number, day in group]) for _start, group in groups]


def number_today(period: Period) -> int | None:
    """Which working day of the period today is; None when it is none of them."""
    today = timezone.localdate()
    return period.days.index(today) + 1 if today in period.days else None


def cells_of(period: Period) -> list[Cell]:
    """The cells of a period, in the order of its days."""
    placed = [*_working(period), *((run.days[0].date, _off(run)) for run in runs_of(period.skipped))]
    return [cell for _date, cell in sorted(placed, key=lambda pair: pair[0])]


def _working(period: Period) -> Iterator[tuple[datetime.date, Cell]]:
    today = timezone.localdate()
    for number, day in enumerate(period.days, start=1):
        looks, word = _tense(day, today)
        spoken = _("%(date)s, %(weekday)s, working day %(number)d, %(tense)s") % {
            "date": dates.month_day(day),
            "weekday": date_format(day, "l"),
            "number": number,
            "tense": word,
        }
        looks += " day--swap" if day.weekday() >= SATURDAY else ""
        above = _("today") if day == today else dates.weekday_initial(day)
        yield day, Cell(str(day.day), looks, spoken, above)


def _tense(day: datetime.date, today: datetime.date) -> tuple[str, str]:
    if day < today:
        return "day day--past", _("over")
    if day == today:
        return "day day--today", _("today")
    return "day", _("to come")


def _off(run: Run) -> Cell:
    spoken = _("%(days)s, %(reason)s, not counted") % {"days": run.span, "reason": run.reasons}
    return Cell("", "day day--off", spoken)
