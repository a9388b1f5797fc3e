"""Pages of the list by key: a page begins after a row, so that it costs the same however far down it is.

The key ends with the receipt code: a number that counts up would tell how many cases are kept from the reader.
"""

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
    if found := re.fullmatch(r"(\d{1,7})-(\w{1,9})", after):
        day = datetime.date.fromordinal(max(1, min(int(found[1]), datetime.date.max.toordinal())))
        cases = cases.filter(Q(due_on__gte=day) & (Q(due_on__gt=day) | Q(code__gt=found[2])))
    return _page(cases.order_by("due_on", "code"), lambda case: f"{case.due_on.toordinal()}-{case.code}")


def newest(cases: CaseQuerySet, after: str) -> Page:
    """Whatever their state, those received last first."""
    if found := re.fullmatch(r"(\d{1,16})-(\w{1,9})", after):
        moment = EPOCH + int(found[1]) * MICROSECOND
        cases = cases.filter(Q(received_at__lte=moment) & (Q(received_at__lt=moment) | Q(code__lt=found[2])))
    return _page(
        cases.order_by("-received_at", "-code"),
        lambda case: f"{(timezone.localtime(case.received_at) - EPOCH) // MICROSECOND}-{case.code}",
    )


def _page(cases: CaseQuerySet, key) -> Page:
    found = list(cases.select_related("unit")[: LIMIT + 1])
    return Page(found[:LIMIT], key(found[LIMIT - 1]) if len(found) > LIMIT else "")
