"""Writing the cards: what an item says, line by line, with the grams of every line."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from itertools import chain

from apps.disclosures.folding import fold
from apps.disclosures.models import Disclosure
from apps.disclosures.states import ON_BOARD, State
from apps.search.grams import flat, grams, runs_of
from apps.search.hits import day_grams
from apps.search.models import Card
from apps.search.text import Text, texts_of

LISTED = (*ON_BOARD, State.WITHDRAWN)
"""States in which an item stands in some list."""
LONGEST_LINE, OVERLAP = 2_000, 200
"""Characters; a longer line is cut into pieces that overlap by as much as anybody can type."""
MOST_GRAMS = 1_000_000
"""Bytes of grams that fit into a row of PostgreSQL; of a longer text the end is not found."""


def follow(item: Disclosure) -> None:
    """Write the card of an item, given as its kind, as its state wants it; none when it stands in no list."""
    if item.state in LISTED:
        write([item])
    else:
        Card.objects.filter(pk=item.pk).delete()


def write(items: list[Disclosure]) -> None:
    """Make the cards of items of one kind, or make them again."""
    told = zip(items, texts_of(items), strict=True)
    cards = [card_of(item.pk, item.posted_at, text) for item, text in told]  # type: ignore[arg-type]  # all are posted
    columns = [field.name for field in Card._meta.concrete_fields if not field.primary_key]
    Card.objects.bulk_create(cards, update_conflicts=True, unique_fields=["disclosure"], update_fields=columns)


def card_of(pk: int, posted_at: datetime.datetime, text: Text) -> Card:
    """The card of an item with this text, posted then."""
    lines: list[str] = []
    sections = []
    for part in ([text.title], text.head, text.body, *([name, *words.splitlines()] for name, words in text.files)):
        sections.append(len(lines) + 1)
        lines += _pieces(part)
    runs = [runs_of(fold(line)) for line in lines]
    return Card(
        disclosure_id=pk,
        text="\n".join(lines),
        flat="\n".join(map(flat, runs)),
        grams=" ".join(f"'{gram}'" for gram in _fitting(day_grams(posted_at), *map(grams, runs))),
        sections=sections[1:],
        files=[name for name, _words in text.files],
    )


def _pieces(paragraphs: Iterable[str]) -> Iterator[str]:
    """The lines of the paragraphs, without empty ones, each of a length that can be shown and compared."""
    for line in "\n".join(paragraphs).splitlines():
        if words := " ".join(line.split()):
            starts = range(0, max(len(words) - OVERLAP, 1), LONGEST_LINE - OVERLAP)
            yield from (words[start : start + LONGEST_LINE] for start in starts)


def _fitting(*found: Iterable[str]) -> Iterator[str]:
    """Each gram once, as many as fit."""
    left = MOST_GRAMS
    for gram in dict.fromkeys(chain(*found)):
        left -= len(gram.encode())
        if left < 0:
            return
        yield gram
