"""What the page of a summary shows beside the summary itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.disclosures.audience import reader_of
from apps.disclosures.templatetags.portal import money
from apps.kinds.finance.headline import headline
from apps.kinds.finance.models import FinanceSummary
from apps.kinds.finance.past import Past, past_of

register = template.Library()

TITLES = {
    "month": gettext_lazy("Income and expense of the last %(count)d months"),
    "quarter": gettext_lazy("Income and expense of the last %(count)d quarters"),
    "semester": gettext_lazy("Income and expense of the last %(count)d terms"),
    "year": gettext_lazy("Income and expense of the last %(count)d years"),
}
AGAINST = {
    "month": gettext_lazy("Against the same month last year"),
    "quarter": gettext_lazy("Against the same quarter last year"),
    "semester": gettext_lazy("Against the same term last year"),
    "year": gettext_lazy("Against the year before"),
}

register.filter("headline", headline)


@register.simple_tag(takes_context=True)
def periods_before(context: Any, summary: FinanceSummary) -> Past:
    """The earlier periods that whoever reads this page may read."""
    return past_of(summary, reader_of(context))


@register.filter
def chart_title(past: Past) -> str:
    """近 6 个月收入与支出"""
    return str(TITLES[past.now.period.length] % {"count": len(past.shown)})


@register.filter
def chart_words(past: Past) -> str:
    """The chart for whoever does not see it: this period and the highest ones, exact."""
    read = [sums for sums in past.shown if not sums.is_gap]
    most_income, most_expense = max(read, key=lambda s: s.income), max(read, key=lambda s: s.expense)
    return _(
        "%(period)s: income %(income)s yuan, expense %(expense)s yuan. Income was highest in %(most_income)s, expense "
        "in %(most_expense)s. All figures stand in the table below."
    ) % {
        "period": past.now.period,
        "income": money(past.now.income),
        "expense": money(past.now.expense),
        "most_income": most_income.period,
        "most_expense": most_expense.period,
    }


@register.filter
def year_ago_title(past: Past) -> str:
    """与去年同月相比"""
    return str(AGAINST[past.now.period.length])


@register.filter
def signed(amount: Decimal) -> str:
    """+1,234.50, −1,234.50 or 0.00"""
    return f"{sign(amount)}{money(abs(amount))}"


@register.filter
def signed_rate(rate: Decimal | None) -> str:
    """+3.8%, −3.8% or 0.0%; — when there is no rate."""
    return "—" if rate is None else f"{sign(rate)}{abs(rate)}%"


def sign(number: Decimal) -> str:
    return "+" if number > 0 else "−" if number < 0 else ""
