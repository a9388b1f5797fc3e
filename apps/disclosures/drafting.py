"""What a new draft begins with when it follows on an earlier item: its words and lines, not what its period brought.

Nothing is saved here: the form of the kind shows it, and whoever writes saves.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.forms.models import model_to_dict
from django.http import QueryDict

from apps.accounts.models import User
from apps.calendars.models import Term
from apps.disclosures.models import Disclosure, Line
from apps.disclosures.signals import beginning_requested

FRESH = ("id", "disclosure_ptr", "doc_no", "made_on", "publish_at", "display_until", "change_note")
"""Columns of the envelope that hold for one item only."""


class NextPeriod(NamedTuple):
    """The period that a draft is for, both days included, and the term it lies in."""

    first: datetime.date
    last: datetime.date
    term: Term | None = None


@dataclass(frozen=True)
class Beginning:
    """What the empty form of a kind is filled with, what stands above it, and what happens once the draft is saved.

    `written` is called with the saved draft inside its transaction; what it raises (Refused) undoes the draft.
    """

    words: str
    values: dict[str, Any]
    written: Callable[[Disclosure], Any]
    lines: dict[type[Line], list[dict[str, Any]]] = field(default_factory=dict)


def beginning_of(kind: type[Disclosure], query: QueryDict, actor: User) -> Beginning | None:
    """What a draft of this kind begins with at an address with this query; None for an empty form."""
    answers: list[Any] = beginning_requested.send(kind, kind=kind, query=query, actor=actor)
    return next((answer for _receiver, answer in answers if answer), None)


def first_values(kind: type[Disclosure], last: Disclosure | None, period: NextPeriod | None) -> dict[str, Any]:
    """The fields of the form: those of the last item, if there is one, moved on to the new period, if there is one."""
    row = last or kind()
    left_out = {*FRESH, *kind.emptied} if last else {field.name for field in kind._meta.fields}
    return model_to_dict(row, exclude=left_out) | (row.of_period(period) if period else {})


def lines_after(last: Disclosure, period: NextPeriod | None) -> dict[type[Line], list[dict[str, Any]]]:
    """The lines of the last item by their model, without what the period brought; people are chosen anew each time."""
    return {model: _lines(model, last, period) for model in type(last).line_models() if model.carries_on}


def _lines(model: type[Line], last: Disclosure, period: NextPeriod | None) -> list[dict[str, Any]]:
    left_out = {"id", "disclosure", *model.emptied}
    lines: Any = model._default_manager
    return [
        model_to_dict(line, exclude=left_out) | (line.of_period(period) if period else {})
        for line in lines.filter(disclosure=last.pk)
    ]
