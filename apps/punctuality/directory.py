"""The directory of a school: the classes of the catalogue, each matter with its words and its duties of a term."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from apps.board.portal import midnight
from apps.catalogue.models import Heading
from apps.disclosures.models import Disclosure
from apps.duties.choosing import choices_of
from apps.punctuality.asking import Asked
from apps.punctuality.cells import Cell
from apps.punctuality.when import When, when_due

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """A matter; `posted` is how many items of the term this reader may read under it."""

    heading: Heading
    when: When
    cells: list[Cell]
    posted: int
    url: str
    """The list of its items, if there is one to read."""


@dataclass(frozen=True)
class Section:
    """A class of the catalogue."""

    code: str
    title: str
    rows: list[Row]


def sections_of(asked: Asked, cells: list[Cell], reader: Any) -> list[Section]:
    """The classes in their order, in three queries; with a condition only the matters that have such a duty."""
    by_heading = defaultdict(list)
    for cell in cells:
        if asked.shown_condition in ("", cell.condition):
            by_heading[cell.duty.heading_id].append(cell)
    rows = [row for row in _rows(asked, by_heading, reader) if row.cells or not asked.shown_condition]
    classes = groupby(rows, key=lambda row: row.heading.code[:2])
    return [Section(code, found[0].heading.section_title, found) for code, group in classes if (found := list(group))]


def _rows(asked: Asked, cells: dict[int, list[Cell]], reader: Any) -> list[Row]:
    choices = choices_of(asked.shown_school) if asked.shown_school else {}
    posted, day = _posted(asked, reader), _day(asked)
    return [
        Row(
            heading,
            when_due(heading, choices.get(heading.pk, []), day),
            cells.get(heading.pk, []),
            posted.get(heading.pk, 0),
            _list_of(heading, asked) if heading.pk in posted else "",
        )
        for heading in Heading.objects.filter(Q(is_active=True) | Q(pk__in=list(cells)))
    ]


def _day(asked: Asked) -> datetime.date:
    """The day whose rules are told: today, or the last day of a term that is over."""
    today = timezone.localdate()
    return min(today, asked.shown_term.ends_on) if asked.shown_term else today


def _posted(asked: Asked, reader: Any) -> dict[int, int]:
    """How many items that this reader may read were posted in the term, by heading."""
    items = Disclosure.objects.visible_to(reader).on_board().filter(school=asked.shown_school)
    if asked.shown_term:
        first, after = asked.shown_term.starts_on, asked.shown_term.ends_on + ONE_DAY
        items = items.filter(posted_at__gte=midnight(first), posted_at__lt=midnight(after))
    if asked.shown_unit:
        items = items.filter(unit=asked.shown_unit)
    return dict(items.order_by().values_list("heading").annotate(Count("pk")))


def _list_of(heading: Heading, asked: Asked) -> str:
    assert asked.shown_school is not None
    query = {"heading": heading.code} | ({"unit": str(asked.shown_school.pk)} if asked.is_among_several else {})
    return reverse("board:search", query=query)
