"""One item as data: what the API gives of it and what an archive keeps of it."""

from __future__ import annotations

from typing import Any

from apps.disclosures.models import Disclosure
from apps.disclosures.richtext import plain
from apps.disclosures.states import State
from apps.reuse.columns import Column, item_columns
from apps.reuse.tables import Table, attachments_table, line_tables, own_columns
from apps.reuse.writing import for_machines


def item_as_data(item: Disclosure, reader: Any) -> dict[str, Any]:
    """All that this reader may read of an item; `item` is the kind's own row. A withdrawn one has no text left."""
    is_withdrawn = item.state == State.WITHDRAWN
    return {
        **row_of_list(item_columns(), item),
        "text": "" if is_withdrawn else plain(item.body),
        "html": "" if is_withdrawn else item.body,
        "fields": {} if is_withdrawn else _values(own_columns(type(item)), item),
        "corrects": _number(reader, pk=item.replaces_id),
        "corrected_by": _number(reader, replaces=item.pk),
        "tables": [] if is_withdrawn else [table_as_data(table) for table in line_tables(item)],
        "attachments": [] if is_withdrawn else rows_as_data(attachments_table(item)),
    }


def row_of_list(columns: list[Column], item: Disclosure) -> dict[str, Any]:
    """An item as a list of items has it."""
    return {**_values(columns, item), "unit_key": item.unit_id}


def table_as_data(table: Table) -> dict[str, Any]:
    return {"name": table.name, "title": table.title, "rows": rows_as_data(table)}


def rows_as_data(table: Table) -> list[dict[str, Any]]:
    return [_values(table.columns, row) for row in table.rows]


def _values(columns: list[Column], row: Any) -> dict[str, Any]:
    return {column.name: for_machines(column.read(row)) for column in columns}


def _number(reader: Any, **which: Any) -> str | None:
    """The number of an item beside this one, as far as this reader may read it."""
    found = Disclosure.objects.visible_to(reader).filter(**which).only("register_year", "register_serial").first()
    return found.number if found else None
