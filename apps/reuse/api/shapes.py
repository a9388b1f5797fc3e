"""What the API takes and gives, made from the columns of the exports and the conditions of the lists."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_noop as _
from ninja import Field, Schema
from pydantic import create_model

from apps.reuse.columns import Column, Shape, attachment_columns, item_columns

TYPES: dict[Shape, Any] = {
    Shape.TEXT: str | None,
    Shape.CHOICE: str | None,
    Shape.WHOLE: int | None,
    Shape.NUMBER: float | None,
    Shape.YES_NO: bool | None,
    Shape.DATE: datetime.date | None,
    Shape.MOMENT: datetime.datetime | None,
}
MOST = 100

CONDITIONS = {
    "q": _("Words to search for, as in the search field."),
    "kind": _("Slug of a kind, from /kinds."),
    "term": _("Key of a term, as in the address of a list."),
    "year": _("Year of posting, such as 2026."),
    "unit": _("Key of a unit: the unit_key of an item. A school stands for its departments, too."),
    "heading": _("Code of a catalogue heading, from /headings."),
    "state": _("live, ended, corrected or withdrawn. Without it: all items in force."),
    "audience": _("public, parents or staff, for readers who signed in."),
}
"""The conditions of a list (apps/board/filters.py) as the documentation tells them."""


def _of_columns(name: str, columns: list[Column], **more: Any) -> type[Schema]:
    """A schema with a field for each column; its description is the English title, translated when it is shown."""
    with translation.override(None):
        fields = {column.name: (TYPES[column.shape], Field(None, description=str(column.title))) for column in columns}
    return create_model(name, __base__=Schema, **fields, **more)


class Trouble(Schema):
    error: str = Field(description=_("A sentence that says what is wrong."))
    details: list[str] = Field([], description=_("A sentence for each parameter that is wrong."))


_unit_key = (int, Field(description=_("Key of the responsible unit, for the condition “unit”.")))
Item = _of_columns("Item", item_columns(), unit_key=_unit_key)
Attachment = _of_columns("Attachment", attachment_columns())

ListQuery = create_model(
    "ListQuery",
    __base__=Schema,
    **{name: (str, Field("", description=description)) for name, description in CONDITIONS.items()},
    before=(str, Field("", description=_("Where the page begins: take it from “next” of the page before."))),
    limit=(int, Field(20, ge=1, le=MOST, description=_("Items on a page."))),
)


class ItemPage(Schema):
    items: list[Item] = Field(description=_("Newest first."))  # type: ignore[valid-type]
    next: str | None = Field(description=_("Address of the next, older page; null on the last."))


class Rows(Schema):
    name: str = Field(description=_("Name of the table in the data dictionary."))
    title: str = Field(description=_("Title of the table."))
    rows: list[dict[str, Any]] = Field(description=_("The lines; their columns are in the data dictionary."))


class WholeItem(Item):  # type: ignore[misc,valid-type]
    text: str = Field(description=_("The full text as plain words."))
    html: str = Field(description=_("The full text with its marks."))
    fields: dict[str, Any] = Field(description=_("What only this kind has; the columns are in the data dictionary."))
    corrects: str | None = Field(description=_("Number of the item that this one corrects."))
    corrected_by: str | None = Field(description=_("Number of the item that corrects this one."))
    tables: list[Rows] = Field(description=_("The lines of the item."))
    attachments: list[Attachment] = Field(description=_("The files of the item."))  # type: ignore[valid-type]


class Heading(Schema):
    code: str = Field(description=_("Never changes."))
    section: str = Field(description=_("Class of the catalogue."))
    matter: str = Field(description=_("What is disclosed."))
    audience: str = Field(description=_("The widest audience this matter is meant for."))
    cadence: str = Field(description=_("How often it is disclosed."))
    kind: str = Field(description=_("The kind it usually takes; empty: any."))


class Kind(Schema):
    slug: str = Field(description=_("For the condition “kind”."))
    name: str = Field(description=_("As the board prints it."))
    tables: list[str] = Field(description=_("Names of its tables in the data dictionary."))
