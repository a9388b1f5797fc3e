"""The conditions under which a card has the words, and how far back one has to look for enough such cards."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.search import SearchQueryField
from django.db import connection
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.functions import Cast
from django.utils import timezone

from apps.search.models import Card
from apps.search.query import Query

DAYS, MONTHS = (1, 3, 10, 30), (3, 10)
"""Times to look at, each about three times as long as the one before."""


class Has(Func):
    """These grams are among those of the card."""

    template, arg_joiner, output_field = "%(expressions)s", " @@ ", BooleanField()


def has_words(query: Query, days: str = "", *, card: str = "") -> Q:
    """The condition that every word stands on a card of these days; `card` is the way to it, with its underscores."""
    longer = {word.flat for word in query.words if not word.is_gram}
    words: list[Any] = [Q((f"{card}flat__contains", flat)) for flat in sorted(longer)]
    return Q(Has(F(f"{card}grams"), Cast(Value(_tsquery(query, days)), SearchQueryField())), *words)


def day_grams(moment: datetime.datetime) -> list[str]:
    """What stands on the card of an item posted then. No text has such a gram: it begins with a mark."""
    day = timezone.localdate(moment)
    return [_day(day), _month(day.year, day.month)]


def times(begins: datetime.datetime, step: int) -> list[str]:
    """Longer and longer times from this one on, into the past (-1) or the future (1), as grams; at the end all time."""
    day = timezone.localdate(begins)
    days = [_day(day + datetime.timedelta(days=step * n)) for n in range(max(DAYS))]
    ahead = [divmod(day.year * 12 + day.month - 1 + step * n, 12) for n in range(max(MONTHS))]
    months = [_month(year, month + 1) for year, month in ahead]
    return [*(_any(days[:count]) for count in DAYS), *(_any(months[:count]) for count in MONTHS), ""]


def shortest(times: list[str], query: Query, most: int) -> int:
    """The number of the shortest time with so many cards that have the words; the last when none has.

    One question, answered in the order of the times: of a common word the first is enough, of a rare one each is quick.
    """
    longer = [f"%{word.flat}%" for word in query.words if not word.is_gram]  # a flat form has neither % nor _
    words = "AND flat LIKE %s " * len(longer)
    enough = f"EXISTS (SELECT FROM {Card._meta.db_table} WHERE grams @@ %s::tsquery {words} OFFSET {most - 1})"
    cases = " ".join(f"WHEN {enough} THEN {number}" for number in range(len(times) - 1))
    values = [value for days in times[:-1] for value in (_tsquery(query, days), *longer)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT CASE {cases} ELSE {len(times) - 1} END", values)
        return cursor.fetchone()[0]


def _tsquery(query: Query, days: str) -> str:
    return " & ".join(filter(None, (query.tsquery, days)))


def _day(day: datetime.date) -> str:
    return f"@{day:%Y%m%d}"


def _month(year: int, month: int) -> str:
    return f"@{year}{month:02d}"


def _any(grams: Iterable[str]) -> str:
    return "({})".format(" | ".join(f"'{gram}'" for gram in grams))
