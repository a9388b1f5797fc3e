from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from apps.disclosures.admin import DisclosureAdmin, LineInline
from apps.kinds.finance.models import FinanceLine, FinanceSummary


class FinanceLineInline(LineInline):
    model = FinanceLine
    fields = ("direction", "category", "amount", "amount_ytd", "budget", "note")


@admin.register(FinanceSummary)
class FinanceSummaryAdmin(DisclosureAdmin):
    kind_fieldsets = (
        (
            _("Period and balances"),
            {
                "fields": (
                    ("period_type", "period_start", "period_end"),
                    ("opening_balance", "closing_balance"),
                    ("prepared_by", "reviewed_by"),
                    "plain_note",
                    "explanation",
                )
            },
        ),
    )
    inlines = [FinanceLineInline]
