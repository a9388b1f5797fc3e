"""What the public reads of more time that a reply took: the days always, the reason when it shows nobody."""

from __future__ import annotations

from apps.cases.models import Case
from apps.cases.personal import personal_data_in


def reasons_for_more_time(case: Case) -> list[str]:
    """Why the time was extended, in the words the writer read; since another reply was asked for, only for that one."""
    reasons: list[str] = []
    for event in case.events.filter(name__in=("extend", "redo")).order_by("pk"):
        reasons = [] if event.name == "redo" else [*reasons, event.text]
    names = _names(case) if reasons else []
    return [reason for reason in reasons if reason and not any(personal_data_in(reason, names))]


def _names(case: Case) -> list[str]:
    """The writer's, and those of the people it is about."""
    identity = getattr(case, "identity", None)
    return [name for name in (identity.name if identity else "", *case.about.values_list("name", flat=True)) if name]
