"""What a package holds of the groups' work: meetings with their minutes, plans, monthly checklists, and their files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.archive.bundle import Bundle
from apps.archive.contents import Record, put_file, safe_name
from apps.archive.orders import Order
from apps.archive.tables import put_table
from apps.groupwork.between import checklists_between, meetings_between, plans_between
from apps.reuse.columns import Column, Shape
from apps.reuse.tables import Table

AT_ONCE = 100


def put_groups(order: Order, bundle: Bundle) -> list[Record]:
    """Write the records of the period that this person may read; each sort as tables, and its files."""
    sorts: list[tuple[Callable[..., Any], Callable[[Iterator[Any]], Table]]] = [
        (meetings_between, _meetings),
        (plans_between, _plans),
        (checklists_between, _checklists),
    ]
    return [_put(partial(_read, order, between), make, bundle) for between, make in sorts]


def _put(read: Callable[[], Iterator[Any]], make: Callable[[Iterator[Any]], Table], bundle: Bundle) -> Record:
    table = put_table(lambda: make(read()), bundle)
    folder = table["paths"][0].removesuffix(".csv")
    files = [
        {**put_file(file.file, f"{folder}/{file.pk}-{safe_name(file.name)}", str(file), file.sha256, bundle), "of": of}
        for record in read()
        for of, file in ((str(record), file) for file in record.files.all())
    ]
    return {**table, "files": files}


def _read(order: Order, between: Callable[..., Any]) -> Iterator[Any]:
    records = between(order.school, order.first, order.last).seen_by(order.person)
    return records.iterator(chunk_size=AT_ONCE)


def _meetings(records: Iterator[Any]) -> Table:
    return Table(
        "meetings",
        _("Meetings of the groups"),
        [
            Column("held_on", gettext_lazy("held on"), Shape.DATE, lambda meeting: meeting.held_on),
            Column("group", gettext_lazy("group"), Shape.TEXT, lambda meeting: meeting.get_group_display()),
            _text("place", gettext_lazy("place")),
            Column("present", gettext_lazy("present"), Shape.TEXT, _present),
            _text("guests", gettext_lazy("guests")),
            _text("discussed", gettext_lazy("what was discussed")),
            _text("decided", gettext_lazy("what was decided")),
            *_course(),
        ],
        records,
    )


def _plans(records: Iterator[Any]) -> Table:
    return Table(
        "plans",
        _("Work plans"),
        [
            _text("period", gettext_lazy("for")),
            _text("title", gettext_lazy("title")),
            Column("adopted_on", gettext_lazy("adopted on"), Shape.DATE, lambda plan: plan.adopted_on),
            _text("text", gettext_lazy("text")),
            *_course(),
        ],
        records,
    )


def _checklists(records: Iterator[Any]) -> Table:
    """A row for each answer."""
    of_checklist = [*_course(), _text("confirmed_as", gettext_lazy("confirmed by"))]
    return Table(
        "checklists",
        _("Monthly checklists of the supervision group"),
        [
            Column("month", gettext_lazy("month"), Shape.TEXT, lambda row: f"{row[0].month:%Y-%m}"),
            Column("question", gettext_lazy("question"), Shape.TEXT, lambda row: row[1].get_question_display()),
            Column("answer", gettext_lazy("answer"), Shape.TEXT, lambda row: row[1].get_verdict_display()),
            Column("remark", gettext_lazy("what was found"), Shape.TEXT, lambda row: row[1].remark),
            *(Column(c.name, c.title, c.shape, partial(_of_first, c)) for c in of_checklist),
        ],
        ((checklist, answer) for checklist in records for answer in checklist.answers.all()),
    )


def _course() -> list[Column]:
    """Who recorded it, and why it was struck out, if it was."""
    return [
        _text("recorded_as", gettext_lazy("recorded by")),
        _text("struck_because", gettext_lazy("struck out because")),
    ]


def _text(name: str, title: Any) -> Column:
    return Column(name, title, Shape.TEXT, lambda record: getattr(record, name))


def _present(meeting: Any) -> str:
    return "\n".join(map(str, meeting.presences.all()))


def _of_first(column: Column, row: tuple[Any, Any]) -> Any:
    return column.read(row[0])
