"""Duties that were to be met and are no longer owed: since when, and why."""

from __future__ import annotations

from collections import defaultdict

from django.utils.translation import gettext as _

from apps.duties.models import Choice, Duty
from apps.duties.models.choices import latest_before

LIFTED = "lifted"
"""How such a duty stands, beside the conditions of those that are owed."""


def reasons_for(lifted: list[Duty]) -> dict[int, str]:
    """Why each is no longer owed, by its key; one query, none where nothing was lifted."""
    choices = _choices(lifted) if lifted else {}
    return {duty.pk: _reason(duty, choices[duty.school_id, duty.heading_id]) for duty in lifted}


def _choices(lifted: list[Duty]) -> dict[tuple[int, int], list[Choice]]:
    found = defaultdict(list)
    headings, schools = {duty.heading_id for duty in lifted}, {duty.school_id for duty in lifted}
    for choice in Choice.objects.filter(heading__in=headings, school__in=schools).order_by("since", "id"):
        found[choice.school_id, choice.heading_id].append(choice)
    return found


def _reason(duty: Duty, choices: list[Choice]) -> str:
    """The school's own words where it had chosen another rhythm for that day by then; else what can have changed."""
    made = [choice for choice in choices if duty.lifted_at and choice.chosen_at <= duty.lifted_at]
    choice = latest_before(made, duty.due_on or duty.ends_on)
    if choice and choice.rhythm != duty.rhythm:
        return choice.reason
    if duty.occurrence_id:
        return _("what announced it was withdrawn")
    return _("the calendar, the catalogue or the responsible unit changed")
