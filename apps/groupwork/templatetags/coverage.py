"""What the pages of the groups show of coverage."""

from __future__ import annotations

from typing import Any

from django import template

from apps.groupwork.coverage import Coverage, schools_of
from apps.groupwork.coverage_lines import sections_of
from apps.organization.models import Unit

register = template.Library()


@register.inclusion_tag("groupwork/_coverage_brief.html", takes_context=True)
def coverage_in_brief(context: Any, school: Unit) -> dict[str, Any]:
    """How many lines each question of coverage has today; nothing for who does not look at the school as a whole."""
    reader = context["request"].user
    if not schools_of(reader).filter(pk=school.pk).exists():
        return {}
    return {"school": school, "sections": sections_of(Coverage(school, reader))}


@register.simple_tag(takes_context=True)
def looks_at_schools(context: Any) -> bool:
    """Whether the reader looks at a school as a whole, and so at what it leaves out."""
    return bool(schools_of(context["request"].user))
