"""Lists of items, of one kind or of all: words, conditions, order and page in the address, nothing kept."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.board.entries import entries_of, rows
from apps.board.facets import Facets
from apps.board.filters import BEST, SORTS, Filters
from apps.board.paging import BrokenCursor, Cursor, Page, RankedPage, page_of, ranked_page_of
from apps.board.tries import tries
from apps.disclosures.models import Disclosure
from apps.disclosures.querysets import DisclosureQuerySet
from apps.search.matching import best_first


@dataclass(frozen=True)
class Order:
    """A way to sort the list, and the address that does."""

    label: Promise | str
    url: str
    is_current: bool


@require_safe
def listing(request: HttpRequest, kind: str = "") -> HttpResponse:
    """One view for every list; a kind that is not installed has none."""
    if kind and Disclosure.kind_of(kind) is None:
        raise Http404
    filters = Filters(request.GET, reader=request.user, kind=kind)
    items = Disclosure.objects.visible_to(request.user)
    facets = Facets(filters, items)
    facets.offer()
    page, broken = _page(request, filters, items if facets.total else items.none())
    context = {
        "shelf_slug": filters.chosen.get("kind", ""),
        "kind_name": filters.label("kind") if "kind" in filters.chosen else "",
        "is_search": "kind" not in filters.chosen,
        "heading": _heading(filters),
        "filters": filters,
        "facets": facets,
        "warnings": [*filters.remarks, *broken],
        "page": page,
        "entries": entries_of(page.items, filters.query),
        "older": page.older and filters.url(before=page.older),
        "newer": page.newer and filters.url(after=page.newer),
        "orders": _orders(filters),
        "tries": [] if page.items else tries(filters, items),
        "canonical": filters.url(),
    }
    return render(request, "board/list.html", context)


def _heading(filters: Filters) -> str:
    """What the list is: the words, the kind, or all items."""
    names = {name: filters.label(name) for name in ("q", "kind") if name in filters.chosen}
    if len(names) == 2:
        return _("Search for %(q)s under %(kind)s") % names
    if "q" in names:
        return _("Search for %(q)s") % names
    return names.get("kind") or _("All items")


def _orders(filters: Filters) -> list[Order]:
    """Both orders, when there are words to match."""
    if "q" not in filters.chosen:
        return []
    return [Order(label, filters.url(sort=name), filters.is_best_first == (name == BEST)) for name, label in SORTS]


def _page(request: HttpRequest, filters: Filters, items: DisclosureQuerySet) -> tuple[Page | RankedPage, list[str]]:
    """The page the address leads to; the first one, and a sentence, when it leads to none."""
    places = {name: request.GET[name] for name in ("before", "after") if name in request.GET}
    try:
        page = _page_at(filters, items, places)
        is_found = bool(page.items or not places)
    except BrokenCursor:
        is_found = False
    if is_found:
        return page, []
    said = _("This address does not lead to a page of the list, so you see its first page.")
    return _page_at(filters, items, {}), [said]


def _page_at(filters: Filters, items: DisclosureQuerySet, places: dict[str, str]) -> Page | RankedPage:
    listed = filters.narrow(items, q="")
    if filters.is_best_first:
        return ranked_page_of(rows(listed), best_first(listed, filters.query), **places)
    return page_of(rows(listed), filters.query, **{name: Cursor.read(place) for name, place in places.items()})
