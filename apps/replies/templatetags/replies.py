"""What the board shows of the replies."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Count, Q

from apps.calendars.elapsed import Median
from apps.cases.models import Case, Publication
from apps.cases.publishing import Hiding
from apps.cases.types import DECIDED
from apps.disclosures.audience import reader_of
from apps.disclosures.models import Disclosure
from apps.replies.filters import SHOWN
from apps.replies.measures import days_taken
from apps.replies.rows import rows

register = template.Library()

LATEST = 4


@register.inclusion_tag("replies/_latest.html", takes_context=True)
def latest_replies(context: Any) -> dict[str, Any]:
    """The newest replies that this reader may read; what is hidden is in the register only."""
    return {"replies": rows(Publication.objects.visible_to(reader_of(context))).filter(SHOWN)[:LATEST]}


@register.inclusion_tag("replies/_item.html", takes_context=True)
def replies(context: Any, item: Disclosure) -> dict[str, Any]:
    """What was answered about an item and, once its publicity period is concluded, how that ended."""
    published = rows(Publication.objects.visible_to(reader_of(context)).filter(case__disclosure=item.pk))
    concluded = item.events.filter(name="conclude").last() if item.concluded_at else None
    return {
        "item": item,
        "replies": published,
        "concluded": concluded,
        "counts": _counts(item) if concluded else None,
    }


def _counts(item: Disclosure) -> dict[str, Any]:
    """What became of the objections that came in time. Asked only after the conclusion, when all of them are decided:
    during publicity even a number may tell somebody about a case that is kept from them because it is about them."""
    counts = {name: Count("pk", filter=Q(found=name)) for name in DECIDED}
    median = Median("days", filter=Q(settled_at__isnull=False))
    cases = Case.objects.objections_to(item).with_decision()
    return cases.annotate(days=days_taken("received_at", "settled_at")).aggregate(
        received=Count("pk"), median=median, **counts
    )


@register.filter
def hiding_reason(reason: str) -> str:
    """Why a reply is hidden, in words."""
    return str(Hiding(reason).label) if reason in Hiding.values else reason
