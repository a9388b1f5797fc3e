from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from apps.disclosures.admin import DisclosureAdmin, LineInline
from apps.kinds.personnel.models import Appointee, PersonnelChange


class AppointeeInline(LineInline):
    model = Appointee
    template = "admin/edit_inline/stacked.html"
    fields = (
        ("name", "years_of_service"),
        ("current_post", "proposed_post"),
        "selection_method",
        ("is_exceptional", "exception_grounds"),
        ("score", "rank"),
        ("gender", "birth_month"),
        ("education", "political_status"),
    )


@admin.register(PersonnelChange)
class PersonnelChangeAdmin(DisclosureAdmin):
    kind_fieldsets = (
        (
            _("The change"),
            {
                "fields": (
                    "change_type",
                    "grounds",
                    ("eligible_voters", "present_voters", "valid_votes"),
                    "probation_months",
                )
            },
        ),
    )
    inlines = [AppointeeInline]
