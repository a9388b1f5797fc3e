"""The page of one item, at its register number, for ever."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from apps.board.history import History
from apps.board.versions import versions_of
from apps.disclosures.daygrid import runs_of
from apps.disclosures.models import Disclosure
from apps.disclosures.publicity import period_of
from apps.disclosures.states import ON_BOARD, State


@require_safe
def item(request: HttpRequest, number: str) -> HttpResponse:
    """The kind's own page in the frame of the board. What the reader may not read does not exist for them."""
    found = item_at(request.user, number)
    if number != found.number:
        return redirect(found, permanent=True)
    period = period_of(found)
    versions = versions_of(found, request.user)
    context = {
        "frame": "board/item.html",
        "item": found,
        "shelf_slug": found.kind,
        "period": period,
        "skipped": runs_of(period.skipped) if period else [],
        "history": History(found, list(found.events.defer("detail")), period),
        "versions": versions,
        "version": next(version for version in versions if version.is_this),
        "latest": versions[0],
        "is_on_board": found.state in ON_BOARD,
        "is_withdrawn": found.state == State.WITHDRAWN,
        "is_superseded": found.state == State.SUPERSEDED,
    }
    return render(request, f"{found.kind}/detail.html", context)


def item_at(reader: Any, number: str) -> Disclosure:
    """The item at a register number, as its kind, with what the page prints of the rows around it. Raises Http404."""
    year, serial = map(int, number.split("-"))
    place = {"register_year": year, "register_serial": serial}
    slug = Disclosure.objects.visible_to(reader).filter(**place).values_list("kind", flat=True).first()
    model = Disclosure.kind_of(slug or "")
    if model is None:
        raise Http404
    near = model.objects.visible_to(reader).select_related("unit__parent__parent", "school", "heading")
    return get_object_or_404(near, **place)
