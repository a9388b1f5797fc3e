"""Which items contain the words: asked of a queryset that came from visible_to, and of nothing else."""

from __future__ import annotations

import datetime
from functools import reduce
from operator import add, attrgetter

from django.contrib.postgres.search import SearchQueryField
from django.db.models import BooleanField, F, Func, Value
from django.db.models.functions import Cast

from apps.disclosures.models import Disclosure
from apps.disclosures.querysets import DisclosureQuerySet
from apps.search.days import windows
from apps.search.places import line_of, section_of
from apps.search.query import Query

RANKED = 500
"""So many of the newest hits are put in order; nobody reads on beyond them."""


class Has(Func):
    """These grams are among those of the card."""

    template, arg_joiner, output_field = "%(expressions)s", " @@ ", BooleanField()


def matching(items: DisclosureQuerySet, query: Query) -> DisclosureQuerySet:
    """Of the items given, those in which every word stands; all of them when there is no word."""
    return items if query.is_empty else _matching(items, query, query.tsquery)


def first(items: DisclosureQuerySet, query: Query, most: int, *, oldest: bool = False) -> list[Disclosure]:
    """The first of the items that match, the newest before the others, or the oldest.

    An index of grams has no order: all hits have to be fetched before the newest are known, and of a common word these
    are many. So the days next to the first item are asked first, and more days only while there are too few hits.
    """
    in_order = items.order_by("posted_at", "pk") if oldest else items.newest_first()
    if query.is_empty:
        return list(in_order[:most])
    begins = in_order.values_list("posted_at", flat=True).first()
    found: list[Disclosure] = []
    for days in windows(begins, 1 if oldest else -1) if begins else ():
        found = list(_by_grams(items, query, days, oldest)[:most])
        if len(found) == most:
            break
    return found


def best_first(items: DisclosureQuerySet, query: Query) -> list[int]:
    """The keys of the newest 500 items that match, best first: an item with the words in its title stands before one
    that has them in its summary, in its text, in its files; among equals the newest is the first."""
    places = (section_of(line_of(pattern, F("card__flat"))) for pattern in query.patterns)
    placed = items.only("pk").annotate(distance=reduce(add, places, Value(0)))
    return [item.pk for item in sorted(first(placed, query, RANKED), key=attrgetter("distance"))]


def _matching(items: DisclosureQuerySet, query: Query, grams: str) -> DisclosureQuerySet:
    items = items.filter(Has(F("card__grams"), Cast(Value(grams), SearchQueryField())))
    for word in query.words:
        if not word.is_gram:
            items = items.filter(card__flat__contains=word.flat)
    return items


def _by_grams(items: DisclosureQuerySet, query: Query, days: str, oldest: bool) -> DisclosureQuerySet:
    """The hits of these days in order. PostgreSQL is kept from walking the board and looking at every card on the way,
    which it takes for quick when it knows nothing of a gram: no index has the order of a sum."""
    posted = F("posted_at") + datetime.timedelta()
    order = (posted.asc(), "pk") if oldest else (posted.desc(), "-pk")
    return _matching(items, query, " & ".join(filter(None, (query.tsquery, days)))).order_by(*order)
