"""What the working side's pages ask."""

from __future__ import annotations

from typing import Any

from django import template

from apps.organization.roles import allows

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: Any, permission: str) -> bool:
    """Whether a role of the signed-in person carries this permission anywhere; a superuser has no short cut."""
    return allows(context["request"].user, permission)
