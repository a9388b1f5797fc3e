"""Pages by key: the place in the list is the row it starts after, so that it costs the same on every page.

In either order `before` in an address leads down the list, to rows before a row in time or in rank; `after` leads up.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Self

from django.db.models import Q

from apps.disclosures.models import Disclosure
from apps.disclosures.querysets import DisclosureQuerySet
from apps.search.matching import RANKED, first
from apps.search.query import Query

PER_PAGE = 20
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
MICROSECOND = datetime.timedelta(microseconds=1)


class BrokenCursor(ValueError):
    """The address does not name a place in the list."""


@dataclass(frozen=True)
class Cursor:
    """A row's place: when it was posted (to the microsecond), then its key."""

    posted_at: datetime.datetime
    pk: int

    @classmethod
    def of(cls, item: Disclosure) -> Self:
        return cls(item.posted_at, item.pk)  # type: ignore[arg-type]  # what is listed was posted

    @classmethod
    def read(cls, text: str) -> Self:
        """The cursor in an address; raises BrokenCursor."""
        found = re.fullmatch(r"([0-9]{1,17})-([0-9]{1,18})", text)
        if not found:
            raise BrokenCursor(text)
        return cls(EPOCH + int(found[1]) * MICROSECOND, int(found[2]))

    def __str__(self) -> str:
        return f"{(self.posted_at - EPOCH) // MICROSECOND}-{self.pk}"

    @property
    def older(self) -> Q:
        return Q(posted_at__lte=self.posted_at) & (Q(posted_at__lt=self.posted_at) | Q(pk__lt=self.pk))

    @property
    def newer(self) -> Q:
        return Q(posted_at__gte=self.posted_at) & (Q(posted_at__gt=self.posted_at) | Q(pk__gt=self.pk))


@dataclass(frozen=True)
class Page:
    """Twenty rows, newest first, and the cursors of the pages beside it."""

    items: list[Disclosure]
    has_older: bool
    has_newer: bool

    size = PER_PAGE

    @property
    def older(self) -> Cursor | None:
        return Cursor.of(self.items[-1]) if self.items and self.has_older else None

    @property
    def newer(self) -> Cursor | None:
        return Cursor.of(self.items[0]) if self.items and self.has_newer else None


def page_of(items: DisclosureQuerySet, query: Query, before: Cursor | None = None, after: Cursor | None = None) -> Page:
    """The newest rows that match, or those before (older than) or after (newer than) a row of another page."""
    if after:
        nearest = first(items.filter(after.newer), query, PER_PAGE + 1, oldest=True)
        return Page(nearest[:PER_PAGE][::-1], has_older=True, has_newer=len(nearest) > PER_PAGE)
    if before:
        items = items.filter(before.older)
    found = first(items, query, PER_PAGE + 1)
    return Page(found[:PER_PAGE], has_older=len(found) > PER_PAGE, has_newer=bool(before))


@dataclass(frozen=True)
class RankedPage:
    """Twenty rows, the best first, and the keys by which the pages beside it are reached."""

    items: list[Disclosure]
    older: int | None
    newer: int | None
    is_cut: bool
    """The last page of a list that was ranked only in part."""

    size, most = PER_PAGE, RANKED


def ranked_page_of(
    items: DisclosureQuerySet, ranked: list[int], before: str | None = None, after: str | None = None
) -> RankedPage:
    """The best rows, or those below (before) or above (after) a key of another page; raises BrokenCursor."""
    if after is not None:
        stop = _place(ranked, after)
        start = max(stop - PER_PAGE, 0)
    else:
        start = _place(ranked, before) + 1 if before is not None else 0
        stop = start + PER_PAGE
    keys, has_more = ranked[start:stop], stop < len(ranked)
    found = items.in_bulk(keys)
    return RankedPage(
        [found[key] for key in keys if key in found],
        older=keys[-1] if has_more else None,
        newer=keys[0] if keys and start else None,
        is_cut=not has_more and len(ranked) == RANKED,
    )


def _place(ranked: list[int], key: str) -> int:
    try:
        return ranked.index(int(key))
    except ValueError as error:
        raise BrokenCursor(key) from error
