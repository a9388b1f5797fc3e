"""The public register of replies, and the page of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.board.paging import BrokenCursor, Cursor, Page
from apps.cases.models import Publication
from apps.replies.extensions import reasons_for_more_time
from apps.replies.filters import Filters
from apps.replies.paging import Replies, page_of
from apps.replies.rows import rows


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every published reply that this reader may read, the newest first."""
    filters = Filters(request.GET, reader=request.user)
    replies = filters.narrow(rows(Publication.objects.visible_to(request.user)))
    page, broken = _page(request, replies)
    context = {
        "conditions": filters,
        "page": page,
        "older": page.older and filters.url(before=page.older),
        "newer": page.newer and filters.url(after=page.newer),
        "warnings": [*filters.remarks, *broken],
        "is_replies": True,
    }
    return render(request, "replies/register.html", context)


def _page(request: HttpRequest, replies: Replies) -> tuple[Page, list[str]]:
    """The page the address leads to; the first one, and a sentence, when it leads to none."""
    try:
        places = {name: Cursor.read(request.GET[name]) for name in ("before", "after") if name in request.GET}
        page = page_of(replies, **places)
        is_found = bool(page.items or not places)
    except BrokenCursor:
        is_found = False
    if is_found:
        return page, []
    return page_of(replies), [_("This address does not lead to a page of the list, so you see its first page.")]


@require_safe
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """One reply. Of a hidden one only the reason and the days are left."""
    found = get_object_or_404(rows(Publication.objects.visible_to(request.user)), pk=pk)
    is_told = found.case.extended_days and not found.case.hidden_for
    context = {
        "reply": found,
        "is_extended": is_told,
        "reasons": reasons_for_more_time(found.case) if is_told else [],
        "is_replies": True,
    }
    return render(request, "replies/reply.html", context)
