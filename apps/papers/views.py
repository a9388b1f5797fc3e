"""Papers, QR codes and photos of the wall, for whoever may read their item."""

from __future__ import annotations

import datetime
import io
from typing import Any

from csp.constants import NONE
from csp.decorators import csp_replace
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.board.items import item_at
from apps.disclosures.addresses import absolute
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.limits.gate import limited
from apps.papers.composing import INK, qr_code
from apps.papers.making import paper_of
from apps.papers.models import Paper, Posting
from apps.papers.printing import NotPrinted
from apps.papers.weeks import Week, board_of, items_of

sparingly = limited("papers", 120, datetime.timedelta(minutes=10))
"""A paper that nobody asked for before takes a second of the machine."""


@require_safe
@sparingly
def paper(request: HttpRequest, number: str, paper_format: str) -> HttpResponseBase:
    """A poster or the full text as PDF, or a page that says what to do without it."""
    item = item_at(request.user, number)
    try:
        found = paper_of(item, paper_format, request.user)
    except NotPrinted:
        return unavailable(request, item.get_absolute_url())
    return served(request, found, f"{item.number}-{paper_format}.pdf")


@require_safe
@sparingly
def week(request: HttpRequest) -> HttpResponseBase:
    """Everything that hangs on the wall in a week, as one PDF."""
    try:
        wanted = Week.read(request.GET["week"]) if "week" in request.GET else Week.current()
    except ValueError:
        return no_week(request, _("This is not a week. Write year and number, such as 2026-W47."), 400)
    if wanted.is_to_come:
        return no_week(request, _("This week is still to come."), 404)
    items = items_of(wanted)
    if not items:
        return no_week(request, _("In this week nothing was posted, and nothing was in its publicity period."), 404)
    try:
        return served(request, board_of(wanted, items), f"{wanted}.pdf")
    except NotPrinted:
        return unavailable(request, "/")


@require_safe
def qr(request: HttpRequest, number: str) -> HttpResponse:
    """The address of the item as a QR code."""
    item, drawing = item_at(request.user, number), io.BytesIO()
    code = qr_code(absolute(item.get_absolute_url()))
    code.save(drawing, kind="svg", border=2, dark=INK, light="#fff", omitsize=True, svgclass=None, lineclass=None)
    return HttpResponse(drawing.getvalue(), content_type="image/svg+xml")


@require_safe
@csp_replace({"default-src": [NONE], "sandbox": True})
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The photo of a posting, through the door of its item; a struck record only for who works on it."""
    posting = _posting(request.user, pk)
    try:
        response = FileResponse(posting.photo.open("rb"), content_type="image/jpeg")
    except FileNotFoundError as error:
        raise Http404 from error
    response["X-Content-Type-Options"], response["Cache-Control"] = "nosniff", "private, no-cache"
    return response


def served(request: HttpRequest, found: Paper, name: str) -> HttpResponseBase:
    """The file, or that the browser has it already; asked for anew each time, for it may be withdrawn."""
    etag = f'"{found.digest}"'
    response = get_conditional_response(request, etag=etag, response=None)
    if response is None:
        response = FileResponse(found.file.open("rb"), filename=name, content_type="application/pdf")
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def unavailable(request: HttpRequest, back: str) -> HttpResponse:
    return render(request, "papers/unavailable.html", {"back": back}, status=503)


def no_week(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return render(request, "papers/no_week.html", {"why": why, "current": Week.current()}, status=status)


def _posting(reader: Any, pk: int) -> Posting:
    readable = Disclosure.objects.visible_to(reader).exclude(state=State.WITHDRAWN)
    for items, kept in ((readable, {"struck_at": None}), (Disclosure.objects.workable_by(reader), {})):
        item = items.filter(postings=pk).first()
        if item and (posting := item.postings.filter(pk=pk, **kept).exclude(photo="").first()):
            return posting
    raise Http404
