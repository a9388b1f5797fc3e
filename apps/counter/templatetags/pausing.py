"""What the desk shows of the counter: that a flood may be running, or that the forms are paused."""

from __future__ import annotations

from typing import Any

from django import template

from apps.counter.desk import schools_of
from apps.counter.guard import FLOOD, may_be_flooded
from apps.counter.pausing import pause_of

register = template.Library()


@register.inclusion_tag("counter/_pausing.html", takes_context=True)
def counter_state(context: Any) -> dict[str, Any]:
    """For whoever may pause the forms of a school; empty for everybody else."""
    states = [(school, pause_of(school), may_be_flooded(school)) for school in schools_of(context["request"].user)]
    return {"states": states, "most": FLOOD}
