"""What belongs to an item and is written on its page: the lines of its kind, the files."""

from __future__ import annotations

from django.contrib import admin
from django.forms import NumberInput
from django.utils.translation import gettext_lazy as _

from apps.disclosures.admin.fields import PlainInputs, stored_file
from apps.disclosures.admin.forms import AttachmentForm, AttachmentFormSet, LineForm, LineFormSet
from apps.disclosures.models import Attachment


class Part(PlainInputs):
    """Whoever may write the item may write its parts; `admin` and `obj` are those of the item."""

    def _may_write(self, request, item):
        kind = self.admin_site.get_model_admin(self.parent_model)  # type: ignore[attr-defined]
        return kind.has_change_permission(request, item) if item else kind.has_add_permission(request)

    def has_add_permission(self, request, obj=None):
        return self._may_write(request, obj)

    def has_change_permission(self, request, obj=None):
        return self._may_write(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._may_write(request, obj)

    def has_view_permission(self, request, obj=None):
        return True


class LineInline(Part, admin.TabularInline):
    """The lines of a kind. A kind names model and fields; the order is added."""

    form = LineForm
    formset = LineFormSet
    extra = 1

    def get_extra(self, request, obj=None, **kwargs):
        return super().get_extra(request, obj, **kwargs) + (0 if obj else len(lines_begun(request, self)))

    def get_fields(self, request, obj=None):
        fields = [name for name in super().get_fields(request, obj) if name != "position"]
        return [*fields, "position"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "position":
            kwargs["widget"] = NumberInput(attrs={"class": "order"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def lines_begun(request, inline):
    """The lines with which a new item begins, none of them saved."""
    return request.beginning.lines.get(inline.model, []) if request.beginning else []


class AttachmentInline(Part, admin.TabularInline):
    """The files of an item: added and removed while it is a draft."""

    model = Attachment
    form = AttachmentForm
    formset = AttachmentFormSet
    extra = 1
    readonly_fields = ("stored",)

    def get_fields(self, request, obj=None):
        return ("file", "label") if self.has_change_permission(request, obj) else ("stored", "label")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.author = request.user  # type: ignore[attr-defined]
        return formset

    @admin.display(description=_("file"))
    def stored(self, attachment):
        return stored_file(attachment)
