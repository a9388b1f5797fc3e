"""What the pages of items show of their papers."""

from __future__ import annotations

from typing import Any

from django import template

from apps.disclosures.audience import reader_of
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.papers.hanging import may_hang

register = template.Library()


@register.inclusion_tag("papers/_links.html", takes_context=True)
def paper_links(context: Any, item: Disclosure) -> dict[str, Any]:
    """The QR code of the item, its posters and full text as PDF and, for the office, where it hangs."""
    return {"item": item, "may_hang": may_hang(item, reader_of(context))}


@register.inclusion_tag("papers/_postings.html")
def postings(item: Disclosure) -> dict[str, Any]:
    """Where the item hung on a physical board; photos only while its text is shown."""
    return {
        "postings": item.postings.filter(struck_at=None),
        "shows_photos": item.state != State.WITHDRAWN,
    }
