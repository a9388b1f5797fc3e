"""What the desk of the office shows of people who left."""

from __future__ import annotations

from typing import Any

from django import template

from apps.dutywork.matrix import abandoned_in
from apps.dutywork.rows import LIMIT
from apps.organization.models import Unit
from apps.organization.roles import units_where

register = template.Library()


@register.simple_tag(takes_context=True)
def abandoned_duties(context: Any) -> dict[str, Any]:
    """The matters whose handler left, in the schools that the signed-in person arranges."""
    schools = units_where(context["request"].user, "duties.arrange").filter(level=Unit.Level.SCHOOL)
    rows = abandoned_in(schools)
    return {"rows": rows[:LIMIT], "more": len(rows[LIMIT:])}
