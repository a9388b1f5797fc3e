"""The office's forms in a test: signing in, and a form as the browser would send it back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.disclosures.models import Disclosure


def at_the_desk(user: User) -> Client:
    """A browser of this person, set to English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def address(item: Disclosure | type[Disclosure], page: str = "change", *arguments: Any) -> str:
    """A page of the office: of an item (change, history, step, correct), or of a kind (add, changelist)."""
    keys = [item.pk, *arguments] if isinstance(item, Disclosure) else arguments
    return reverse(f"admin:{item._meta.app_label}_{item._meta.model_name}_{page}", args=keys)


def filled(page: HttpResponse, **changes: Any) -> dict[str, Any]:
    """What the browser sends for the form of this page, with some fields typed over."""
    formsets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    forms = [page.context["adminform"].form]
    for formset in formsets:
        forms += [formset.management_form, *formset.forms]
    shown = [field for form in forms for field in form if field.name not in ("file", "DELETE")]
    sent = {field.html_name: field.value() for field in shown}
    sent |= {field.html_initial_name: field.value() for field in shown if field.field.show_hidden_initial}
    sent = {name: "" if value is None else value for name, value in sent.items()}
    if isinstance(page.context.get("original"), Disclosure):
        sent["stamp"] = page.context["original"].stamp
    return sent | changes


def save(client: Client, item: Disclosure, **changes: Any) -> HttpResponse:
    """Open the form of an item, type and save."""
    return client.post(address(item), filled(client.get(address(item)), **changes))


def begin(client: Client, kind: type[Disclosure], **changes: Any) -> HttpResponse:
    """Open the empty form of a kind, type and save."""
    return client.post(address(kind, "add"), filled(client.get(address(kind, "add")), **changes))
