"""What a disclosure guide must tell and what changes (Art. 12): read from the data, so that it is never out of date."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from apps.cases.types import TYPES, Type
from apps.catalogue.models import Heading
from apps.duties.choosing import choices_of, stretch_at, stretches
from apps.duties.models import Choice
from apps.duties.rhythms import Rhythm
from apps.pages.rosters import Place, places


@dataclass(frozen=True)
class Class:
    """A class of the catalogue, and how many matters of it are in use."""

    code: str
    title: str
    count: int


@dataclass(frozen=True)
class Standing:
    """What holds today."""

    classes: list[Class]
    rhythms: list[tuple[str, int]]
    places: list[Place]
    days: int
    """Working days until an application for disclosure is answered."""

    @property
    def count(self) -> int:
        return sum(found.count for found in self.classes)


def standing() -> Standing:
    """The classes, the rhythms, the contacts and the time limit as they are now, in five queries at most."""
    headings, found = list(Heading.objects.filter(is_active=True).defer("basis", "note")), places()
    return Standing(_classes(headings), _rhythms(headings, found), found, TYPES[Type.APPLICATION].days)


def _classes(headings: list[Heading]) -> list[Class]:
    grouped = groupby(headings, key=lambda heading: heading.code[:2])
    return [Class(code, those[0].section_title, len(those)) for code, group in grouped if (those := list(group))]


def _rhythms(headings: list[Heading], found: list[Place]) -> list[tuple[str, int]]:
    """How many matters follow each rhythm: as the school chose; where there are several, as the catalogue has it."""
    schools = [place.unit for place in found if place.is_school]
    choices: dict[int, list[Choice]] = choices_of(schools[0]) if len(schools) == 1 else {}
    today = timezone.localdate()
    counted = Counter(
        stretch_at(stretches(heading, choices.get(heading.pk, [])), today).timing.rhythm for heading in headings
    )
    return [(rhythm.label, counted[rhythm]) for rhythm in Rhythm if counted[rhythm]]
