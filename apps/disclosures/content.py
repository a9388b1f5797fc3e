"""The text of an item as plain data: kept with each submission, and compared in differences.py."""

from __future__ import annotations

import datetime
from typing import Any, TypedDict

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone, translation
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django_prose_editor.fields import ProseEditorField

from apps.disclosures.models import Disclosure, Line
from apps.disclosures.richtext import plain
from apps.disclosures.triggers import COURSE


class Content(TypedDict):
    """Fields and tables by name, values as a reader sees them."""

    fields: dict[str, str]
    tables: dict[str, list[dict[str, str]]]


HIDDEN = {
    "id", "disclosure", "position", "state", "revision", "created_at", "drafter", "kind", "school", "replaces", *COURSE
}  # fmt: skip

INSIDE = {"responsible", "publish_at", "replaces", "change_note"}
"""Fields of the envelope that name a person, or whose change says nothing new about the matter."""


def content_of(item: Disclosure) -> Content:
    """Everything the supervision group approves: fields, lines and the fingerprints of the files.

    In the portal's own language, whoever asks: two texts are compared word for word.
    """
    specific = item.specific
    with translation.override(settings.LANGUAGE_CODE):
        tables = {
            str(model._meta.verbose_name_plural): [_values(line) for line in _lines(specific, model)]
            for model in specific.line_models()
        }
        files = [{_("file"): str(file), "SHA-256": file.sha256} for file in specific.attachments.all()]
        return {"fields": _values(specific), "tables": {**tables, _("attachments"): files}}


def public_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns of a kind or a line that every reader of the item may read, in the order of the form."""
    left_out = HIDDEN | set(model.inside) if issubclass(model, Line) else HIDDEN | INSIDE
    return [f for f in model._meta.concrete_fields if f.name not in left_out and not f.primary_key]


def public_content_of(item: Disclosure) -> Content:
    """The text as every reader of the item may read it: without the inside fields and columns."""
    content = content_of(item)
    with translation.override(settings.LANGUAGE_CODE):
        names = {str(field.verbose_name) for field in public_fields(type(item.specific))}
        tables = {str(m._meta.verbose_name_plural): m for m in item.specific.line_models()}
        inside = {
            name: {str(column.verbose_name) for column in m._meta.concrete_fields if column.name in m.inside}
            for name, m in tables.items()
        }
    return {
        "fields": {name: text for name, text in content["fields"].items() if name in names},
        "tables": {
            name: [{k: v for k, v in line.items() if k not in inside.get(name, set())} for line in lines]
            for name, lines in content["tables"].items()
        },
    }


def _lines(item: Disclosure, model: type[Line]) -> models.QuerySet[Any]:
    return model._default_manager.filter(disclosure=item)  # type: ignore[misc]  # every line has it: checks.E007


def _values(row: models.Model) -> dict[str, str]:
    fields = (f for f in row._meta.concrete_fields if f.name not in HIDDEN and not f.primary_key)
    shown = {str(getattr(field, "verbose_name", field.name)): _shown(row, field) for field in fields}
    return {name: value for name, value in shown.items() if value}


def _shown(row: models.Model, field: models.Field[Any, Any]) -> str:
    display = getattr(row, f"get_{field.name}_display", None)
    try:
        value = display() if display else getattr(row, field.name)
    except ObjectDoesNotExist:  # the person's account was deleted
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, ProseEditorField):
        return plain(value)
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value)
    return "" if value is None else str(localize(value)).strip()
