"""Finance: what came in and went out in a period, against the budget (item_forms.md §3.1–3.3)."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.disclosures.drafting import NextPeriod
from apps.disclosures.models import Disclosure, KindMeta, Line
from apps.disclosures.publicity import rules_of
from apps.disclosures.states import ON_BOARD
from apps.kinds.finance import rules
from apps.kinds.finance.periods import length_of
from apps.kinds.finance.statement import Bar, Statement, percent

NEVER_BELOW_ZERO = _("An amount is never below zero.")


class PeriodType(models.TextChoices):
    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")
    SEMESTER = "semester", _("term")
    YEAR = "year", _("year")


class Direction(models.TextChoices):
    INCOME = "income", _("income")
    EXPENSE = "expense", _("expense")


class FinanceSummary(Disclosure):
    glyph = "财"
    rank = 3

    period_type = models.CharField(_("period"), max_length=8, choices=PeriodType, default=PeriodType.MONTH)
    period_start = models.DateField(_("first day of the period"))
    period_end = models.DateField(_("last day of the period"))
    # A balance may be below zero when money was spent before it was paid in; hiding that would be a lie.
    opening_balance = models.DecimalField(_("opening balance in yuan"), max_digits=14, decimal_places=2)
    closing_balance = models.DecimalField(_("closing balance in yuan"), max_digits=14, decimal_places=2)
    prepared_by = models.CharField(_("prepared by"), max_length=30, blank=True)
    reviewed_by = models.CharField(_("checked by"), max_length=30, blank=True)
    plain_note = models.TextField(
        _("notes for readers"), blank=True, help_text=_("What parents and staff will ask, and the answer.")
    )
    explanation = models.TextField(
        _("why it changed"), blank=True, help_text=_("Reasons for large changes against the period before.")
    )

    emptied = (
        "summary",
        "period_type",
        "period_start",
        "period_end",
        "opening_balance",
        "closing_balance",
        "plain_note",
        "explanation",
    )

    class Meta(KindMeta):
        verbose_name = _("finance summary")
        verbose_name_plural = _("finance")
        constraints = [
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")),
                name="finance_period_in_order",
                violation_error_message=_("The period ends before it begins. Check the two days."),
            )
        ]

    def unready(self) -> list[str]:
        """Sums that do not agree, a period reported twice, large changes without a reason (house.md §6)."""
        return rules.problems(self)

    def of_period(self, period: NextPeriod) -> dict[str, Any]:
        """The period, and what was left at the end of the one before."""
        return {
            "period_type": length_of(period.first, period.last),
            "period_start": period.first,
            "period_end": period.last,
            "opening_balance": self.closing_balance,
        }

    @property
    def period(self) -> tuple[datetime.date, datetime.date]:
        return self.period_start, self.period_end

    @cached_property
    def statement(self) -> Statement:
        """The lines by direction with their sums, read once: the page needs them in several places."""
        lines = list(self.lines.all())
        income, expense = ([line for line in lines if line.direction == side] for side in Direction)
        return Statement(income, expense, self.period_end)

    @property
    def income(self) -> Decimal:
        return self.statement.income.amount

    @property
    def expense(self) -> Decimal:
        return self.statement.expense.amount

    @property
    def bars(self) -> list[Bar]:
        """Budget bars; the school's percentage for changes is also the one for running ahead of the year."""
        return self.statement.bars(rules_of(self.school).explain_change_percent)

    def siblings(self) -> models.QuerySet[FinanceSummary]:
        """Other summaries of the same matter: same unit, heading and length of period; not the one corrected here.

        Headings are kept apart because one office reports several matters for the same month: the monthly
        summary, the balance sheet, the canteen (catalogue 0905, 0906, 1001).
        """
        same = FinanceSummary.objects.filter(unit=self.unit_id, heading=self.heading_id, period_type=self.period_type)
        return same.exclude(pk__in=[self.pk, self.replaces_id or self.pk])

    def previous(self) -> FinanceSummary | None:
        """The posted summary of the period before this one; None when there is none."""
        posted = self.siblings().filter(state__in=ON_BOARD, period_end__lt=self.period_start)
        return posted.order_by("-period_end", "-pk").first()


class FinanceLine(Line):
    """One category of income or expense."""

    known_by = "category"
    emptied = ("amount", "amount_ytd", "note")

    disclosure = models.ForeignKey(FinanceSummary, models.CASCADE, related_name="lines")
    direction = models.CharField(_("income or expense"), max_length=8, choices=Direction)
    category = models.CharField(_("category"), max_length=40)
    amount = models.DecimalField(
        _("in this period"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0, NEVER_BELOW_ZERO)]
    )
    amount_ytd = models.DecimalField(
        _("since the first of January"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, NEVER_BELOW_ZERO)],
    )
    budget = models.DecimalField(
        _("budget of the year"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, NEVER_BELOW_ZERO)],
    )
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("Such as the reason for a large change.")
    )

    class Meta(Line.Meta):
        verbose_name = _("line of income or expense")
        verbose_name_plural = _("income and expense")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="finance_amount_not_below_zero",
                violation_error_message=NEVER_BELOW_ZERO,
            ),
            models.CheckConstraint(
                condition=Q(amount_ytd__isnull=True) | Q(amount_ytd__gte=0),
                name="finance_year_not_below_zero",
                violation_error_message=NEVER_BELOW_ZERO,
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gte=0),
                name="finance_budget_not_below_zero",
                violation_error_message=NEVER_BELOW_ZERO,
            ),
        ]

    def __str__(self) -> str:
        return self.category

    def of_period(self, period: NextPeriod) -> dict[str, Any]:
        """The budget holds for one year."""
        return {} if period.last.year == self.disclosure.period_end.year else {"budget": None}

    @property
    def so_far(self) -> Decimal:
        """Yuan since the first of January, as far as it is known."""
        return self.amount if self.amount_ytd is None else self.amount_ytd

    @property
    def execution_rate(self) -> Decimal | None:
        """Per cent of the year's budget used so far; None without a budget."""
        return percent(self.so_far, self.budget)
