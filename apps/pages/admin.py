"""What the office keeps of the portal's own words. It is the office's alone: a superuser has no short cut here."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import Count, Max
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.disclosures.admin.editor import WithEditor
from apps.disclosures.admin.fields import PlainInputs
from apps.disclosures.dates import full_moment
from apps.organization.models import Membership
from apps.organization.roles import allows, units_where
from apps.pages.forms import PageForm
from apps.pages.models import Banner, GreyDays, Page, PublishedName, Revision
from apps.pages.rosters import GROUPS
from apps.pages.writing import save_text


class OfficeAdmin(admin.ModelAdmin):
    """Asked of the person's role, for the one who configures the portal too."""

    def _may(self, request, action):
        return allows(request.user, f"{self.opts.app_label}.{action}_{self.opts.model_name}")

    def has_module_permission(self, request):
        return self._may(request, "view")

    def has_view_permission(self, request, obj=None):
        return self._may(request, "view")

    def has_add_permission(self, request):
        return self._may(request, "add")

    def has_change_permission(self, request, obj=None):
        return self._may(request, "change")

    def has_delete_permission(self, request, obj=None):
        return self._may(request, "delete")


class RevisionInline(admin.TabularInline):
    """Who saved what when; the texts are on the page itself."""

    model = Revision
    fields = readonly_fields = ("number", "saved_at", "actor_name", "actor_title", "note")
    verbose_name_plural = _("saved versions")
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).defer("body")

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Page)
class PageAdmin(OfficeAdmin, WithEditor):
    form = PageForm
    fields = ["title", "body", "note", "seen"]
    inlines = [RevisionInline]
    list_display = ["name", "times_changed", "saved"]
    actions = None
    view_on_site = False

    def get_queryset(self, request):
        pages = super().get_queryset(request)
        return pages.annotate(versions=Count("revisions"), saved_at=Max("revisions__saved_at"))

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_object(self, request, object_id, from_field=None):
        """The page; what is posted finds its row locked, so that of two editors the second sees the first's text."""
        page = Page.objects.filter(pk__in={object_id} & set(Page.Slug.values))
        return (page.select_for_update() if request.method == "POST" else page).first()

    def save_model(self, request, obj, form, change):
        if not form.is_rewritten:
            messages.info(request, gettext("The text is as it was, so nothing was saved."))
            return
        typed = {name: form.cleaned_data[name] for name in ("title", "body", "note", "seen")}
        save_text(obj, actor=request.user, **typed)
        messages.success(request, gettext("Saved. Readers see the new text from now on; the old one stays readable."))

    def log_change(self, request, obj, message):
        """The saved versions are the only history."""

    def history_view(self, request, object_id, extra_context=None):
        """Readers see the history too."""
        page = self.get_object(request, object_id)
        if page is None:
            raise Http404
        return redirect(page)

    def response_change(self, request, obj):
        return redirect(reverse("admin:pages_page_change", args=[obj.pk]))

    @admin.display(description=_("page"), ordering="slug")
    def name(self, page):
        return str(page)

    @admin.display(description=_("times changed"), ordering="versions")
    def times_changed(self, page):
        return page.versions - 1

    @admin.display(description=_("last saved"), ordering="saved_at")
    def saved(self, page):
        return full_moment(page.saved_at)


class DatedAdmin(PlainInputs, OfficeAdmin):
    """What begins and ends by itself. What is over is a record; what nobody has seen yet may still be deleted."""

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.is_over)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.has_begun)

    readonly_fields = ["shown_standing"]

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        return [*fields, "is_taken_down", "shown_standing"] if obj else fields

    @admin.display(description=_("standing"))
    def shown_standing(self, row):
        return row.standing


@admin.register(Banner)
class BannerAdmin(DatedAdmin):
    list_display = ["text", "shown_standing", "since", "until", "tone"]
    fields = ["text", "link", "tone", "since", "until"]


@admin.register(GreyDays)
class GreyDaysAdmin(DatedAdmin):
    list_display = ["occasion", "shown_standing", "since", "until"]
    fields = ["occasion", "since", "until"]


@admin.register(PublishedName)
class PublishedNameAdmin(PlainInputs, OfficeAdmin):
    list_display = ["membership", "agreed_on"]
    list_select_related = ["membership__user", "membership__unit"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(membership__in=self._seats(request))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "membership":
            kwargs["queryset"] = self._seats(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _seats(self, request):
        """The seats in the groups of this office's own units."""
        units = units_where(request.user, "pages.change_publishedname")
        return Membership.objects.filter(role__in=GROUPS, unit__in=units).select_related("user", "unit")
