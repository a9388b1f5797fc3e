"""What a list can be narrowed by: the options of each condition, and the items each of them stands for."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from apps.board.portal import Portal, midnight
from apps.calendars.models import Term
from apps.catalogue.models import Audience, Heading
from apps.disclosures import badges
from apps.disclosures.audience import audiences_of
from apps.disclosures.models import Register
from apps.disclosures.querysets import publicity_runs
from apps.disclosures.states import ON_BOARD, State
from apps.organization.models import Unit

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Option:
    """Its words as a reader chooses them, its items, and the marks of a row that is one of them (facets.py)."""

    label: str
    where: Q
    marks: tuple[Any, ...]


Options = dict[str, Option]
"""By the value that stands in an address."""


def kinds() -> Options:
    return {shelf.slug: Option(shelf.name, Q(kind=shelf.slug), (shelf.slug,)) for shelf in Portal().shelves}


def years() -> Options:
    """The years in which something was posted."""
    given = Register.objects.order_by("-year").values_list("year", flat=True)
    return {str(year): Option(str(year), Q(posted_at__year=year), (str(year),)) for year in given}


def terms() -> Options:
    """Terms of one name are one option, each with its own days in its own school; the latest first."""
    named: dict[str, list[Term]] = defaultdict(list)
    for term in Term.objects.order_by("-starts_on", "id"):
        named[term.name].append(term)
    found = {str(min(term.pk for term in group)): (name, group) for name, group in named.items()}
    return {value: Option(name, _in_terms(group), (value,)) for value, (name, group) in found.items()}


def _in_terms(group: list[Term]) -> Q:
    """From midnight before the first day to midnight after the last; schools of the same days are asked together."""
    schools: dict[tuple[datetime.date, datetime.date], list[int]] = defaultdict(list)
    for term in group:
        schools[term.starts_on, term.ends_on + ONE_DAY].append(term.school_id)
    where = Q()
    for (first, after), keys in schools.items():
        where |= Q(school__in=keys, posted_at__gte=midnight(first), posted_at__lt=midnight(after))
    return where


def units() -> Options:
    """A school stands for itself and its departments; among several schools a department carries its school's name."""
    found = list(Unit.objects.select_related("parent__parent"))
    has_schools = sum(unit.level == Unit.Level.SCHOOL for unit in found) > 1
    below: dict[int, list[int]] = defaultdict(list)
    for unit in found:
        for key in unit.lineage:
            below[key].append(unit.pk)
    return {
        str(unit.pk): Option(_unit_name(unit, has_schools), Q(unit__in=below[unit.pk]), tuple(below[unit.pk]))
        for unit in found
    }


def _unit_name(unit: Unit, has_schools: bool) -> str:
    return f"{unit.parent} {unit}" if has_schools and unit.level == Unit.Level.DEPARTMENT else unit.name


def headings() -> Options:
    """By their code, which never changes."""
    found = Heading.objects.only("code", "name", "name_en")
    return {heading.code: Option(str(heading), Q(heading=heading), (heading.pk,)) for heading in found}


def states() -> Options:
    """The badges of posted items; an item may wear two of them."""
    over = Q(state__in=ON_BOARD, publicity_ends_at__lte=timezone.now())
    found = {
        badges.LIVE: publicity_runs(),
        badges.ENDED: over,
        badges.CORRECTED: Q(state__in=ON_BOARD, replaces__isnull=False),
        badges.WITHDRAWN: Q(state=State.WITHDRAWN),
    }
    return {badge.name: Option(str(badge.label), where, (badge.name,)) for badge, where in found.items()}


def audiences(reader: Any) -> Options:
    """Public, and the inside audiences this reader belongs to; none for a reader of public items only."""
    inside = {audience for audience, _unit in audiences_of(reader)}
    offered = [audience for audience in Audience if audience in inside or (inside and audience == Audience.PUBLIC)]
    return {
        audience.value: Option(str(audience.label), Q(audience=audience), (audience.value,)) for audience in offered
    }


SOURCES: dict[str, Callable[[], Options]] = {
    "kind": kinds,
    "year": years,
    "term": terms,
    "unit": units,
    "heading": headings,
    "state": states,
}
