"""How much of each kind is on the board. Nothing large is counted exactly."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import cached_property

from apps.board.portal import CurrentTerm, Shelf
from apps.disclosures.models import Disclosure

MOST = 99
"""Counting stops after this many."""


def capped(count: int, most: int) -> str:
    """12, or 10,000+ for one more than are counted."""
    return f"{number_format(most, force_grouping=True)}+" if count > most else number_format(count, force_grouping=True)


@dataclass(frozen=True)
class Tally:
    """The newest items of a kind, at most one more than are counted."""

    shelf: Shelf
    posted: list[datetime.datetime]
    term: CurrentTerm | None

    @cached_property
    def count(self) -> int:
        """Posted this term; all of them when no term covers today."""
        if not self.term:
            return len(self.posted)
        begins_at = self.term.begins_at
        return sum(1 for at in self.posted if at >= begins_at)

    @property
    def shown(self) -> str:
        return capped(self.count, MOST)

    @property
    def last(self) -> datetime.datetime | None:
        return self.posted[0] if self.posted else None


def tallies(reader: Any, shelves: list[Shelf], term: CurrentTerm | None) -> list[Tally]:
    """One for each kind, in one query that reads at most a hundred index entries of each."""
    if not shelves:
        return []
    newest, *others = (_newest(reader, shelf.slug) for shelf in shelves)
    posted: dict[str, list[datetime.datetime]] = {shelf.slug: [] for shelf in shelves}
    for slug, at in newest.union(*others, all=True) if others else newest:
        posted[slug].append(at)
    return [Tally(shelf, sorted(posted[shelf.slug], reverse=True), term) for shelf in shelves]


def _newest(reader: Any, slug: str) -> Any:
    items = Disclosure.objects.visible_to(reader).on_board().filter(kind=slug).newest_first()
    return items.values_list("kind", "posted_at")[: MOST + 1]
