"""How the desk types: plain inputs of the browser, and choices limited to what this person may choose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import Q
from django.forms.models import ModelChoiceField, ModelChoiceIterator
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from apps.accounts.models import User
from apps.catalogue.models import Heading
from apps.disclosures.models import Attachment, Disclosure
from apps.organization.models import Membership, Role, Unit
from apps.organization.roles import units_where


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class StoredFileInput(forms.FileInput):
    """Chooses a new file; a file that is there already is shown, and can be removed but not swapped."""

    attachment: Attachment | None = None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return stored_file(self.attachment) if self.attachment else super().render(name, value, attrs, renderer)


def stored_file(attachment: Attachment) -> SafeString:
    """Name, size and fingerprint of a file, linked to the door through which its item is read."""
    return render_to_string("admin/disclosures/stored_file.html", {"attachment": attachment})


def in_words(kind: type[Disclosure], name: str) -> str | Callable[[models.Model], Any]:
    """What a read-only form shows of a field: mostly its name; a text as readers see it, a choice without a link."""
    field: Any = kind._meta.get_field(name)
    is_text = isinstance(field, ProseEditorField)
    if not (is_text or field.is_relation):
        return name

    @admin.display(description=field.verbose_name)
    def shown(item: models.Model) -> Any:
        value = getattr(item, name) or "—"
        return mark_safe(value) if is_text else value  # the text was sanitised when it was saved

    return shown


class UnitField(ModelChoiceField):
    def label_from_instance(self, unit: Unit) -> str:
        return f"{unit.parent} › {unit}" if unit.parent else str(unit)


class HeadingsBySection(ModelChoiceIterator):
    """The headings in the groups of the catalogue."""

    def __iter__(self) -> Iterator[Any]:
        yield "", self.field.empty_label
        for section, headings in groupby(self.queryset, key=lambda heading: heading.section_title):
            yield section, [self.choice(heading) for heading in headings]


class HeadingField(ModelChoiceField):
    iterator = HeadingsBySection


class PlainInputs(BaseModelAdmin):
    """The browser's own inputs for dates and numbers, and no links to other forms beside a choice."""

    formfield_overrides = {
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})},
        # A number field of the browser drops what is no number before anybody can say so.
        models.DecimalField: {"widget": forms.TextInput(attrs={"inputmode": "decimal"})},
        models.IntegerField: {"widget": forms.TextInput(attrs={"inputmode": "numeric"})},
        models.DateField: {"widget": DayInput},
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": MomentInput},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        if isinstance(db_field, ProseEditorField):
            field.widget.attrs["aria-label"] = db_field.verbose_name  # type: ignore[union-attr]
        return field


def limits_of(name: str, user: User, slug: str) -> dict[str, Any]:
    """How the choice in a field of the envelope is limited for this person and this kind."""
    if name == "unit":
        return {"queryset": units_to_draft_in(user), "form_class": UnitField}
    if name == "heading":
        told = _("What you leave empty comes from here: the audience; at first also basis and days.")
        return {"queryset": headings_for(slug), "form_class": HeadingField, "help_text": told}
    return {"queryset": leaders_of(units_to_draft_in(user))} if name == "responsible" else {}


def units_to_draft_in(user: User) -> models.QuerySet[Unit]:
    return units_where(user, "disclosures.draft").select_related("parent")


def headings_for(slug: str) -> models.QuerySet[Heading]:
    """The headings in use, those that usually take this kind first."""
    headings = Heading.objects.filter(is_active=True)
    return headings.order_by(models.Case(models.When(kind=slug, then=0), default=1), "code")


def leaders_of(units: models.QuerySet[Unit]) -> models.QuerySet[User]:
    """The members of the leadership group of these units and of the units above them."""
    above = Q(unit__in=units) | Q(unit__children__in=units) | Q(unit__children__children__in=units)
    seats = Membership.objects.current().filter(above, role=Role.LEADERSHIP)
    return User.objects.filter(pk__in=seats.values("user"))
