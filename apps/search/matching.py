"""Which items contain the words: asked of a queryset that came from visible_to, and of nothing else."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import F

from apps.disclosures.models import Disclosure
from apps.disclosures.querysets import DisclosureQuerySet
from apps.search.hits import has_words, shortest, times
from apps.search.places import distances
from apps.search.query import Query

RANKED = 500
"""So many of the newest hits are put in order; nobody reads on beyond them."""
CARD = "card__"
SPARE = 1.5
"""Some of the cards that have the words belong to items that were not asked for."""
NO_TIME = datetime.timedelta()


def matching(items: DisclosureQuerySet, query: Query) -> DisclosureQuerySet:
    """Of the items given, those in which every word stands; all of them when there is no word."""
    return items if query.is_empty else items.filter(has_words(query, card=CARD))


def first(items: DisclosureQuerySet, query: Query, most: int, *, oldest: bool = False) -> list[Disclosure]:
    """The first of the items that match, the newest before the others, or the oldest. Keeps what `items` selects.

    An index of grams has no order: all hits have to be fetched before the newest are known, and of a common word these
    are many. So only a time next to the first item is looked at, as short as it may be, and a longer one if need be.
    """
    in_order = items.order_by("posted_at", "pk") if oldest else items.newest_first()
    if query.is_empty:
        return list(in_order[:most])
    begins = in_order.values_list("posted_at", flat=True).first()
    if begins is None:
        return []
    found: list[Disclosure] = []
    spans = times(begins, 1 if oldest else -1)
    for days in spans[shortest(spans, query, int(SPARE * most)) :]:
        hits = items.filter(has_words(query, days, card=CARD))
        found = list(_sorted(hits, oldest)[:most])
        if len(found) == most:
            break
    return found


def best_first(items: DisclosureQuerySet, query: Query) -> list[int]:
    """The keys of the newest 500 items that match, best first: an item with the words in its title stands before one
    that has them in its summary, in its text, in its files; among equals the newest is the first."""
    keys: Any = items.values_list("pk", flat=True)
    newest: list[Any] = first(keys, query, RANKED)
    distance = distances(newest, query)
    return sorted(newest, key=lambda pk: distance.get(pk, 0))


def _sorted(hits: DisclosureQuerySet, oldest: bool) -> DisclosureQuerySet:
    """In the order of posting, by a sum that no index has: PostgreSQL would else walk the board and open every card on
    the way, which it takes for quick when it knows nothing of a gram."""
    posted = F("posted_at") + NO_TIME
    return hits.order_by(posted.asc(), "pk") if oldest else hits.order_by(posted.desc(), "-pk")
