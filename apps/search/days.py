"""The day and the month of posting, as grams: by them a search asks a part of the board only."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from django.utils import timezone

DAYS, MORE_DAYS, MONTHS = 3, 30, 10
"""A busy portal has a page of a common word within the first, of nearly any other within the last."""


def day_grams(moment: datetime.datetime) -> list[str]:
    """What stands on the card of an item posted then. No text has such a gram: it begins with a mark."""
    day = timezone.localdate(moment)
    return [_day(day), _month(day.year, day.month)]


def windows(begins: datetime.datetime, step: int) -> Iterator[str]:
    """Longer and longer times from this one on, into the past (-1) or the future (1), as PostgreSQL reads them; at the
    end all of it."""
    day = timezone.localdate(begins)
    for count in (DAYS, MORE_DAYS):
        yield _any(_day(day + datetime.timedelta(days=step * n)) for n in range(count))
    months = (divmod(day.year * 12 + day.month - 1 + step * n, 12) for n in range(MONTHS))
    yield _any(_month(year, month + 1) for year, month in months)
    yield ""


def _day(day: datetime.date) -> str:
    return f"@{day:%Y%m%d}"


def _month(year: int, month: int) -> str:
    return f"@{year}{month:02d}"


def _any(grams: Iterable[str]) -> str:
    return "({})".format(" | ".join(f"'{gram}'" for gram in grams))
