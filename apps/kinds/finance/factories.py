from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import factory

from apps.disclosures.factories import DisclosureFactory
from apps.kinds.finance.models import Direction, FinanceLine, FinanceSummary, PeriodType

LINES = (
    {"direction": Direction.INCOME, "category": "公用经费拨款", "amount": "1000.00", "budget": "12000.00"},
    {"direction": Direction.EXPENSE, "category": "水电燃气", "amount": "400.00", "budget": "6000.00"},
)


class FinanceLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FinanceLine

    direction = Direction.EXPENSE
    category = "水电燃气"
    amount = "400.00"


class FinanceSummaryFactory(DisclosureFactory):
    """A month's summary; `lines` is a list of each line's own values."""

    class Meta:
        model = FinanceSummary

    period_type = PeriodType.MONTH
    period_start = datetime.date(2026, 10, 1)
    period_end = datetime.date(2026, 10, 31)
    opening_balance = Decimal("500.00")
    closing_balance = Decimal("1100.00")
    prepared_by = "总务处会计"
    reviewed_by = "总务处主任"
    plain_note = "本月没有大额支出。"

    @factory.post_generation
    def lines(self, create: bool, extracted: list[dict[str, Any]] | None, **kwargs: Any) -> None:
        for position, values in enumerate(LINES if extracted is None else extracted):
            FinanceLineFactory(disclosure=self, position=position, **values)
