"""Which items contain the words: asked of a queryset that came from visible_to, and of nothing else."""

from __future__ import annotations

from functools import reduce
from operator import add

from django.contrib.postgres.search import SearchQueryField
from django.db.models import BooleanField, F, Func, Value
from django.db.models.functions import Cast

from apps.disclosures.querysets import DisclosureQuerySet
from apps.search.places import line_of, section_of
from apps.search.query import Query

RANKED = 500
"""So many of the newest hits are put in order; nobody reads on beyond them."""


class Has(Func):
    """These grams are among those of the card."""

    template, arg_joiner, output_field = "%(expressions)s", " @@ ", BooleanField()


def matching(items: DisclosureQuerySet, query: Query) -> DisclosureQuerySet:
    """Of the items given, those in which every word stands; all of them when there is no word."""
    if query.is_empty:
        return items
    items = items.filter(Has(F("card__grams"), Cast(Value(query.tsquery), SearchQueryField())))
    for word in query.words:
        if not word.is_gram:
            items = items.filter(card__flat__contains=word.flat)
    return items


def best_first(items: DisclosureQuerySet, query: Query) -> list[int]:
    """The keys of the newest 500 items that match, best first: an item with the words in its title stands before one
    that has them in its summary, in its text, in its files; among equals the newest is the first."""
    found = matching(items, query).newest_first()
    if query.is_empty:
        return list(found.values_list("pk", flat=True)[:RANKED])
    distance = reduce(add, (section_of(line_of(pattern, F("card__flat"))) for pattern in query.patterns))
    placed = found.annotate(distance=distance).values_list("pk", "distance")[:RANKED]
    return [pk for pk, _distance in sorted(placed, key=lambda pair: pair[1])]
