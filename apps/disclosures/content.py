"""The text of an item as plain data: kept with each submission, and compared when something changed."""

from __future__ import annotations

from typing import Any, TypedDict

from django.db import models
from django.utils.html import strip_tags

from apps.disclosures.models import Disclosure, Line
from apps.disclosures.triggers import COURSE


class Content(TypedDict):
    """Fields and tables by name, values as a reader sees them."""

    fields: dict[str, str]
    tables: dict[str, list[dict[str, str]]]
    files: dict[str, str]


class Change(TypedDict):
    """One field or line that differs; an empty side means it was not there."""

    where: str
    before: str
    after: str


HIDDEN = {"id", "disclosure", "position", "state", "revision", "created_at", "drafter", "kind", "school", *COURSE}


def content_of(item: Disclosure) -> Content:
    """Everything the supervision group approves: fields, lines and the fingerprints of the files."""
    specific = item.specific
    return {
        "fields": _values(specific),
        "tables": {
            str(model._meta.verbose_name_plural): [_values(line) for line in _lines(specific, model)]
            for model in specific.line_models()
        },
        "files": {str(file): file.sha256 for file in specific.attachments.all()},
    }


def changes(before: Content, after: Content) -> list[Change]:
    """What differs between two texts, field by field and line by line, in the order of the form."""
    found = _differing(before["fields"], after["fields"])
    for table in {**before["tables"], **after["tables"]}:
        found += _changed_lines(table, before["tables"].get(table, []), after["tables"].get(table, []))
    names = {**before["files"], **after["files"]}
    changed = (name for name in names if before["files"].get(name) != after["files"].get(name))
    return found + [
        {"where": name, "before": before["files"].get(name, ""), "after": after["files"].get(name, "")}
        for name in changed
    ]


def _lines(item: Disclosure, model: type[Line]) -> models.QuerySet[Any]:
    return model._default_manager.filter(disclosure=item)


def _values(row: models.Model) -> dict[str, str]:
    fields = (f for f in row._meta.concrete_fields if f.name not in HIDDEN and not f.primary_key)
    shown = {str(getattr(field, "verbose_name", field.name)): _shown(row, field) for field in fields}
    return {name: value for name, value in shown.items() if value}


def _shown(row: models.Model, field: models.Field[Any, Any]) -> str:
    display = getattr(row, f"get_{field.name}_display", None)
    value = display() if display else getattr(row, field.name)
    return strip_tags(str(value)).strip() if value not in (None, "") else ""


def _differing(before: dict[str, str], after: dict[str, str]) -> list[Change]:
    return [
        {"where": name, "before": before.get(name, ""), "after": after.get(name, "")}
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    ]


def _changed_lines(table: str, before: list[dict[str, str]], after: list[dict[str, str]]) -> list[Change]:
    old, new = [[" · ".join(line.values()) for line in lines] for lines in (before, after)]
    gone = [{"where": table, "before": line, "after": ""} for line in old if line not in new]
    come = [{"where": table, "before": "", "after": line} for line in new if line not in old]
    return gone + come  # type: ignore[return-value]
