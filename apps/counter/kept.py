"""What a browser keeps for a few minutes after somebody filed or opened a case.

It is kept in a signed cookie for the pages of the counter alone, and not in the session: a session has a row in the
database, and with somebody signed in that row would say who wrote the case. It runs out by itself, on the writer's
side by its age and on ours by its signature.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control


class Kept(Enum):
    """What is kept, and for how long."""

    RECEIPT = "counter_receipt", datetime.timedelta(minutes=10)
    """Code and secret. A telephone loads a page again when one comes back to it from the camera or from paper and pen:
    for ten minutes that does not cost the secret."""
    CASE = "counter_case", datetime.timedelta(minutes=30)
    """The code of the one case that was opened with its secret."""

    def __init__(self, cookie: str, age: datetime.timedelta) -> None:
        self.cookie, self.age = cookie, age


def keep(response: HttpResponse, what: Kept, value: Any) -> None:
    """Let the browser keep it, signed, for the pages of the counter."""
    response.set_cookie(
        what.cookie,
        signing.dumps(value, salt=what.cookie),
        max_age=what.age,
        path=reverse("counter:home"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def kept_in(request: HttpRequest, what: Kept) -> Any:
    """What this browser keeps; None when it is nothing, too old or not ours."""
    try:
        return signing.loads(request.COOKIES.get(what.cookie, ""), salt=what.cookie, max_age=what.age)
    except signing.BadSignature:
        return None


def forget(response: HttpResponse, what: Kept) -> None:
    """Let the browser keep it no longer."""
    response.delete_cookie(what.cookie, path=reverse("counter:home"))


def for_the_writer_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that no browser, proxy or search engine keeps."""

    @wraps(view)
    def private(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        response["X-Robots-Tag"] = "noindex"
        return response

    return private
