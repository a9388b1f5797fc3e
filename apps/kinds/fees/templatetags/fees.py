"""What the page of a fee schedule shows beside the schedule itself."""

from __future__ import annotations

from typing import Any

from django import template

from apps.disclosures.audience import reader_of
from apps.kinds.fees.changes import Comparison, comparison_for
from apps.kinds.fees.models import FeeSchedule

register = template.Library()


@register.simple_tag(takes_context=True)
def against_last_term(context: Any, schedule: FeeSchedule) -> Comparison | None:
    """The changes against the earlier schedules that whoever reads this page may read."""
    return comparison_for(schedule, reader_of(context))
