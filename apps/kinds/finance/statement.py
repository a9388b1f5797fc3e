"""The lines of a summary added up as the page shows them."""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from apps.kinds.finance.models import FinanceLine


def percent(part: Decimal, whole: Decimal | None) -> Decimal | None:
    """Part of a whole in per cent, one decimal; None when there is no whole."""
    return (part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) if whole else None


class Bar(NamedTuple):
    """The budget bar of a line; `width` in per cent stops at the end of the track."""

    line: FinanceLine
    width: Decimal
    is_ahead: bool


class Side:
    """Income or expense: its lines and their sums in yuan."""

    def __init__(self, title: str, sum_title: str, lines: list[FinanceLine]) -> None:
        self.title, self.sum_title, self.lines = title, sum_title, lines

    @property
    def amount(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def so_far(self) -> Decimal:
        return sum((line.so_far for line in self.lines), Decimal(0))

    @property
    def amount_ytd(self) -> Decimal | None:
        """None unless every line says it: a sum never differs from the figures above it."""
        known = [line.amount_ytd for line in self.lines if line.amount_ytd is not None]
        return sum(known, Decimal(0)) if len(known) == len(self.lines) else None

    @property
    def budget(self) -> Decimal | None:
        """None when no line has a budget."""
        budgets = [line.budget for line in self.lines if line.budget is not None]
        return sum(budgets, Decimal(0)) if budgets else None

    @property
    def execution_rate(self) -> Decimal | None:
        return percent(self.so_far, self.budget)


class Statement:
    """Both sides, and how far the year had gone when the period ended."""

    def __init__(self, income: list[FinanceLine], expense: list[FinanceLine], period_end: datetime.date) -> None:
        self.income = Side(_("Income"), _("Total income"), income)
        self.expense = Side(_("Expense"), _("Total expense"), expense)
        self.sides = (self.income, self.expense)
        self.months = period_end.month

    @property
    def elapsed(self) -> Decimal:
        """Per cent of the budget year that is over, by months."""
        return percent(Decimal(self.months), Decimal(12)) or Decimal(0)

    def bars(self, tolerance: int) -> list[Bar]:
        """Expense against budget, the largest first; ahead is more than `tolerance` per cent faster than the year."""
        rated = [(line, rate) for line in self.expense.lines if (rate := line.execution_rate) is not None]
        rated.sort(key=lambda pair: pair[0].so_far, reverse=True)
        limit = self.elapsed * (100 + tolerance) / 100
        return [Bar(line, min(rate, Decimal(100)), rate > limit) for line, rate in rated]
