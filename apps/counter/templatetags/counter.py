"""What the page of an item shows of the counter."""

from __future__ import annotations

from typing import Any

from django import template

from apps.disclosures.models import Disclosure
from apps.disclosures.states import ON_BOARD

register = template.Library()


@register.inclusion_tag("counter/_objecting.html")
def objecting(item: Disclosure) -> dict[str, Any]:
    """The ways to answer an item: an objection while its publicity period runs, a report of a mistake at any time."""
    return {"item": item, "is_on_board": item.state in ON_BOARD}
