"""Pages of the list by key: a page begins after a row, so that it costs the same however far down it is."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from apps.cases.models import Case
from apps.cases.querysets import CaseQuerySet
from apps.casework.rows import LIMIT

MICROSECOND = datetime.timedelta(microseconds=1)
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Page:
    """The cases of a page, and the key after which the next begins; empty on the last."""

    cases: list[Case]
    following: str


def soonest_due(cases: CaseQuerySet, after: str) -> Page:
    """Open cases, the longest overdue first."""
    if found := re.fullmatch(r"(\d{1,7})-(\d{1,18})", after):
        day, pk = datetime.date.fromordinal(max(1, min(int(found[1]), datetime.date.max.toordinal()))), int(found[2])
        cases = cases.filter(Q(due_on__gte=day) & (Q(due_on__gt=day) | Q(pk__gt=pk)))
    return _page(cases.order_by("due_on", "pk"), lambda case: f"{case.due_on.toordinal()}-{case.pk}")


def newest(cases: CaseQuerySet, after: str) -> Page:
    """Whatever their state, those received last first."""
    if found := re.fullmatch(r"(\d{1,16})-(\d{1,18})", after):
        moment, pk = EPOCH + int(found[1]) * MICROSECOND, int(found[2])
        cases = cases.filter(Q(received_at__lte=moment) & (Q(received_at__lt=moment) | Q(pk__lt=pk)))
    return _page(
        cases.order_by("-received_at", "-pk"),
        lambda case: f"{(timezone.localtime(case.received_at) - EPOCH) // MICROSECOND}-{case.pk}",
    )


def _page(cases: CaseQuerySet, key) -> Page:
    found = list(cases.select_related("unit")[: LIMIT + 1])
    return Page(found[:LIMIT], key(found[LIMIT - 1]) if len(found) > LIMIT else "")
