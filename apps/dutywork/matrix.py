"""The matrix of responsibilities of a school: every matter in every unit that owes it, and who has its three parts."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from apps.accounts.models import User
from apps.catalogue.models import Heading
from apps.duties.models import Part, Responsibility
from apps.duties.owners import owners_of
from apps.duties.people import Holder, Holders, Place, abandoned, holders_at, left
from apps.organization.models import Unit


@dataclass(frozen=True)
class Cell:
    """A part of a row: who has it, and who was entered for it and has left."""

    part: Part
    holder: Holder | None
    gone: Responsibility | None

    @property
    def label(self) -> Promise | str:
        return self.part.label

    @property
    def is_by_role(self) -> bool:
        return self.holder is not None and not self.holder.is_named

    @property
    def is_open(self) -> bool:
        """Somebody has to be entered: nobody is found, or who was entered has left."""
        return self.holder is None or self.gone is not None


@dataclass(frozen=True)
class Row:
    """A matter in a unit."""

    heading: Heading
    unit: Unit
    cells: list[Cell]

    @property
    def address(self) -> str:
        return reverse("dutywork:parts", args=[self.heading.code, self.unit.pk])

    @property
    def is_open(self) -> bool:
        return any(cell.is_open for cell in self.cells)

    @property
    def is_by_role(self) -> bool:
        return any(cell.is_by_role for cell in self.cells)

    @property
    def is_away(self) -> bool:
        return any(cell.holder and cell.holder.absence for cell in self.cells)


def rows_of(school: Unit, on: datetime.date | None = None) -> list[Row]:
    """All rows on a day (today), in the order of the catalogue; in so many queries whatever their number."""
    on, owners = on or timezone.localdate(), owners_of(school)
    pairs = [(h, unit) for h in Heading.objects.filter(is_active=True) for unit in owners.get(h.pk, [school])]
    places = {(heading.pk, unit.pk): Place(heading.pk, unit.pk, school.pk) for heading, unit in pairs}
    holders, gone = holders_at(places.values(), on), _gone(school, on)
    return [
        Row(heading, unit, _cells(holders[places[heading.pk, unit.pk]], gone[heading.pk, unit.pk]))
        for heading, unit in pairs
    ]


def _gone(school: Unit, on: datetime.date) -> dict[tuple[int, int], dict[str, Responsibility]]:
    found: dict[tuple[int, int], dict[str, Responsibility]] = defaultdict(dict)
    for row in left(school, on):
        found[row.heading_id, row.unit_id][row.part] = row
    return found


def _cells(holders: Holders, gone: dict[str, Responsibility]) -> list[Cell]:
    return [Cell(part, getattr(holders, part), gone.get(part)) for part in Part]


@dataclass(frozen=True)
class Abandoned:
    """A matter in a unit whose handler left, and how many of its duties are still to be disclosed."""

    heading: Heading
    unit: Unit
    person: User
    duties: int

    @property
    def address(self) -> str:
        return reverse("dutywork:parts", args=[self.heading.code, self.unit.pk])


def abandoned_in(schools: Iterable[Unit]) -> list[Abandoned]:
    """What handlers left behind in these schools; matters without an open duty wait for nobody today."""
    on, found = timezone.localdate(), []
    for school in schools:
        counted = _open_duties(school, on)
        handled = left(school, on).filter(part=Part.HANDLER).select_related("heading", "unit__parent")
        rows = [(row, counted.get((row.heading_id, row.unit_id), 0)) for row in handled]
        found += [Abandoned(row.heading, row.unit, row.person, number) for row, number in rows if number]
    return found


def _open_duties(school: Unit, on: datetime.date) -> dict[tuple[int, int], int]:
    """How many duties of each matter and unit lost their handler."""
    counted: dict[tuple[int, int], int] = defaultdict(int)
    for key in abandoned(school, on).order_by().values_list("heading", "unit"):
        counted[key] += 1
    return counted
