"""What leaves the portal as data, column by column, read from the models: nothing here is listed by hand twice."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_prose_editor.fields import ProseEditorField

from apps.disclosures.addresses import absolute
from apps.disclosures.content import public_fields
from apps.disclosures.models import Attachment, Disclosure
from apps.disclosures.richtext import plain
from apps.disclosures.states import State
from apps.disclosures.triggers import COURSE

Value = str | int | Decimal | bool | datetime.date | None


class Shape(models.TextChoices):
    """What the values of a column look like."""

    TEXT = "text", pgettext_lazy("of a value", "text")
    CHOICE = "choice", gettext_lazy("one of the words listed")
    WHOLE = "whole", gettext_lazy("whole number")
    NUMBER = "number", gettext_lazy("number")
    YES_NO = "yes_no", gettext_lazy("yes or no")
    DATE = "date", gettext_lazy("date")
    MOMENT = "moment", gettext_lazy("date and time with time zone")


# The first that fits; all that is left is text.
SHAPES: tuple[tuple[type[models.Field[Any, Any]], Shape], ...] = (
    (models.BooleanField, Shape.YES_NO),
    (models.DecimalField, Shape.NUMBER),
    (models.IntegerField, Shape.WHOLE),
    (models.DateTimeField, Shape.MOMENT),
    (models.DateField, Shape.DATE),
)


@dataclass(frozen=True)
class Column:
    """A column as it leaves the portal: its name for machines, its title for people, what its values look like."""

    name: str
    title: str | Promise
    shape: Shape
    read: Callable[[Any], Value]
    choices: tuple[tuple[Any, Any], ...] = ()
    note: str | Promise = ""

    def shown(self, row: Any) -> Value:
        """The value as people read it in a sheet: words for choices, times on the clock of the school."""
        value = self.read(row)
        if self.shape == Shape.CHOICE:
            return self._words.get(value, value)
        if self.shape == Shape.YES_NO:
            return _("yes") if value else _("no")
        return value.replace(tzinfo=None) if isinstance(value, datetime.datetime) else value

    @cached_property
    def _words(self) -> dict[Any, str]:
        """In the language of the moment: a column is made for one export."""
        return {value: str(word) for value, word in self.choices}


def columns_of(model: type[models.Model]) -> list[Column]:
    """The columns of a kind or its lines that every reader of the item may read."""
    return [_column(field) for field in public_fields(model)]


def item_columns() -> list[Column]:
    """The columns of a list of items: its number, then the envelope without the full text, then its course."""
    # The same for every row, and asked for when the first is read: this module is loaded before the addresses are.
    before = SimpleLazyObject(lambda: absolute(reverse("board:item", args=["0000-0"])).removesuffix("0000-0"))
    envelope = [field for field in public_fields(Disclosure) if not isinstance(field, ProseEditorField)]
    others: list[Any] = [
        Disclosure._meta.get_field(name) for name in ("change_note", "state", *COURSE) if name not in IN_NUMBER
    ]
    kinds = tuple((kind._meta.app_label, kind._meta.verbose_name) for kind in Disclosure.kinds())
    return [
        Column("number", gettext_lazy("short number"), Shape.TEXT, lambda item: item.number),
        Column("register_no", gettext_lazy("register number"), Shape.TEXT, lambda item: item.register_no),
        Column("address", gettext_lazy("address"), Shape.TEXT, lambda item: f"{before}{item.number}"),
        Column("kind", gettext_lazy("kind"), Shape.CHOICE, lambda item: item.kind, kinds),
        _column(Disclosure._meta.get_field("school")),
        *(_unless_withdrawn(_column(field)) for field in [*envelope, *others]),
    ]


def attachment_columns() -> list[Column]:
    """The columns of an item's files: names, type, size and fingerprint, and the address."""
    shown: list[Any] = [Attachment._meta.get_field(name) for name in ("name", "label", "media_type", "size", "sha256")]
    address = Column("address", gettext_lazy("address"), Shape.TEXT, lambda file: absolute(file.get_absolute_url()))
    return [*(_column(field) for field in shown), address]


IN_NUMBER = {"register_year", "register_serial"}
"""Columns that the register number is made of."""

STAYS = {
    "unit", "heading", "title", "audience", "made_on", "publicity_days", "display_until", "state", *COURSE
}  # fmt: skip
"""What the register keeps of a withdrawn item: the title, the number and the dates, and why it is gone."""


def _unless_withdrawn(column: Column) -> Column:
    if column.name in STAYS:
        return column

    def read(item: Disclosure) -> Value:
        return None if item.state == State.WITHDRAWN else column.read(item)

    return Column(column.name, column.title, column.shape, read, column.choices, column.note)


def _column(field: models.Field[Any, Any]) -> Column:
    choices = tuple(field.flatchoices)
    shape = Shape.CHOICE if choices else next((shape for kind, shape in SHAPES if isinstance(field, kind)), Shape.TEXT)
    return Column(field.name, field.verbose_name, shape, _reader(field, shape), choices, field.help_text)


def _reader(field: models.Field[Any, Any], shape: Shape) -> Callable[[Any], Value]:
    name = field.name
    if isinstance(field, ProseEditorField):
        return lambda row: plain(getattr(row, name))
    if isinstance(field, models.ForeignKey):
        return lambda row: str(getattr(row, name) or "")
    if shape == Shape.MOMENT:
        return lambda row: timezone.localtime(value).replace(microsecond=0) if (value := getattr(row, name)) else None
    return lambda row: getattr(row, name)
