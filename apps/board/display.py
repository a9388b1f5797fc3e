"""How a reader wants pages to look: theme, size of the text, language. Kept in cookies, set by plain links."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

COOKIES = {"theme": "theme", "size": "size", "lang": settings.LANGUAGE_COOKIE_NAME}
CHOICES = {
    "theme": ("dark", "light"),
    "size": ("large",),
    "lang": tuple(code for code, _name in settings.LANGUAGES),
}
DEFAULTS = {"auto", "normal"}
"""Words that forget the choice."""
A_YEAR = 365 * 24 * 60 * 60


def chosen(request: HttpRequest | None, name: str) -> str:
    """What the reader chose; empty when nothing, or nothing we know, is set."""
    value = request.COOKIES.get(COOKIES[name], "") if request else ""
    return value if value in CHOICES[name] else ""


@require_safe
def display(request: HttpRequest) -> HttpResponse:
    """Remember the choices in the address and go back to a page of this portal; unknown choices change nothing."""
    response = HttpResponseRedirect(_back(request))
    for name, cookie in COOKIES.items():
        value = request.GET.get(name, "")
        if value in CHOICES[name]:
            response.set_cookie(cookie, value, max_age=A_YEAR, samesite="Lax", secure=request.is_secure())
        elif value in DEFAULTS:
            response.delete_cookie(cookie)
    return response


def _back(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else "/"
