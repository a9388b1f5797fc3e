"""The page of one item, at its register number, for ever."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.board.comparison import public_changes
from apps.board.history import History
from apps.disclosures.daygrid import runs_of
from apps.disclosures.models import Disclosure
from apps.disclosures.publicity import period_of
from apps.disclosures.states import ON_BOARD, State


@require_safe
def item(request: HttpRequest, number: str) -> HttpResponse:
    """The kind's own page in the frame of the board. What the reader may not read does not exist for them."""
    year, serial = number.split("-")
    found = _found(request.user, register_year=int(year), register_serial=int(serial))
    period = period_of(found)
    context = {
        "frame": "board/item.html",
        "item": found,
        "shelf_slug": found.kind,
        "period": period,
        "skipped": runs_of(period.skipped) if period else [],
        "history": History(found, list(found.events.defer("detail")), period),
        "is_on_board": found.state in ON_BOARD,
        "is_withdrawn": found.state == State.WITHDRAWN,
        **_corrections(request.user, found),
    }
    return render(request, f"{found.kind}/detail.html", context)


def _found(reader: Any, **place: int) -> Disclosure:
    """The item as its kind, with what the page prints of the rows around it. Raises Http404."""
    slug = Disclosure.objects.visible_to(reader).filter(**place).values_list("kind", flat=True).first()
    model = Disclosure.kind_of(slug or "")
    if model is None:
        raise Http404
    near = model.objects.visible_to(reader).select_related("unit__parent", "school", "heading")
    return get_object_or_404(near, **place)


def _corrections(reader: Any, item: Disclosure) -> dict[str, Any]:
    """What it corrects and what corrects it, as far as this reader may read those."""
    readable = Disclosure.objects.visible_to(reader)
    corrected = readable.filter(pk=item.replaces_id).first() if item.replaces_id else None
    is_superseded = item.state == State.SUPERSEDED
    return {
        "corrected": corrected,
        "changes": public_changes(corrected, item) if corrected and item.state in ON_BOARD else [],
        "is_superseded": is_superseded,
        "correction": readable.on_board().filter(replaces=item.pk).first() if is_superseded else None,
    }
