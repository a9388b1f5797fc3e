"""Which units owe a heading."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils import timezone

from apps.duties.models import Responsibility
from apps.organization.models import Unit


def owners_of(school: Unit) -> dict[int, list[Unit]]:
    """The units that somebody answers in today, by heading. A heading that is nobody's is the school's own."""
    rows = Responsibility.objects.in_force_on(timezone.localdate()).filter(unit__in=Unit.objects.under([school.pk]))
    found: dict[int, dict[int, Any]] = defaultdict(dict)
    for row in rows.select_related("unit__parent"):
        found[row.heading_id][row.unit_id] = row.unit
    return {heading: list(units.values()) for heading, units in found.items()}
