"""What a finance summary still misses, rule by rule: each yields sentences, none when it has nothing against it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.disclosures.publicity import rules_of
from apps.disclosures.states import ON_BOARD, State
from apps.disclosures.templatetags.portal import money

if TYPE_CHECKING:
    from apps.kinds.finance.models import FinanceSummary


def problems(summary: FinanceSummary) -> list[str]:
    return [sentence for rule in RULES for sentence in rule(summary)]


def has_both_sides(summary: FinanceSummary) -> Iterator[str]:
    statement = summary.statement
    if not statement.income.lines:
        yield _("Enter at least one line of income.")
    if not statement.expense.lines:
        yield _("Enter at least one line of expense.")


def balances(summary: FinanceSummary) -> Iterator[str]:
    reckoned = summary.opening_balance + summary.income - summary.expense
    if reckoned != summary.closing_balance:
        yield _(
            "Opening balance plus income less expense is %(reckoned)s yuan, but the closing balance says %(stated)s "
            "yuan: %(difference)s yuan apart."
        ) % {
            "reckoned": money(reckoned),
            "stated": money(summary.closing_balance),
            "difference": money(abs(reckoned - summary.closing_balance)),
        }


def is_alone_in_its_period(summary: FinanceSummary) -> Iterator[str]:
    """Of two drafts for one period the older goes on.

    No database constraint can say this: unit and state are columns of the envelope, the period is a column of
    the kind. Two submissions at the same moment are safe all the same: of two drafts only the older passes, and
    a draft that appears later sees the one that was submitted.
    """
    others = summary.siblings().filter(period_start__lte=summary.period_end, period_end__gte=summary.period_start)
    ahead = Q(state__in=(State.IN_REVIEW, State.APPROVED, *ON_BOARD)) | Q(state=State.DRAFT, pk__lt=summary.pk)
    for other in others.filter(ahead):
        yield _("“%(title)s” (%(state)s) already covers this period. Correct that one, or change the days.") % {
            "title": other.title,
            "state": other.get_state_display(),
        }


def carries_on(summary: FinanceSummary) -> Iterator[str]:
    """The opening balance is the closing balance of the period that ended the day before."""
    before = summary.previous()
    follows = before and before.period_end + datetime.timedelta(days=1) == summary.period_start
    if before and follows and before.closing_balance != summary.opening_balance:
        yield _("The opening balance is %(opening)s yuan, but “%(title)s” closed with %(closing)s yuan.") % {
            "opening": money(summary.opening_balance),
            "title": before.title,
            "closing": money(before.closing_balance),
        }


def large_changes_are_explained(summary: FinanceSummary) -> Iterator[str]:
    """A category that appears or disappears has changed, too."""
    before = summary.previous()
    if before is None or summary.explanation:
        return
    limit = rules_of(summary.school).explain_change_percent
    noted = {(line.direction, line.category) for line in summary.lines.all() if line.note}
    then, now = amounts(before), amounts(summary)
    for key in {**now, **then}:
        was, is_now = then.get(key, Decimal(0)), now.get(key, Decimal(0))
        if key not in noted and abs(is_now - was) * 100 > was * limit:
            yield _(
                "“%(category)s” was %(was)s yuan in the period before and is %(now)s yuan now. A change over "
                "%(limit)d%% needs a reason: write it in the line's note or under “why it changed”."
            ) % {"category": key[1], "was": money(was), "now": money(is_now), "limit": limit}


def amounts(summary: FinanceSummary) -> dict[tuple[str, str], Decimal]:
    """Yuan by direction and category."""
    found: dict[tuple[str, str], Decimal] = {}
    for line in summary.lines.all():
        key = (line.direction, line.category)
        found[key] = found.get(key, Decimal(0)) + line.amount
    return found


RULES = (
    has_both_sides,
    balances,
    is_alone_in_its_period,
    carries_on,
    large_changes_are_explained,
)
