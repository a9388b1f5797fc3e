from django.contrib import admin

from apps.calendars.models import CalendarDay, CalendarYear, RestDay, SchoolYear, Term, Vacation
from apps.organization.admin import OwnSchoolsAdmin, SharedAdmin


@admin.register(CalendarYear)
class CalendarYearAdmin(SharedAdmin):
    list_display = ["year", "source"]

    def get_readonly_fields(self, request, obj=None):
        # The year is the key: to change it would make a second row.
        return ["year"] if obj else []


@admin.register(CalendarDay)
class CalendarDayAdmin(SharedAdmin):
    list_display = ["date", "name", "is_working"]
    list_filter = ["is_working", "name"]
    search_fields = ["name"]
    date_hierarchy = "date"


@admin.register(Term, SchoolYear, Vacation)
class SpanAdmin(OwnSchoolsAdmin):
    list_display = ["name", "school", "starts_on", "ends_on"]
    list_filter = ["school"]
    list_select_related = ["school"]
    search_fields = ["name"]


@admin.register(RestDay)
class RestDayAdmin(OwnSchoolsAdmin):
    list_display = ["date", "name", "school"]
    list_filter = ["school"]
    list_select_related = ["school"]
    search_fields = ["name"]
    date_hierarchy = "date"
