"""Deadlines follow the calendar: a holiday entered late moves what is still open, and both days are written down."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from apps.calendars.models import CalendarDay, CalendarYear
from apps.cases.deadlines import deadline_of
from apps.cases.models import Case
from apps.cases.states import State
from apps.cases.workflow import settle_deadline


@receiver([post_save, post_delete], sender=CalendarDay)
@receiver([post_save, post_delete], sender=CalendarYear)
def calendar_changed(sender: Any, **others: Any) -> None:
    """Once for a transaction, however many days were entered."""
    connection = transaction.get_connection()
    if settle_all not in [call[1] for call in connection.run_on_commit]:
        transaction.on_commit(settle_all)


def settle_all() -> int:
    """Move every open case whose day is another by today's calendar; returns how many moved.

    While the writer is asked the time rests: the day is moved once, when it runs again.
    """
    running = Case.objects.open().exclude(state=State.ASKED).order_by("pk")
    return sum(_settle(case.pk) for case in running.iterator() if deadline_of(case).due_on != case.due_on)


@transaction.atomic
def _settle(pk: int) -> bool:
    case = Case.objects.lock(pk)
    due_on = deadline_of(case).due_on
    if not case.is_open or case.state == State.ASKED or due_on == case.due_on:
        return False
    settle_deadline(case, due_on)
    return True
