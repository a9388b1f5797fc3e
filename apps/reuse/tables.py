"""The tables that leave the portal: the items of a list, and the lines of an item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from apps.board.paging import Cursor
from apps.disclosures.models import Attachment, Disclosure
from apps.disclosures.querysets import DisclosureQuerySet
from apps.reuse.columns import Column, attachment_columns, columns_of, item_columns

BATCH = 1000
"""Rows read from the database at a time; what is held in memory does not grow with the list."""
LISTED = "items"


@dataclass(frozen=True)
class Table:
    """Rows under columns; the rows are read while they are written."""

    name: str
    title: str
    columns: list[Column]
    rows: Iterable[Any]


def items_table(items: DisclosureQuerySet) -> Table:
    """A list, the newest first."""
    return Table(LISTED, _("Items"), item_columns(), newest_first(items))


def line_tables(item: Disclosure) -> list[Table]:
    """The tables of an item's own kind, as far as every reader of the item may read them."""
    return [_lines(item, relation) for relation in type(item)._meta.related_objects if _is_of_lines(relation)]


def newest_first(items: DisclosureQuerySet) -> Iterator[Disclosure]:
    """Every row, in batches by key: no query is long, and what is taken down meanwhile is left out."""
    items = with_envelope(items).newest_first()
    batch = list(items[:BATCH])
    while batch:
        yield from batch
        batch = list(items.filter(Cursor.of(batch[-1]).older)[:BATCH]) if len(batch) == BATCH else []


def with_envelope(items: DisclosureQuerySet) -> DisclosureQuerySet:
    """The query with what an exported row shows, the names beside it included, and without the long texts."""
    return items.select_related("school", "unit", "heading").defer("body", "heading__basis", "heading__note")


def _is_of_lines(relation: Any) -> bool:
    return relation.related_model in relation.model.line_models()


def _lines(item: Disclosure, relation: Any) -> Table:
    model = relation.related_model
    beside = [field.name for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    rows = getattr(item, relation.get_accessor_name()).select_related(*beside)
    return Table(model._meta.model_name, str(model._meta.verbose_name_plural), columns_of(model), rows)


def own_columns(kind: type[Disclosure]) -> list[Column]:
    """The columns that only this kind has."""
    envelope = {field.name for field in Disclosure._meta.concrete_fields}
    return [column for column in columns_of(kind) if column.name not in envelope]


def attachments_table(item: Disclosure) -> Table:
    """What is known of the files of an item, and where they are."""
    return Table("attachments", str(Attachment._meta.verbose_name_plural), attachment_columns(), item.attachments.all())
