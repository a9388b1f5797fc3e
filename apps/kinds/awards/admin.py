from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from apps.disclosures.admin import DisclosureAdmin, LineInline
from apps.kinds.awards.models import AwardRound, Honouree


class HonoureeInline(LineInline):
    model = Honouree
    template = "admin/edit_inline/stacked.html"
    fields = (
        "name",
        ("unit_or_class", "post"),
        ("votes_for", "votes_against", "votes_abstain"),
        "deeds",
    )


@admin.register(AwardRound)
class AwardRoundAdmin(DisclosureAdmin):
    kind_fieldsets = (
        (
            _("The award"),
            {
                "fields": (
                    ("award_name", "level", "category"),
                    ("school_year", "honouree_group"),
                    "conditions",
                    ("quota", "voters_present"),
                    "procedure",
                )
            },
        ),
    )
    inlines = [HonoureeInline]
