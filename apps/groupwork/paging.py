"""Pages of the list of meetings by key: a page begins after a row, so that it costs the same however far down it is."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from django.db.models import Q

from apps.groupwork.models import Meeting
from apps.groupwork.models.records import RecordQuerySet

LIMIT = 20


@dataclass(frozen=True)
class Page:
    """The meetings of a page, and the key after which the next begins; empty on the last."""

    meetings: list[Meeting]
    following: str


def newest(meetings: RecordQuerySet, after: str) -> Page:
    """Those held last first; `after` is the key of the last row before."""
    if found := re.fullmatch(r"([0-9]{1,7})-([0-9]{1,15})", after):
        day = datetime.date.fromordinal(max(1, min(int(found[1]), datetime.date.max.toordinal())))
        meetings = meetings.filter(Q(held_on__lte=day) & (Q(held_on__lt=day) | Q(pk__lt=int(found[2]))))
    rows = list(meetings.order_by("-held_on", "-pk")[: LIMIT + 1])
    last = rows[LIMIT - 1] if len(rows) > LIMIT else None
    return Page(rows[:LIMIT], f"{last.held_on.toordinal()}-{last.pk}" if last else "")
