"""What every answer of the API has in common: a limit, an ETag, open doors for other sites, errors in sentences."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page

from apps.limits.gate import limited

LIMIT, WINDOW = 120, datetime.timedelta(minutes=1)
READ_BY_SCRIPTS = "ETag, Link, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset"

View = Callable[..., HttpResponseBase]


def trouble(sentence: str, status: int = 400, details: list[str] | None = None) -> JsonResponse:
    """An error as the API tells it."""
    body = {"error": sentence, "details": details or []}
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def gated(view: View) -> View:
    """The view as part of the API: read only, counted, with an ETag, and open to scripts of other sites.

    The middleware that knows ETags stands outside: its 304 would lose the headers by which a script may read it.
    """
    counted = limited("api", LIMIT, WINDOW, refuse=lambda words: trouble(words, 429))(conditional_page(view))

    @wraps(view)
    def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = _answered(counted, request, *args, **kwargs)
        if not request.user.is_authenticated:
            _open(response)
        response["X-Robots-Tag"] = "noindex"
        return response

    gate.csrf_exempt = True  # type: ignore[attr-defined]  # nothing is written here: what is not read is refused
    return gate


def _answered(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": "GET, HEAD, OPTIONS"})
    if request.method not in ("GET", "HEAD"):
        response = trouble(_("Data can only be read here, with GET."), 405)
        response["Allow"] = "GET, HEAD, OPTIONS"
        return response
    asked, request.method = request.method, "GET"  # of an answer to HEAD the server sends the headers only
    response = view(request, *args, **kwargs)
    request.method = asked
    return response


def _open(response: HttpResponseBase) -> None:
    """For scripts anywhere, who see what anybody sees; never for an answer made for a person."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Allow-Headers"] = "If-None-Match, Accept-Language"
    response["Access-Control-Expose-Headers"] = READ_BY_SCRIPTS
    response["Access-Control-Max-Age"] = "86400"


def missing(request: HttpRequest, **path: str) -> HttpResponseBase:
    """An address below the API that is none."""
    return trouble(_("There is nothing at this address. The API is described at /api/."), 404)
