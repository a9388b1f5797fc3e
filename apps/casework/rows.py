"""Cases as the desk lists them: with the item as far as this reader may read it, and the day the reply is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, Q

from apps.accounts.models import User
from apps.cases.models import Case
from apps.cases.querysets import CaseQuerySet
from apps.cases.states import OPEN
from apps.casework.dues import Due, dues_of
from apps.disclosures.models import Disclosure

LIMIT = 20
"""Most rows of a list."""


@dataclass(frozen=True)
class Row:
    case: Case
    item: Disclosure | None
    due: Due | None


def by_urgency(cases: CaseQuerySet) -> CaseQuerySet:
    """Open ones first, the longest overdue first among them."""
    is_open = ExpressionWrapper(Q(state__in=OPEN), BooleanField())
    return cases.annotate(still_open=is_open).order_by("-still_open", "due_on", "pk")


def rows_of(cases: Iterable[Case], user: User) -> list[Row]:
    """The rows of these cases in their order, in as many queries for one as for many."""
    found = list(cases)
    items, dues = items_of(found, user), dues_of(found)
    return [Row(case, items.get(case.disclosure_id or 0), dues.get(case.pk)) for case in found]


def items_of(cases: list[Case], user: User) -> dict[int, Disclosure]:
    """The items that these cases are about, those that this person may read or work on."""
    keys = {case.disclosure_id for case in cases if case.disclosure_id}
    if not keys:
        return {}
    readable = Disclosure.objects.visible_to(user).filter(pk__in=keys)
    workable = Disclosure.objects.workable_by(user).filter(pk__in=keys)
    return {item.pk: item for item in [*readable, *workable]}
