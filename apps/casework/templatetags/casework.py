"""What other pages of the working side show of cases: what waits, the way to the list, the cases of an item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template

from apps.cases.circles import SEES
from apps.cases.codes import shown
from apps.cases.models import Case
from apps.cases.publishing import Hiding
from apps.casework.rows import LIMIT, Row, by_urgency, rows_of
from apps.casework.settling import Unsettled, unsettled_by
from apps.casework.turns import waiting_for
from apps.disclosures.models import Disclosure
from apps.organization.roles import memberships_of

register = template.Library()
register.filter("receipt_code", shown)


@dataclass(frozen=True)
class Waiting:
    """The first rows, how many there are in all, and how many of them are overdue."""

    rows: list[Row]
    total: int
    overdue: int

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


@register.simple_tag(takes_context=True)
def cases_waiting(context: Any) -> Waiting:
    """The cases that wait for the signed-in person, overdue first."""
    user = context["request"].user
    cases = waiting_for(user)
    return Waiting(rows_of(by_urgency(cases)[:LIMIT], user), cases.count(), cases.overdue().count())


@register.simple_tag(takes_context=True)
def items_to_settle(context: Any) -> list[Unsettled]:
    """The items whose objection was upheld or deferred and that wait for the signed-in person."""
    return unsettled_by(context["request"].user)


@register.simple_tag(takes_context=True)
def has_casework(context: Any) -> bool:
    """Whether this person finds cases on the desk: by role, or as the handler of one."""
    user = context["request"].user
    by_role = any(membership.role in SEES for membership in memberships_of(user))
    return by_role or Case.objects.seen_by(user).filter(handler=user.pk).exists()


@register.simple_tag(takes_context=True)
def cases_about(context: Any, item: Disclosure) -> int:
    """How many cases about this item the signed-in person sees."""
    return Case.objects.seen_by(context["request"].user).filter(disclosure=item.pk).count()


@register.filter
def in_threes(number: str) -> str:
    """A secret number in groups, as it is read aloud: 482 913."""
    return " ".join(number[start : start + 3] for start in range(0, len(number), 3))


@register.filter
def hiding_reason(reason: str) -> str:
    """Why a published reply is hidden, in words."""
    return str(Hiding(reason).label) if reason in Hiding.values else reason
