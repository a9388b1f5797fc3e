"""Whole addresses, for paper, feeds and mail, where no page is being read; and where the office writes items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

if TYPE_CHECKING:
    from apps.disclosures.models import Disclosure


def absolute(path: str) -> str:
    """The address of a path of this portal as it is printed: https://gk.school.example/r/2026-012."""
    return f"{settings.SITE_URL}{path}"


def office_address(item: Disclosure, page: str = "change", *arguments: str) -> str:
    """Where the office opens this item: its form (`change`) or a step's page (`step`, name of the step)."""
    kind = item.kind_of(item.kind)
    assert kind is not None
    return reverse(_form(kind, page), args=[item.pk, *arguments])


def form_address(kind: type[Disclosure], **query: Any) -> str:
    """The empty form of a kind, filled in by what the query names."""
    return reverse(_form(kind, "add"), query=query or None)


def _form(kind: type[Disclosure], page: str) -> str:
    return f"admin:{kind._meta.app_label}_{kind._meta.model_name}_{page}"
