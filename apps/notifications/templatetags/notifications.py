"""What other rooms' pages show of the inbox and of subscriptions."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from apps.board.filters import Filters
from apps.cases.models import Case
from apps.disclosures.models import Disclosure
from apps.notifications.models import InboxEntry
from apps.notifications.wanted import query_of
from apps.notifications.writers import address_of_case, writer_of

register = template.Library()

MOST = 99
"""More unread notices than this are not counted."""


@register.inclusion_tag("notifications/_inbox.html", takes_context=True)
def inbox_link(context: Any) -> dict[str, Any]:
    """The way to the inbox, with how much in it is new."""
    request = context["request"]
    unread = InboxEntry.objects.filter(user=request.user, read_at=None).order_by()[: MOST + 1].count()
    return {
        "shown": f"{MOST}+" if unread > MOST else unread,
        "is_here": request.path.startswith(reverse("notifications:inbox")),
    }


@register.inclusion_tag("notifications/_tell_me.html")
def tell_me(item: Disclosure | None = None, filters: Filters | None = None) -> dict[str, str]:
    """The link by which a reader is told of changes: to this item, to this list, or to everything."""
    address = reverse("notifications:subscribe")
    query = f"item={item.number}" if item else query_of(filters) if filters else ""
    return {"address": f"{address}?{query}" if query else address, "is_item": bool(item)}


@register.inclusion_tag("notifications/_writer.html", takes_context=True)
def writer_address(context: Any, case: Case) -> dict[str, Any]:
    """For the writer of a case: whether mail reaches the address they left."""
    address = address_of_case(case.code)
    identity = writer_of(address) if address else None
    return {
        "address": address,
        "identity": identity,
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
    }
