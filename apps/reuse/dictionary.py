"""The data dictionary: every column that leaves the portal, as the models describe it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.disclosures.models import Attachment, Disclosure
from apps.reuse.columns import Column, Shape, attachment_columns, columns_of, item_columns
from apps.reuse.files import CSV, FORMS, file_name
from apps.reuse.punctuality import DUTIES, DUTIES_TITLE, SCHOOLS, SCHOOLS_TITLE, duty_columns, school_columns
from apps.reuse.replies import NAME, TITLE, number_columns
from apps.reuse.source import licence, source_lines
from apps.reuse.tables import LISTED, Table, own_columns
from apps.reuse.writing import csv_text

CHINESE, ENGLISH = "zh-hans", "en"


@dataclass(frozen=True)
class Word:
    """A value of a column with a fixed set, in both languages."""

    value: str
    chinese: str
    english: str


@dataclass(frozen=True)
class Entry:
    """A column as the dictionary describes it."""

    table: str
    name: str
    chinese: str
    english: str
    shape: str
    words: list[Word]
    note: str


@dataclass(frozen=True)
class Section:
    """The columns of one table."""

    name: str
    title: str
    entries: list[Entry]


def sections() -> list[Section]:
    """The list of items, the attachments, each kind (what only it has, and its lines), replies and duties."""
    found = [
        _section(LISTED, _("Items in a list"), item_columns()),
        _section("attachments", str(Attachment._meta.verbose_name_plural), attachment_columns()),
    ]
    for kind in Disclosure.kinds():
        found.append(_section(kind._meta.app_label, kind.kind_name(), own_columns(kind)))
        for line in kind.line_models():
            title = f"{kind.kind_name()}: {line._meta.verbose_name_plural}"
            found.append(_section(line._meta.model_name, title, columns_of(line)))
    return [
        *found,
        _section(NAME, str(TITLE), number_columns()),
        _section(DUTIES, str(DUTIES_TITLE), duty_columns()),
        _section(SCHOOLS, str(SCHOOLS_TITLE), school_columns()),
    ]


def _section(name: str, title: str, columns: list[Column]) -> Section:
    return Section(name, title, [_entry(name, column) for column in columns])


def _entry(table: str, column: Column) -> Entry:
    words = [Word(str(value), *_both(label)) for value, label in column.choices]
    return Entry(table, column.name, *_both(column.title), column.shape, words, str(column.note))


def _both(words: Any) -> list[str]:
    return [_in(language, words) for language in (CHINESE, ENGLISH)]


def _in(language: str, words: Any) -> str:
    with translation.override(language):
        return str(words)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """How to take the data away, and what each column means."""
    context = {"sections": sections(), "licence": licence(), "forms": FORMS}
    return render(request, "reuse/dictionary.html", context)


@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    described = {section.name: [_described(entry) for entry in section.entries] for section in sections()}
    return JsonResponse({"source": source_lines(), "tables": described}, json_dumps_params={"ensure_ascii": False})


def _described(entry: Entry) -> dict[str, Any]:
    words = {word.value: {"zh": word.chinese, "en": word.english} for word in entry.words}
    described = {"name": entry.name, "zh": entry.chinese, "en": entry.english, "shape": entry.shape, "note": entry.note}
    return {**described, "values": words} if words else described


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    entries = [entry for section in sections() for entry in section.entries]
    table = Table("dictionary", _("Data dictionary"), COLUMNS, entries)
    response = HttpResponse("".join(csv_text(table)), content_type=CSV.media_type)
    response["Content-Disposition"] = content_disposition_header(True, file_name(CSV, table.title))
    return response


def _words(entry: Entry) -> str:
    return "\n".join(f"{word.value}: {word.chinese} / {word.english}" for word in entry.words)


COLUMNS = [
    Column("table", "table", Shape.TEXT, lambda entry: entry.table),
    Column("name", "name", Shape.TEXT, lambda entry: entry.name),
    Column("zh", "zh", Shape.TEXT, lambda entry: entry.chinese),
    Column("en", "en", Shape.TEXT, lambda entry: entry.english),
    Column("shape", "shape", Shape.TEXT, lambda entry: entry.shape),
    Column("values", "values", Shape.TEXT, _words),
    Column("note", "note", Shape.TEXT, lambda entry: entry.note),
]
