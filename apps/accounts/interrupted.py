"""A form that was sent when the session had ended: signing in comes first, and nothing typed is lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import sync_only_middleware

from apps.accounts.forms import SignInForm

SALT = "apps.accounts.interrupted"
MAX_AGE = 12 * 60 * 60
"""Seconds; as long as a session."""
WORTH_COPYING = 10
"""Characters; what is shorter is typed again sooner than copied."""


@dataclass(frozen=True)
class Interrupted:
    """Where a form was going, and its fields in their order."""

    address: str
    fields: list[tuple[str, str]]

    def signed(self) -> str:
        """Carried by the sign-in page in a hidden field: never in an address, a log or the database."""
        return signing.dumps([self.address, self.fields], salt=SALT, compress=True)

    @property
    def texts(self) -> list[str]:
        return texts_in(self.fields)


def read(kept: str) -> Interrupted | None:
    """What `signed` wrote; None when it is too old or not ours."""
    try:
        address, fields = signing.loads(kept, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None
    return Interrupted(address, [(name, value) for name, value in fields])


def sent_by(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of the form, without the token; nothing at all where a password was typed."""
    names = [name for name in request.POST if name != "csrfmiddlewaretoken"]
    if any("password" in name for name in names):
        return []
    return [(name, value) for name in names for value in request.POST.getlist(name)]


def texts_in(fields: list[tuple[str, str]]) -> list[str]:
    """What somebody wrote, to be read and copied; the same text once."""
    return list(dict.fromkeys(value for _name, value in fields if len(value.strip()) >= WORTH_COPYING))


@sync_only_middleware
def kept_for_sign_in(answer: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Instead of leading a form that was sent to the sign-in page and forgetting it, show that page with it."""

    def kept(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        fields = sent_by(request) if _is_led_away(request, response) else []
        if not fields:
            return response
        interrupted = Interrupted(request.get_full_path(), fields)
        context = {"form": SignInForm(request), "kept": interrupted.signed(), "next": interrupted.address}
        return render(request, "accounts/sign_in.html", {**context, "files": list(request.FILES.values())}, status=403)

    return kept


def _is_led_away(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether a form was answered by the way to the sign-in page, which has two doors."""
    doors = (reverse("accounts:sign_in"), reverse("admin:login"))
    return request.method == "POST" and urlsplit(response.get("Location", "")).path in doors
