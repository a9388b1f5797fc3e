from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.calendars.models import Term
from apps.disclosures.admin import DisclosureAdmin, LineInline
from apps.disclosures.admin.fields import units_to_draft_in
from apps.kinds.fees.models import FeeItem, FeeSchedule, FeeTotal


class FeeItemInline(LineInline):
    model = FeeItem
    template = "admin/edit_inline/stacked.html"
    fields = (
        ("name", "nature"),
        ("is_waived", "is_voluntary"),
        ("amount", "charge_unit"),
        ("standard_text", "times_per_term"),
        ("grade_from", "grade_to"),
        ("doc_no", "approving_body"),
        ("scope", "charged_when"),
        ("relief", "remark"),
    )


class FeeTotalInline(LineInline):
    model = FeeTotal
    fields = ("grade", "amount")


@admin.register(FeeSchedule)
class FeeScheduleAdmin(DisclosureAdmin):
    kind_fieldsets = (
        (
            _("Term, relief and complaints"),
            {"fields": (("term", "valid_until"), "relief_policy", "settlement_rule", "supervision_phones")},
        ),
    )
    inlines = [FeeItemInline, FeeTotalInline]

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> forms.Field:
        """The terms of the schools this person drafts in."""
        if db_field.name == "term":
            units = units_to_draft_in(request.user)
            kwargs["queryset"] = Term.objects.filter(Q(school__in=units) | Q(school__children__in=units)).distinct()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
