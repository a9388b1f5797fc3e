"""The records of a span of days for the archive, oldest first, struck ones with them.

Each is a query to be read with `iterator(chunk_size=…)`, its parts and `files` fetched chunk by chunk.
"""

from __future__ import annotations

import datetime

from apps.groupwork.models import Checklist, Meeting, Plan
from apps.groupwork.models.records import RecordQuerySet
from apps.organization.models import Unit


def meetings_between(school: Unit, first: datetime.date, last: datetime.date) -> RecordQuerySet:
    """The meetings held from one day to another, both included."""
    meetings = Meeting.objects.filter(school=school, held_on__range=(first, last))
    return meetings.prefetch_related("presences", "files").order_by("held_on", "pk")


def plans_between(school: Unit, first: datetime.date, last: datetime.date) -> RecordQuerySet:
    """The work plans whose own span touches these days."""
    plans = Plan.objects.filter(school=school, starts_on__lte=last, ends_on__gte=first)
    return plans.prefetch_related("files").order_by("starts_on", "pk")


def checklists_between(school: Unit, first: datetime.date, last: datetime.date) -> RecordQuerySet:
    """The checklists of the months that begin in these days, and of the month of the first day."""
    checklists = Checklist.objects.filter(school=school, month__range=(first.replace(day=1), last))
    return checklists.prefetch_related("answers", "files").order_by("month", "pk")
