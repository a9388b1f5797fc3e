"""The list of a kind: filters and pages in the address, nothing kept."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.board.entries import entries_of, rows
from apps.board.filters import Filters
from apps.board.paging import BrokenCursor, Cursor, page_of
from apps.board.portal import Portal
from apps.board.tallies import tallies
from apps.disclosures.models import Disclosure


@require_safe
def listing(request: HttpRequest, kind: str) -> HttpResponse:
    """One view for every kind; a kind that is not installed has no list."""
    portal = Portal()
    shelf = next((shelf for shelf in portal.shelves if shelf.slug == kind), None)
    if shelf is None:
        raise Http404
    filters = Filters(request, portal, shelf)
    cursors, warnings = _cursors(request)
    items = filters.narrow(Disclosure.objects.visible_to(request.user).filter(kind=kind))
    page = page_of(rows(items), **cursors)
    context = {
        "portal": portal,
        "shelf": shelf,
        "shelf_slug": shelf.slug,
        "tally": tallies(request.user, [shelf], portal.term)[0],
        "filters": filters,
        "warnings": filters.unknown + warnings,
        "page": page,
        "entries": entries_of(page.items),
        "older": page.older and filters.address(before=page.older),
        "newer": page.newer and filters.address(after=page.newer),
    }
    return render(request, "board/list.html", context)


def _cursors(request: HttpRequest) -> tuple[dict[str, Cursor], list[str]]:
    """Where the page begins, and a sentence when the address does not say it rightly."""
    try:
        return {name: Cursor.read(request.GET[name]) for name in ("before", "after") if name in request.GET}, []
    except BrokenCursor:
        return {}, [_("This address does not lead to a page of the list, so you see the newest items.")]
