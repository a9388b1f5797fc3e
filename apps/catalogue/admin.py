from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from apps.catalogue.models import Heading
from apps.organization.admin import SharedAdmin


@admin.register(Heading)
class HeadingAdmin(SharedAdmin):
    list_display = ["code", "title", "section_title", "audience", "cadence", "is_confirmed", "is_active"]
    list_display_links = ["code", "title"]
    list_filter = ["section", "audience", "cadence", "is_active", "is_confirmed"]
    search_fields = ["code", "name", "name_en", "section", "basis"]
    fieldsets = [
        (None, {"fields": ["code", "name", "name_en", "section", "section_en", "is_active"]}),
        (_("How it is disclosed"), {"fields": ["audience", "cadence", "kind"]}),
        (_("Time"), {"fields": ["time_limit_days", "time_limit_basis", "publicity_days"]}),
        (_("Basis"), {"fields": ["basis", "is_confirmed", "note"]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        # Items already posted, and the next loading of the catalogue, know a heading by its code.
        return ["code"] if obj else []
