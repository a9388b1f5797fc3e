"""How long a reply took: working days after the day a case was received, as deadlines are counted."""

from __future__ import annotations

from django.db.models.functions import TruncDate

from apps.calendars.elapsed import WorkingDays


def days_taken(received: str, decided: str) -> WorkingDays:
    """Working days between two moments; those on which the writer was asked count too: they were waited."""
    return WorkingDays(TruncDate(received), TruncDate(decided))
