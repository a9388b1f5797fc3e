"""The form, the list and the permissions of a kind on the working side."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import admin
from django.db import IntegrityError, connection, transaction
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.disclosures.admin import fields, inlines
from apps.disclosures.admin.forms import DisclosureForm, changed_fields, changed_labels
from apps.disclosures.admin.inlines import AttachmentInline
from apps.disclosures.admin.pages import ItemPages
from apps.disclosures.dates import near
from apps.disclosures.drafting import beginning_of
from apps.disclosures.models import Disclosure, Event, Frozen
from apps.disclosures.recording import record_writing
from apps.disclosures.states import State
from apps.disclosures.templatetags.portal import state_badges
from apps.disclosures.workflow import Refused
from apps.organization.roles import allows

REGISTER_NO = re.compile(r"(\d{4})\D{1,3}(\d{1,6})")


class DisclosureAdmin(fields.PlainInputs, ItemPages):
    """A kind adds `kind_fieldsets` and the inlines of its lines; everything else is the same for every kind."""

    kind_fieldsets: tuple = ()
    form = DisclosureForm
    change_form_template = "admin/disclosures/change_form.html"
    change_list_template = "admin/disclosures/change_list.html"
    actions = None
    view_on_site = False
    list_display = ["title", "shown_number", "unit", "shown_state", "heading", "updated"]
    list_filter = ["state", ("unit", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["unit", "heading"]
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    search_fields = ["title", "doc_no"]
    search_help_text = _("Title, document number or register number (2026-012).")
    ordering = ["-id"]

    # Who may do what: asked of the role in the item's unit; a superuser has no short cut.

    def get_queryset(self, request):
        latest = Event.objects.filter(disclosure=OuterRef("pk")).order_by("-id").values("at")[:1]
        items: Any = super().get_queryset(request)
        return items.workable_by(request.user).annotate(updated_at=Subquery(latest))

    def has_module_permission(self, request):
        return allows(request.user, "disclosures.view")

    def has_view_permission(self, request, obj=None):
        if obj is None:
            return self.has_module_permission(request)
        permission = "disclosures.view_draft" if obj.state == State.DRAFT else "disclosures.view"
        return request.user.has_perm(permission, obj)

    def has_add_permission(self, request):
        return allows(request.user, "disclosures.draft")

    def has_change_permission(self, request, obj=None):
        """A frozen item is shown read-only; what is sent for it all the same reaches the form, which says why not."""
        if obj is None:
            return self.has_add_permission(request)
        is_open = obj.state == State.DRAFT or request.method == "POST"
        return is_open and request.user.has_perm("disclosures.draft", obj)

    def has_delete_permission(self, request, obj=None):
        """Nothing is ever deleted: the events of an item outlive it."""
        return False

    # The form.

    def get_fieldsets(self, request, obj=None):
        groups = [
            (_("What it is"), ["title", "heading", "unit", "summary"]),
            *((name, options["fields"]) for name, options in self.kind_fieldsets),
            (_("Text"), ["body"]),
            (_("Basis"), ["basis", "doc_no", "made_on", "signed_by"]),
            (_("Who may read it"), ["audience", "display_until"]),
            (_("Publicity"), ["publicity_days", "objection_contact", "objectors", "publish_at"]),
            (_("Who is in charge"), ["responsible"]),
        ]
        if obj and obj.replaces_id:
            groups.insert(1, (_("Correction"), ["change_note"]))
        if obj and not self.has_change_permission(request, obj):
            groups = [(name, self._read_only(names)) for name, names in groups]
        return [(name, {"fields": names}) for name, names in groups]

    def _read_only(self, names):
        """The fields as words: a text as readers see it, a choice without a link to a form that others keep."""
        return [
            fields.in_words(self.model, name) if isinstance(name, str) else tuple(self._read_only(name))
            for name in names
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.author = request.user  # type: ignore[attr-defined]
        form.refusal = getattr(request, "refusal", "")  # type: ignore[attr-defined]
        return form

    def get_inlines(self, request, obj=None):
        return [*super().get_inlines(request, obj), AttachmentInline]

    def get_changeform_initial_data(self, request):
        units = fields.units_to_draft_in(request.user)[:2]
        only = {"unit": units[0].pk} if len(units) == 1 else {}
        begun = request.beginning.values if request.beginning else {}
        return {**only, **begun, **super().get_changeform_initial_data(request)}

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        lines = [] if obj.pk or request.method == "POST" else inlines.lines_begun(request, inline)
        return kwargs | ({"initial": lines} if lines else {})

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        limits = fields.limits_of(db_field.name, request.user, self.opts.app_label)
        return super().formfield_for_foreignkey(db_field, request, **kwargs, **limits)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "audience":
            kwargs |= {"choices": [("", _("as the catalogue says")), *db_field.choices], "required": False}
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    # Saving: the row locked, one transaction, one event, nothing where nothing changed.

    def get_object(self, request, object_id, from_field=None):
        """The item; what is posted finds its row locked until the transaction ends, as every step does."""
        item = super().get_object(request, object_id, from_field)
        return Disclosure.objects.lock(item.pk) if item and request.method == "POST" else item

    def add_view(self, request, form_url="", extra_context=None):
        """The empty form; or one that another room has something to begin with, as its address says."""
        request.beginning = beginning_of(self.model, request.GET, request.user)
        return super().add_view(request, form_url, {"beginning": request.beginning, **(extra_context or {})})

    def changeform_view(self, request, *args, **kwargs):
        """What is refused only at the end becomes a sentence above the form, and the form keeps what was typed."""
        try:
            with transaction.atomic():
                return super().changeform_view(request, *args, **kwargs)
        except Refused as refused:
            request.refusal = " ".join(refused.reasons)
        except (IntegrityError, Frozen):
            request.refusal = gettext(
                "Nothing was saved: somebody else changed something at the same moment. Look at your text below, "
                "choose any files again, and save again."
            )
        return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.drafter = request.user
        if not change or changed_fields(form):
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        changed = changed_labels(form, formsets)
        if changed or not change:
            record_writing(form.instance, actor=request.user, changed=changed)
        if not change and request.beginning:
            request.beginning.written(form.instance)
        connection.check_constraints()  # what the database refuses at the end, it refuses before we say "saved"

    def log_addition(self, request, obj, message):
        """The events are the only history."""

    def log_change(self, request, obj, message):
        """The events are the only history."""

    def response_post_save_add(self, request, obj):
        """Back to the item, where the page says what is missing and which step comes next."""
        return redirect(self.form_address(obj))

    def response_post_save_change(self, request, obj):
        return redirect(self.form_address(obj))

    # The list.

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": self.model.kind_name()})

    def get_search_results(self, request, queryset, search_term):
        found, may_have_duplicates = super().get_search_results(request, queryset, search_term)
        if number := REGISTER_NO.search(search_term):
            year, serial = number.groups()
            found |= queryset.filter(register_year=year, register_serial=serial)
        return found, may_have_duplicates

    @admin.display(description=_("number"), ordering="register_serial")
    def shown_number(self, item):
        return item.register_no

    @admin.display(description=_("state"))
    def shown_state(self, item):
        return state_badges(item) or item.get_state_display()

    @admin.display(description=_("updated"), ordering="updated_at")
    def updated(self, item):
        return near(item.updated_at)
