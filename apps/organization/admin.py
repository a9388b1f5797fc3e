"""Units, people and their roles (the superuser), contacts and a school's own rules (its office)."""

from __future__ import annotations

from django.contrib import admin

from apps.accounts.admin import PersonAdmin
from apps.accounts.forms import LabelledRows
from apps.accounts.models import User
from apps.organization.models import Contact, Membership, SchoolRules, Unit
from apps.organization.roles import units_where


class MembershipInline(admin.TabularInline):
    model = Membership
    formset = LabelledRows
    extra = 1


@admin.register(User)
class UserAdmin(PersonAdmin):
    inlines = [MembershipInline]


@admin.register(Unit)
class UnitAdmin(admin.ModelAdmin):
    list_display = ["name", "level", "parent", "position"]
    list_filter = ["level"]
    list_select_related = ["parent"]
    search_fields = ["name"]

    def get_readonly_fields(self, request, obj=None):
        """A unit keeps its level, and a department its school: its items belong to them."""
        if obj is None:
            return []
        return ["level", "parent"] if obj.level == Unit.Level.DEPARTMENT else ["level"]


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ["user", "unit", "role", "post", "line", "since", "until"]
    list_filter = ["role", "unit"]
    list_select_related = ["user", "unit"]
    search_fields = ["user__name", "user__username"]


class SharedAdmin(admin.ModelAdmin):
    """What holds for every school: where there are several, the office of one does not change it for the others."""

    def _is_theirs(self, request):
        schools = Unit.objects.filter(level=Unit.Level.SCHOOL)[:2].count()
        return (
            request.user.is_superuser
            or schools < 2
            or units_where(request.user, f"{self.opts.app_label}.change_{self.opts.model_name}")
            .filter(level=Unit.Level.BUREAU)
            .exists()
        )

    def has_add_permission(self, request):
        return super().has_add_permission(request) and self._is_theirs(request)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._is_theirs(request)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._is_theirs(request)


class OwnUnitsAdmin(admin.ModelAdmin):
    """An office sees and edits what belongs to its own units; the superuser, who configures the portal, all of it."""

    unit_field = "unit"

    def own_units(self, request):
        if request.user.is_superuser:
            return Unit.objects.all()
        return units_where(request.user, f"{self.opts.app_label}.change_{self.opts.model_name}")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(**{f"{self.unit_field}__in": self.own_units(request)})

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == self.unit_field:
            kwargs["queryset"] = self.own_units(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Contact)
class ContactAdmin(OwnUnitsAdmin):
    list_display = ["value", "form", "unit", "hours"]
    list_filter = ["form"]
    list_select_related = ["unit"]


class OwnSchoolsAdmin(OwnUnitsAdmin):
    """What belongs to a school as a whole."""

    unit_field = "school"

    def own_units(self, request):
        return super().own_units(request).filter(level=Unit.Level.SCHOOL)


@admin.register(SchoolRules)
class SchoolRulesAdmin(OwnSchoolsAdmin):
    list_display = ["school", "quorum", "closes_at", "posting_day_counts"]
    list_select_related = ["school"]
