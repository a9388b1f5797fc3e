"""Tables as files. A text is a stream of pieces, a spreadsheet is written into a file; neither holds the rows."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from apps.reuse.columns import Value
from apps.reuse.source import source_lines
from apps.reuse.tables import Table

ROWS_A_PIECE = 200
LONGEST_CELL = 32_767
"""Characters that a spreadsheet keeps in one cell."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A text that begins so is taken for a formula by spreadsheet programs, and runs."""


def csv_text(table: Table) -> Iterator[str]:
    """Comma-separated text with the byte order mark by which Excel knows that it is UTF-8; the titles come first."""
    piece = io.StringIO()
    rows = csv.writer(piece)
    piece.write("\ufeff")
    rows.writerow([str(column.title) for column in table.columns])
    for number, row in enumerate(table.rows):
        if number % ROWS_A_PIECE == 0:
            yield _taken(piece)
        rows.writerow([harmless(column.shown(row)) for column in table.columns])
    yield _taken(piece)


def json_text(tables: list[Table]) -> Iterator[str]:
    """One object: where it comes from, then each table under its name as a list of objects."""
    yield f'{{"source": {_dumped(source_lines())}'
    for table in tables:
        yield f', "{table.name}": ['
        for number, row in enumerate(table.rows):
            yield ("," if number else "") + "\n" + _dumped({c.name: for_machines(c.read(row)) for c in table.columns})
        yield "]"
    yield "}\n"


def write_spreadsheet(tables: list[Table], file: IO[bytes]) -> None:
    """XLSX: a sheet for each table and one for where it comes from. Amounts are numbers, texts are never formulas."""
    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(table.title[:31])
        sheet.freeze_panes = "A2"
        sheet.append([_heading(sheet, str(column.title)) for column in table.columns])
        for row in table.rows:
            sheet.append([_cell(sheet, column.shown(row)) for column in table.columns])
    about = book.create_sheet("README")
    for line in source_lines():
        about.append([_cell(about, line)])
    book.save(file)


def harmless(value: Value) -> Value:
    """A text that would be a formula begins with an apostrophe; a number below zero stays a number."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def for_machines(value: Value) -> Any:
    """A value of JSON: amounts are numbers, times carry their zone."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _taken(piece: io.StringIO) -> str:
    text = piece.getvalue()
    piece.seek(0)
    piece.truncate()
    return text


def _cell(sheet: Any, value: Value) -> Any:
    """A cell of the value's own type; a text says that it is one, so that “=1+1” stays those four characters."""
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL])
    cell.data_type = "s"
    return cell


def _heading(sheet: Any, title: str) -> Any:
    cell = _cell(sheet, title)
    cell.font = Font(bold=True)
    return cell
