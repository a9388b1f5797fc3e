"""The numbers of the replies as a table, under the rules of their page: of too few cases only how many there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from apps.replies.number_pages import stretch_at
from apps.replies.numbers import Numbers, report_of
from apps.replies.terms import Stretch, stretches
from apps.reuse.columns import Column, Shape, Value
from apps.reuse.exports import export_limit, sent
from apps.reuse.files import CSV
from apps.reuse.tables import Table

NAME, TITLE = "reply_numbers", gettext_lazy("Replies in numbers")
EMPTY = gettext_lazy("Empty for a unit with fewer than five cases.")


@export_limit
@require_safe
def numbers(request: HttpRequest) -> HttpResponseBase:
    """The units of a term: those that are ranked, in their order, then the others."""
    stretch = stretch_at(request, stretches())
    report = report_of(stretch)
    rows = [(stretch, unit) for unit in [*report.ranked, *report.unranked]]
    return sent(CSV, [Table(NAME, str(TITLE), number_columns(), rows)], str(TITLE), stretch.name)


def number_columns() -> list[Column]:
    """The columns of the table, for it and for the dictionary."""
    return [
        Column("term", gettext_lazy("term"), Shape.TEXT, lambda row: row[0].name),
        Column("unit", gettext_lazy("unit"), Shape.TEXT, lambda row: row[1].name),
        Column("received", gettext_lazy("received"), Shape.WHOLE, lambda row: row[1].received),
        Column("decided", gettext_lazy("decided"), Shape.WHOLE, lambda row: row[1].decided),
        _of_enough("due", gettext_lazy("decided or overdue"), Shape.WHOLE, lambda unit: unit.due),
        _of_enough("on_time", gettext_lazy("decided on time"), Shape.WHOLE, lambda unit: unit.on_time),
        _of_enough("share", gettext_lazy("on time, percent of what was due"), Shape.WHOLE, lambda unit: unit.share),
        _of_enough("median", gettext_lazy("median working days"), Shape.NUMBER, lambda unit: unit.median),
        _of_enough("adopted", gettext_lazy("adopted"), Shape.WHOLE, lambda unit: unit.adopted),
    ]


def _of_enough(name: str, title: Any, shape: Shape, read: Callable[[Numbers], Any]) -> Column:
    def cautious(row: tuple[Stretch, Numbers]) -> Value:
        value: Value = read(row[1]) if row[1].is_ranked else None
        return value

    return Column(name, title, shape, cautious, note=EMPTY)
