"""The duties of a term, and the schools side by side, as tables: the figures of their pages, row by row."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from apps.duties.conditions import Condition
from apps.duties.rhythms import Rhythm
from apps.punctuality.asking import Asked
from apps.punctuality.cells import Cell, cells_of
from apps.punctuality.lifting import LIFTED
from apps.punctuality.pages import compared
from apps.reuse.columns import Column, Shape
from apps.reuse.exports import export_limit, sent
from apps.reuse.files import CSV
from apps.reuse.tables import Table

DUTIES, DUTIES_TITLE = "duties", gettext_lazy("Duties of a term")
SCHOOLS, SCHOOLS_TITLE = "schools", gettext_lazy("All schools side by side")
INSIDE = gettext_lazy("Empty for an item that you may not read.")


def _words(choices: type[Rhythm] | type[Condition]) -> tuple[tuple[str, object], ...]:
    return tuple((choice.value, choice.label) for choice in choices)


STANDINGS = (*_words(Condition), (LIFTED, gettext_lazy("no longer owed")))
DELAYED = (Condition.LATE, Condition.MISSING)


@export_limit
@require_safe
def duties(request: HttpRequest) -> HttpResponseBase:
    """The duties of the directory, narrowed as its address has it."""
    asked = Asked(request.GET)
    cells = cells_of(asked.shown_duties(), request.user)
    found = [cell for cell in cells if asked.shown_condition in ("", cell.condition)]
    names = [str(name) for name in (asked.shown_school, asked.shown_term) if name]
    return sent(CSV, [Table(DUTIES, str(DUTIES_TITLE), duty_columns(), found)], str(DUTIES_TITLE), *names)


@export_limit
@require_safe
def schools(request: HttpRequest) -> HttpResponseBase:
    """The schools in their order, then those without a place. Raises Http404 for a term that no school has."""
    name = request.GET.get("term", "")
    table = Table(SCHOOLS, str(SCHOOLS_TITLE), school_columns(), compared(name).all)
    return sent(CSV, [table], str(SCHOOLS_TITLE), *filter(None, [name]))


def duty_columns() -> list[Column]:
    """The columns of the duties, for the file and for the dictionary."""
    return [
        Column("school", gettext_lazy("school"), Shape.TEXT, lambda cell: str(cell.duty.school)),
        Column("term", gettext_lazy("term"), Shape.TEXT, lambda cell: str(cell.duty.term or "")),
        Column("code", gettext_lazy("code"), Shape.TEXT, lambda cell: cell.duty.heading.code),
        Column("class", gettext_lazy("class"), Shape.TEXT, lambda cell: cell.duty.heading.section_title),
        Column("matter", gettext_lazy("matter"), Shape.TEXT, lambda cell: cell.duty.heading.title),
        Column("unit", gettext_lazy("responsible unit"), Shape.TEXT, lambda cell: str(cell.duty.unit)),
        Column("period", gettext_lazy("period"), Shape.TEXT, lambda cell: cell.period),
        Column("rhythm", gettext_lazy("how often"), Shape.CHOICE, lambda cell: cell.duty.rhythm, _words(Rhythm)),
        Column("due_on", gettext_lazy("to be disclosed by"), Shape.DATE, lambda cell: cell.duty.due_on),
        Column("condition", gettext_lazy("how it stands"), Shape.CHOICE, _condition, STANDINGS),
        Column("delay", gettext_lazy("working days late or overdue"), Shape.WHOLE, _delay),
        Column("items", gettext_lazy("register numbers of the items"), Shape.TEXT, _numbers, note=INSIDE),
    ]


def school_columns() -> list[Column]:
    """The columns of the schools, for the file and for the dictionary."""
    return [
        Column("place", gettext_lazy("place"), Shape.WHOLE, lambda one: one.place),
        Column("school", gettext_lazy("school"), Shape.TEXT, lambda one: str(one.school)),
        Column("term", gettext_lazy("term"), Shape.TEXT, lambda one: str(one.term or "")),
        Column("due", gettext_lazy("due by now"), Shape.WHOLE, lambda one: one.tally.counted),
        Column("on_time", pgettext_lazy("of a duty", "on time"), Shape.WHOLE, lambda one: one.tally.on_time),
        Column("late", pgettext_lazy("of a duty", "late"), Shape.WHOLE, lambda one: one.tally.late),
        Column("missing", gettext_lazy("overdue, not disclosed"), Shape.WHOLE, lambda one: one.tally.missing),
        Column("exempt", gettext_lazy("not applicable"), Shape.WHOLE, lambda one: one.tally.exempt),
        Column("share", gettext_lazy("on time, percent of what was due"), Shape.WHOLE, lambda one: one.tally.share),
    ]


def _condition(cell: Cell) -> str:
    return cell.condition


def _delay(cell: Cell) -> int | None:
    return cell.duty.delay if cell.condition in DELAYED else None


def _numbers(cell: Cell) -> str:
    return " ".join(item.register_no for item in cell.items)
