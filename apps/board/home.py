"""The board."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.board.entries import Entry, entries_of, rows
from apps.board.facets import MOST
from apps.board.portal import Portal
from apps.board.tallies import capped, tallies
from apps.disclosures.models import Disclosure
from apps.disclosures.publicity import Period, periods_of

IN_STRIP = 6
LATEST = 9


@dataclass(frozen=True)
class InPublicity:
    """An item whose period runs: the row and its days."""

    entry: Entry
    period: Period


@dataclass(frozen=True)
class Strip:
    """The items whose period closes first."""

    items: list[InPublicity]
    has_more: bool

    @property
    def shown(self) -> str:
        return f"{len(self.items)}+" if self.has_more else str(len(self.items))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Kinds, what is in its publicity period, and what was posted last."""
    portal = Portal()
    listed = Disclosure.objects.visible_to(request.user).on_board().newest_first()
    count = listed[: MOST + 1].count()
    context = {
        "portal": portal,
        "tallies": tallies(request.user, portal.shelves, portal.term),
        "strip": _strip(request.user),
        "entries": entries_of(rows(listed)[:LATEST]),
        "count": count,
        "shown": capped(count, MOST),
    }
    return render(request, "board/home.html", context)


def _strip(reader: Any) -> Strip:
    nearest = Disclosure.objects.visible_to(reader).in_publicity().order_by("publicity_ends_at", "id")
    found = list(rows(nearest, "publicity_starts_on", "publicity_days")[: IN_STRIP + 1])
    shown = found[:IN_STRIP]
    parts = zip(entries_of(shown), periods_of(shown), strict=True)
    items = [InPublicity(entry, period) for entry, period in parts if period]
    return Strip(items, has_more=len(found) > IN_STRIP)
