"""What goes for every answer, whichever view gave it: how it is packed, who may keep it, that a no is in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.decorators import sync_only_middleware
from django.views.defaults import bad_request

Answering = Callable[[HttpRequest], HttpResponseBase]

TEXT = re.compile(r"text/|application/(?:[\w.-]+\+)?(?:json|xml|javascript)\b|image/svg\+xml")
"""Types worth packing; a PDF, a picture or a workbook is packed already."""
MOST_DRAINED = 200 * 1024**2


class Packing(GZipMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Text goes over the wire packed, everything else as it is."""
        is_text = TEXT.match(response.get("Content-Type", ""))
        return super().process_response(request, response) if is_text else response


@sync_only_middleware
def keeping(answer: Answering) -> Answering:
    """Nobody in between keeps a page for another reader; of who is signed in, not even the browser does."""

    def kept(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        patch_vary_headers(response, ["Cookie"])
        if settings.SESSION_COOKIE_NAME in (*request.COOKIES, *response.cookies):
            patch_cache_control(response, private=True, no_store=True)
        elif not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return kept


@sync_only_middleware
def refusing(answer: Answering) -> Answering:
    """A method that an address does not take is refused in words, too."""

    def refused(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            page = render(request, "405.html", status=405)
            page["Allow"] = response["Allow"]
            return page
        return response

    return refused


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent is too much, with a way back to the form; or cannot be read at all."""
    if not isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return bad_request(request, exception)
    _drain(request)
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2
    return render(request, "413.html", {"limit": limit}, status=413)


def _drain(request: HttpRequest) -> None:
    """Take in the rest of what is being sent: a browser that is cut off while it sends never reads the answer."""
    left = MOST_DRAINED
    with suppress(OSError, ValueError):
        while left > 0 and (piece := request.read(64 * 1024)):
            left -= len(piece)
