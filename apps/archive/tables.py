"""The tables of a package: its register, what happened to the items, the published replies, what was due."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.archive.bundle import Bundle
from apps.archive.contents import NOT_PRINTED, Record, chunks_of
from apps.archive.orders import Order
from apps.archive.register import lines
from apps.archive.register_columns import register_table
from apps.archive.register_printing import Sheet, register_pdf
from apps.duties.conditions import Condition
from apps.duties.models import Duty
from apps.papers.printing import NotPrinted
from apps.replies.rows import rows
from apps.replies.templatetags.replies import hiding_reason
from apps.reuse.columns import Column, Shape
from apps.reuse.files import CSV, JSON, XLSX, pieces, write
from apps.reuse.tables import Table

AT_ONCE = 500


def put_tables(order: Order, bundle: Bundle) -> list[Record]:
    """Write every table; where each lies and what it is, for the index."""
    makers = (partial(_events, bundle), partial(_replies, order), partial(_duties, order))
    return [_put_register(order, bundle), *(put_table(make, bundle) for make in makers)]


def _put_register(order: Order, bundle: Bundle) -> Record:
    """The register for a spreadsheet and on paper; without the paper when it cannot be set."""
    table = register_table(lines(order.registered, order.person))
    with tempfile.TemporaryFile() as file:
        write(XLSX, [table], file)
        file.seek(0)
        bundle.add("register.xlsx", chunks_of(file))
    record = {"label": table.title, "paths": ["register.xlsx"], "files": []}
    try:
        with register_pdf(_sheet(order)) as file:
            bundle.add("register.pdf", chunks_of(file))
    except NotPrinted as reason:
        trouble = {"path": "register.pdf", "label": table.title, "trouble": NOT_PRINTED, "why": str(reason)}
        return {**record, "files": [trouble]}
    return {**record, "paths": ["register.xlsx", "register.pdf"]}


def _sheet(order: Order) -> Sheet:
    return Sheet(lines=lines(order.registered, order.person), school=str(order.school), period=order.period)


def put_table(make: Callable[[], Table], bundle: Bundle) -> Record:
    """A table as CSV for a spreadsheet and as JSON for a program; its rows are read anew for each."""
    paths = []
    for form in (CSV, JSON):
        table = make()
        paths.append(f"{table.name}.{form.suffix}")
        bundle.add(paths[-1], (piece.encode() for piece in pieces(form, [table])))
    return {"label": table.title, "paths": paths, "files": []}


def _events(bundle: Bundle) -> Table:
    """What happened to the items, with dates and roles, as their pages tell it."""
    happened = ((record, event) for record in bundle.records() for event in record["history"])
    return Table(
        "events",
        _("What happened to the items"),
        [
            Column("number", gettext_lazy("register number"), Shape.TEXT, lambda row: row[0]["register_no"]),
            Column("title", gettext_lazy("title"), Shape.TEXT, lambda row: row[0]["title"]),
            Column("at", gettext_lazy("when"), Shape.MOMENT, lambda row: _local(row[1]["at"])),
            Column("what", gettext_lazy("what happened"), Shape.TEXT, lambda row: row[1]["what"]),
            Column("by", gettext_lazy("role"), Shape.TEXT, lambda row: row[1]["by"]),
            Column("note", gettext_lazy("remark"), Shape.TEXT, lambda row: row[1]["note"]),
        ],
        happened,
    )


def _replies(order: Order) -> Table:
    """What was published in the period; of a hidden reply only the reason and the days are left."""
    return Table(
        "replies",
        _("Public replies"),
        [
            Column("type", gettext_lazy("type"), Shape.TEXT, lambda reply: reply.case.get_type_display()),
            _shown("question", gettext_lazy("question"), Shape.TEXT, lambda reply: reply.question),
            _shown("answer", gettext_lazy("reply"), Shape.TEXT, lambda reply: reply.answer),
            _shown("finding", gettext_lazy("finding"), Shape.TEXT, lambda reply: reply.case.get_finding_display()),
            _shown("unit", gettext_lazy("unit"), Shape.TEXT, lambda reply: str(reply.case.unit or reply.case.school)),
            _shown("about", gettext_lazy("about"), Shape.TEXT, _about),
            _shown("received", gettext_lazy("received"), Shape.DATE, lambda reply: _day(reply.case.received_at)),
            Column("replied", gettext_lazy("replied"), Shape.DATE, lambda reply: _day(reply.case.decided_at)),
            _shown("days", gettext_lazy("working days"), Shape.WHOLE, lambda reply: reply.days),
            Column("hidden", gettext_lazy("hidden"), Shape.TEXT, lambda reply: hiding_reason(reply.case.hidden_for)),
            Column("hidden_on", gettext_lazy("hidden on"), Shape.DATE, lambda reply: _day(reply.hidden_at)),
        ],
        _by_key(rows(order.replies)),
    )


def _duties(order: Order) -> Table:
    """What was due in the period, and what became of it by now; what the public page shows."""
    return Table(
        "duties",
        _("What had to be disclosed"),
        [
            Column("code", gettext_lazy("number in the catalogue"), Shape.TEXT, lambda duty: duty.heading.code),
            Column("heading", gettext_lazy("catalogue heading"), Shape.TEXT, lambda duty: duty.heading.title),
            Column("unit", gettext_lazy("responsible unit"), Shape.TEXT, lambda duty: str(duty.unit)),
            Column("period", gettext_lazy("period"), Shape.TEXT, lambda duty: str(duty.label)),
            Column("due_on", gettext_lazy("to be disclosed by"), Shape.DATE, lambda duty: duty.due_on),
            Column("fulfilled_on", gettext_lazy("disclosed on"), Shape.DATE, lambda duty: duty.fulfilled_on),
            Column("condition", gettext_lazy("state"), Shape.TEXT, lambda duty: str(Condition(duty.condition).label)),
            Column("delay", gettext_lazy("working days late"), Shape.WHOLE, lambda duty: duty.delay),
        ],
        _due(order),
    )


def _due(order: Order) -> Iterator[Duty]:
    """The duties whose last day lies in the period; of those without one, whose own period touches it."""
    days = (order.first, order.last)
    touches = Q(due_on=None, starts_on__lte=order.last, ends_on__gte=order.first)
    duties = Duty.objects.of_school(order.school).owed().filter(Q(due_on__range=days) | touches)
    return _by_key(duties.judged().with_delay().select_related("heading", "unit", "term", "occurrence__announced_by"))


def _by_key(rows: Any) -> Iterator[Any]:
    """Every row, the oldest first, some hundred at a time."""
    batch = list(rows.order_by("pk")[:AT_ONCE])
    while batch:
        yield from batch
        batch = list(rows.order_by("pk").filter(pk__gt=batch[-1].pk)[:AT_ONCE])


def _shown(name: str, title: Any, shape: Shape, read: Callable[[Any], Any]) -> Column:
    return Column(name, title, shape, lambda reply: None if reply.case.hidden_for else read(reply))


def _about(reply: Any) -> str:
    item = reply.case.disclosure
    return f"{item.register_no} {item.title}" if item else ""


def _day(moment: datetime.datetime | None) -> datetime.date | None:
    return timezone.localdate(moment) if moment else None


def _local(moment: str) -> datetime.datetime:
    return timezone.localtime(datetime.datetime.fromisoformat(moment)).replace(microsecond=0)
