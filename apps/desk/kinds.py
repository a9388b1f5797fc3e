"""Items together with their kind's own row, and the empty forms of the kinds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from apps.disclosures.addresses import form_address
from apps.disclosures.models import Disclosure

LIMIT = 20
"""Most rows of a list on the desk: each row asks the kind's own rules."""


def with_kinds(items: list[Disclosure]) -> list[Disclosure]:
    """The items, each with its kind's row already read: one query for a kind, not one for an item.

    An item that lost its kind's row (somebody deleted it with psql) is left out.
    """
    keys = defaultdict(list)
    for item in items:
        keys[item.kind].append(item.pk)
    rows = {}
    for slug, asked in keys.items():
        kind = Disclosure.kind_of(slug)._default_manager
        rows |= kind.select_related("unit__parent__parent", "school", "heading", "replaces").in_bulk(asked)
    whole = [item for item in items if item.pk in rows]
    for item in whole:
        item.specific = rows[item.pk]
    return whole


@dataclass(frozen=True)
class Blank:
    """An empty form of a kind."""

    name: str
    glyph: str
    address: str


def blanks() -> list[Blank]:
    """Where a new item of each kind is drafted, in the order of the board."""
    return [Blank(kind.kind_name(), kind.glyph, form_address(kind)) for kind in Disclosure.kinds()]
