"""The periods before a summary, as far as a reader may read them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import DecimalField, Q, Sum
from django.db.models.functions import Coalesce

from apps.kinds.finance.chart import Chart
from apps.kinds.finance.models import Direction, FinanceSummary
from apps.kinds.finance.periods import MONTHS, Period
from apps.kinds.finance.statement import percent

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from apps.accounts.models import User

SHOWN = 6
"""Periods beside one another, this one included."""


@dataclass(frozen=True)
class Sums:
    """What came in and went out in a period, in yuan; both None where there is nothing to read."""

    period: Period
    income: Decimal | None = None
    expense: Decimal | None = None
    address: str = ""

    @property
    def is_gap(self) -> bool:
        return self.income is None

    @property
    def balance(self) -> Decimal | None:
        return None if self.income is None or self.expense is None else self.income - self.expense


@dataclass(frozen=True)
class Change:
    """A sum of this period beside the same one of the year before, in yuan."""

    side: str
    now: Decimal
    then: Decimal

    @property
    def difference(self) -> Decimal:
        return self.now - self.then

    @property
    def rate(self) -> Decimal | None:
        """Per cent of the year before; None when nothing was there."""
        return percent(self.difference, self.then)


class Past:
    """A summary among the periods before it; `earlier` has the newest first."""

    def __init__(self, summary: FinanceSummary, earlier: list[Sums]) -> None:
        self.statement = summary.statement
        income, expense = (side.amount for side in self.statement.sides)
        self.now = Sums(Period.ending(summary.period_type, summary.period_end), income, expense)
        self.earlier = earlier

    @cached_property
    def shown(self) -> list[Sums]:
        """At most six places up to this period, the oldest first; a period with nothing to read is a gap."""
        places = [self.now]
        for sums in self.earlier:
            last = places[-1].period
            places += [Sums(last.back(step)) for step in range(1, sums.period.steps_to(last))]
            places.append(sums)
        del places[SHOWN:]
        while places[-1].is_gap:
            del places[-1]
        return places[::-1]

    @property
    def gaps(self) -> list[Period]:
        return [sums.period for sums in self.shown if sums.is_gap]

    @property
    def chart(self) -> Chart | None:
        """None when there is nothing to set this period beside."""
        return Chart(self.shown) if len(self.shown) > 1 else None

    @property
    def year_ago(self) -> Sums | None:
        """The same month, quarter or term of the year before."""
        steps = 12 // MONTHS[self.now.period.length]
        return next((sums for sums in self.earlier if sums.period.steps_to(self.now.period) == steps), None)

    @property
    def changes(self) -> list[Change]:
        """Income and expense against the year before; nothing when that year cannot be read."""
        then = self.year_ago
        if then is None:
            return []
        income, expense = self.statement.sides
        return [
            Change(income.title, self.now.income, then.income),
            Change(expense.title, self.now.expense, then.expense),
        ]


def past_of(summary: FinanceSummary, reader: User | AnonymousUser) -> Past:
    """The summary and what this reader may read of the same matter before it, each period once: as it is listed."""
    period = Period.ending(summary.period_type, summary.period_end)
    months = max(12, (SHOWN - 1) * MONTHS[period.length]) + MONTHS[period.length] // 2
    oldest = period._replace(month=period.month - months).last_month
    rows = (
        summary.siblings()
        .visible_to(reader)
        .on_board()
        .filter(period_end__range=(oldest, summary.period_start - datetime.timedelta(days=1)))
        .annotate(came_in=_total(Direction.INCOME), went_out=_total(Direction.EXPENSE))
        .only("period_type", "period_end", "register_year", "register_serial")
        .order_by("-period_end", "-pk")
    )
    return Past(summary, [_sums(row) for row in rows])


def _total(direction: Direction) -> Any:
    amounts = Sum("lines__amount", filter=Q(lines__direction=direction))
    return Coalesce(amounts, Decimal(0), output_field=DecimalField(max_digits=16, decimal_places=2))


def _sums(row: Any) -> Sums:
    period = Period.ending(row.period_type, row.period_end)
    return Sums(period, row.came_in, row.went_out, row.get_absolute_url())
