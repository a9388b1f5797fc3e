"""Deadlines follow the calendar: a holiday entered late moves what is still open, and both days are written down."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from apps.calendars.models import CalendarDay, CalendarYear
from apps.cases.deadlines import deadline_of
from apps.cases.models import Case
from apps.cases.workflow import settle_deadline


@receiver([post_save, post_delete], sender=CalendarDay)
@receiver([post_save, post_delete], sender=CalendarYear)
def calendar_changed(sender: Any, **others: Any) -> None:
    """Once for a transaction, however many days were entered."""
    connection = transaction.get_connection()
    if settle_all not in [call[1] for call in connection.run_on_commit]:
        transaction.on_commit(settle_all)


def settle_all() -> int:
    """Move every open case whose day is another by today's calendar; returns how many moved."""
    moved = 0
    for pk in Case.objects.open().order_by("pk").values_list("pk", flat=True).iterator():
        with transaction.atomic():
            case = Case.objects.lock(pk)
            due_on = deadline_of(case).due_on
            if case.is_open and due_on != case.due_on:
                settle_deadline(case, due_on)
                moved += 1
    return moved
