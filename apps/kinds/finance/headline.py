"""The four figures at the head of a summary."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.disclosures.templatetags.portal import money

if TYPE_CHECKING:
    from apps.kinds.finance.models import FinanceSummary

INCOME = {
    "month": gettext_lazy("Income this month"),
    "quarter": gettext_lazy("Income this quarter"),
    "semester": gettext_lazy("Income this term"),
    "year": gettext_lazy("Income this year"),
}
EXPENSE = {
    "month": gettext_lazy("Expense this month"),
    "quarter": gettext_lazy("Expense this quarter"),
    "semester": gettext_lazy("Expense this term"),
    "year": gettext_lazy("Expense this year"),
}
ROOM = 12
"""Characters of a figure for which there is room four abreast."""


class Figure(NamedTuple):
    """A figure as it is printed."""

    label: Any
    value: str
    unit: str


class Headline(NamedTuple):
    """Four figures, and whether one of them is too long for four abreast."""

    figures: list[Figure]

    @property
    def is_long(self) -> bool:
        return any(len(figure.value) > ROOM for figure in self.figures)


def headline(summary: FinanceSummary) -> Headline:
    """Income and expense, the year so far and the budget used; what is not known makes room for the balances."""
    income, expense, yuan = summary.statement.income, summary.statement.expense, _("yuan")

    def in_yuan(label: Any, amount: Decimal) -> Figure:
        return Figure(label, money(amount), yuan)

    found = [
        in_yuan(INCOME[summary.period_type], income.amount),
        in_yuan(EXPENSE[summary.period_type], expense.amount),
    ]
    if summary.period_type != "year" and expense.amount_ytd is not None:
        found.append(in_yuan(_("Expense of the year so far"), expense.amount_ytd))
    if expense.execution_rate is not None:
        found.append(Figure(_("Budget of the year used"), str(expense.execution_rate), "%"))
    balances = [
        in_yuan(_("Balance at the end"), summary.closing_balance),
        in_yuan(_("Balance at the beginning"), summary.opening_balance),
    ]
    return Headline([*found, *balances[: 4 - len(found)]])
