"""The forms in which data leaves, and the names of the files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from django.utils import timezone

from apps.board.portal import Portal
from apps.reuse.tables import Table
from apps.reuse.writing import csv_text, json_text, write_spreadsheet

UNFIT = re.compile(r'[\s\\/:*?"<>|\x00-\x1f]+')
"""Characters that a file name cannot have on somebody's computer."""


@dataclass(frozen=True)
class FileForm:
    """A form of file and what browsers call it."""

    suffix: str
    media_type: str


CSV = FileForm("csv", "text/csv; charset=utf-8")
XLSX = FileForm("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
JSON = FileForm("json", "application/json")
FORMS = {form.suffix: form for form in (CSV, XLSX, JSON)}


def pieces(form: FileForm, tables: list[Table]) -> Iterator[str]:
    """The text of a CSV, which has room for one table, or of a JSON."""
    return csv_text(tables[0]) if form == CSV else json_text(tables)


def write(form: FileForm, tables: list[Table], file: IO[bytes]) -> None:
    """The tables in this form, into an open file."""
    if form == XLSX:
        return write_spreadsheet(tables, file)
    for piece in pieces(form, tables):
        file.write(piece.encode())
    return None


def file_name(form: FileForm, *parts: str) -> str:
    """澄溪九年制学校_收费_2026-11-22.csv"""
    words = [Portal().name, *parts, timezone.localdate().isoformat()]
    return f"{'_'.join(UNFIT.sub('_', word) for word in words if word)}.{form.suffix}"
