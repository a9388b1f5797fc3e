"""The public directory: every heading in use, and the latest item of each that this reader may read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.catalogue.models import Heading
from apps.disclosures.models import Disclosure
from apps.pages.timing import time_limit

SHOWN = ("heading_id", "title", "posted_at", "register_year", "register_serial", "unit__name")


@dataclass(frozen=True)
class Row:
    """A heading as readers see it."""

    heading: Heading
    time_limit: str
    latest: Disclosure | None


@dataclass(frozen=True)
class Section:
    """A class of the catalogue."""

    code: str
    title: str
    rows: list[Row]


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/directory.html", {"sections": sections_for(request.user)})


def sections_for(reader: Any) -> list[Section]:
    """The classes with their headings, in two queries."""
    headings = list(Heading.objects.filter(is_active=True).annotate(latest_pk=_latest(reader)))
    items = Disclosure.objects.visible_to(reader).filter(pk__in={heading.latest_pk for heading in headings} - {None})
    latest = {item.heading_id: item for item in items.select_related("unit").only(*SHOWN)}
    rows = [Row(heading, time_limit(heading), latest.get(heading.pk)) for heading in headings]
    classes = groupby(rows, key=lambda row: row.heading.code[:2])
    return [Section(code, found[0].heading.section_title, found) for code, group in classes if (found := list(group))]


def _latest(reader: Any) -> Subquery:
    """The key of the newest item on the board under a heading, of those that this reader may read."""
    items = Disclosure.objects.visible_to(reader).on_board().filter(heading=OuterRef("pk")).newest_first()
    return Subquery(items.values("pk")[:1])
