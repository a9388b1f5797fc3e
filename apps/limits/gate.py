"""A view that one client may ask only so often."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from apps.limits.clients import client_of
from apps.limits.counting import Allowance, allow

View = Callable[..., HttpResponseBase]


def limited(
    name: str,
    limit: int,
    window: datetime.timedelta,
    *,
    refuse: Callable[[str], HttpResponse] = lambda words: HttpResponse(words, content_type="text/plain; charset=utf-8"),
) -> Callable[[View], View]:
    """Let one client ask for views of this name `limit` times in a `window`, and say so in the RateLimit headers.

    Views of one name count together. What comes too often gets status 429 with the body that `refuse` makes of a
    sentence.
    """

    def decorator(view: View) -> View:
        @wraps(view)
        def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            allowance = allow(f"{name} {client_of(request)}", limit, window)
            response = view(request, *args, **kwargs) if allowance.is_allowed else refuse(_wait(allowance))
            if not allowance.is_allowed:
                response.status_code = 429
                response["Retry-After"] = allowance.seconds
            response["RateLimit-Limit"] = allowance.limit
            response["RateLimit-Remaining"] = allowance.remaining
            response["RateLimit-Reset"] = allowance.seconds
            return response

        return gate

    return decorator


def _wait(allowance: Allowance) -> str:
    return _("You asked more than %(limit)d times. Please wait %(seconds)d seconds.") % {
        "limit": allowance.limit,
        "seconds": allowance.seconds,
    }
