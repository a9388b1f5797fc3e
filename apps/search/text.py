"""The text of an item, section by section, as a reader of its page may read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import translation
from django.utils.formats import localize
from django_prose_editor.fields import ProseEditorField

from apps.disclosures.content import public_fields
from apps.disclosures.models import Attachment, Disclosure, Line
from apps.disclosures.richtext import plain
from apps.disclosures.states import State
from apps.search.models import FileText

WORDS = (models.CharField, models.TextField, models.DecimalField, models.ForeignKey)
"""Columns that are looked for by their words; a day, a yes or a count of votes is not."""
FIRST = ("title", "summary", "doc_no")
NO_WORDS_OF_ITS_OWN = ("audience",)


@dataclass
class Text:
    """The title, what tells most of it, the rest, and each file by its name."""

    title: str
    head: list[str]
    body: list[str] = field(default_factory=list)
    files: list[tuple[str, str]] = field(default_factory=list)


def texts_of(items: Iterable[Disclosure]) -> Iterator[Text]:
    """The texts of items of one kind, in their order and in the portal's language, read together."""
    items = list(items)
    lines, files = _lines(items), _files(items)
    for item in items:
        with translation.override(settings.LANGUAGE_CODE):
            yield _text(item, lines[item.pk], files[item.pk])


def _text(item: Disclosure, lines: list[Line], files: list[tuple[str, str]]) -> Text:
    if item.state == State.WITHDRAWN:
        return Text(item.title, [item.register_no])
    values = {f.name: _value(item, f) for f in _columns(type(item))}
    head = [item.register_no, values["doc_no"], values["summary"]]
    body = [value for name, value in values.items() if name not in FIRST]
    body += [" | ".join(filter(None, (_value(line, f) for f in _columns(type(line))))) for line in lines]
    return Text(item.title, head, body, files)


def related(model: type[models.Model]) -> list[str]:
    """The rows that a text of this kind names, to be fetched with it."""
    return [column.name for column in _columns(model) if isinstance(column, models.ForeignKey)]


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [f for f in public_fields(model) if isinstance(f, WORDS) and f.name not in NO_WORDS_OF_ITS_OWN]


def _value(row: models.Model, column: models.Field[Any, Any]) -> str:
    display = getattr(row, f"get_{column.name}_display", None)
    try:
        value = display() if display else getattr(row, column.name)
    except ObjectDoesNotExist:
        return ""
    return plain(value) if isinstance(column, ProseEditorField) else str(localize(value) or "")


def _lines(items: list[Disclosure]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = defaultdict(list)
    for model in type(items[0]).line_models() if items else []:
        lines: Iterable[Any] = model._default_manager.filter(disclosure__in=items)  # type: ignore[misc]  # checks.E007
        for line in lines:
            found[line.disclosure_id].append(line)
    return found


def _files(items: list[Disclosure]) -> dict[int, list[tuple[str, str]]]:
    """For each item what its files are called on its page, each with its own name and what could be read of it."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    attached = list(Attachment.objects.filter(disclosure__in=items))
    read = FileText.objects.in_bulk([file.sha256 for file in attached])
    for file in attached:
        words = read[file.sha256].text if file.sha256 in read else ""
        found[file.disclosure_id].append((str(file), f"{file.name}\n{words}" if file.label else words))
    return found
