"""What a correction changed, as the public reads it."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation

from apps.disclosures.content import Change, Content, changes, content_of
from apps.disclosures.models import Disclosure

INSIDE = ("responsible", "publish_at", "replaces", "change_note")
"""Fields that name a person, or whose change says nothing new about the matter."""


def public_changes(before: Disclosure, after: Disclosure) -> list[Change]:
    """Field by field and line by line, in the portal's own language."""
    return changes(_public(before), _public(after))


def _public(item: Disclosure) -> Content:
    """Without the inside fields and columns."""
    content = content_of(item)
    with translation.override(settings.LANGUAGE_CODE):
        hidden = {str(Disclosure._meta.get_field(name).verbose_name) for name in INSIDE}
        columns = {
            str(model._meta.get_field(name).verbose_name)
            for model in item.specific.line_models()
            for name in model.inside
        }
    tables = {name: [_without(columns, line) for line in lines] for name, lines in content["tables"].items()}
    return {"fields": _without(hidden, content["fields"]), "tables": tables}


def _without(hidden: set[str], shown: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in shown.items() if name not in hidden}
