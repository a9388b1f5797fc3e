"""The register as a table that leaves the portal."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from apps.archive.register import Line
from apps.disclosures.addresses import absolute
from apps.reuse.columns import Column, Shape
from apps.reuse.tables import Table

NAME = "register"


def register_table(lines: Iterable[Line]) -> Table:
    """The lines as a table for CSV, XLSX and JSON."""
    return Table(NAME, _("Register of disclosures"), columns(), lines)


def columns() -> list[Column]:
    """The columns of the register, the number first."""
    return [
        _text("number", gettext_lazy("register number")),
        _text("title", gettext_lazy("title")),
        _text("heading", gettext_lazy("catalogue heading")),
        _text("unit", gettext_lazy("responsible unit")),
        _text("form", gettext_lazy("kind")),
        _text("audience", gettext_lazy("audience")),
        _text("channels", gettext_lazy("channels")),
        _text("state", gettext_lazy("state")),
        _moment("posted_at", gettext_lazy("posted")),
        Column(
            "publicity_starts_on", gettext_lazy("publicity begins"), Shape.DATE, lambda line: line.publicity_starts_on
        ),
        _moment("publicity_ends_at", gettext_lazy("publicity ends")),
        _text("outcome", gettext_lazy("outcome")),
        _moment("concluded_at", gettext_lazy("concluded")),
        _moment("corrected_at", gettext_lazy("corrected by a later item")),
        _moment("withdrawn_at", gettext_lazy("withdrawn")),
        _text("handler", gettext_lazy("handled by")),
        _text("drafter", gettext_lazy("drafted by")),
        _text("approver", gettext_lazy("reviewed by the supervision group")),
        _text("poster", gettext_lazy("posted by")),
        _joined("postings", gettext_lazy("hung on a physical board")),
        Column(
            "files", pgettext_lazy("of a register", "files"), Shape.WHOLE, _counted(lambda line: len(line.fingerprints))
        ),
        _joined("fingerprints", gettext_lazy("SHA-256 of the files")),
        Column("replies", gettext_lazy("public replies"), Shape.WHOLE, _counted(lambda line: line.replies)),
        _joined("remarks", gettext_lazy("remarks")),
        Column(
            "address", gettext_lazy("address"), Shape.TEXT, lambda line: absolute(line.address) if line.address else ""
        ),
    ]


def _text(name: str, title: Any) -> Column:
    return Column(name, title, Shape.TEXT, lambda line: getattr(line, name))


def _joined(name: str, title: Any) -> Column:
    return Column(name, title, Shape.TEXT, lambda line: "\n".join(map(str, getattr(line, name))))


def _moment(name: str, title: Any) -> Column:
    def read(line: Line) -> datetime.datetime | None:
        moment = getattr(line, name)
        return timezone.localtime(moment).replace(microsecond=0) if moment else None

    return Column(name, title, Shape.MOMENT, read)


def _counted(read: Callable[[Line], int]) -> Callable[[Line], int | None]:
    """Of what is not shown here nothing is counted."""
    return lambda line: read(line) if line.title else None
