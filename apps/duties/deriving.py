"""Which duty an item is for, when nobody said: read from its dates alone, so that no order of events matters."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps.duties.rhythms import Rhythm


@dataclass(frozen=True)
class Posted:
    """An item as far as it matters here: when it was posted, for which unit, and the period that it names."""

    pk: int
    unit: int
    posted_on: datetime.date
    names: tuple[datetime.date, datetime.date] | None = None


@dataclass(frozen=True)
class Open:
    """A duty as far as it matters here."""

    pk: int
    unit: int
    rhythm: str
    starts_on: datetime.date
    ends_on: datetime.date
    opens_on: datetime.date


def derive(items: Sequence[Posted], duties: Sequence[Open], school: int) -> dict[int, int]:
    """The duty of each item that is for one: of its own unit, else of the school as a whole.

    A period that the item names decides. Else it is for the last duty that had begun when it was posted; where duties
    come from events, each item takes the first that none before it took.
    """
    taken: set[int] = set()
    found = {}
    for item in sorted(items, key=lambda item: (item.posted_on, item.pk)):
        mine = [duty for duty in duties if duty.unit == item.unit] or [d for d in duties if d.unit == school]
        if (duty := _for(item, mine, taken)) is not None:
            found[item.pk] = duty.pk
            taken.add(duty.pk)
    return found


def _for(item: Posted, duties: Iterable[Open], taken: set[int]) -> Open | None:
    in_order = sorted(duties, key=lambda duty: (duty.opens_on, duty.pk))
    periods = [duty for duty in in_order if duty.rhythm != Rhythm.ON_EVENT]
    events = [duty for duty in in_order if duty.rhythm == Rhythm.ON_EVENT and duty.opens_on <= item.posted_on]
    if periods:
        return _of_period(item, periods) or _first_free(events, taken)
    return _first_free(events, taken) or (events[-1] if events else None)


def _of_period(item: Posted, duties: list[Open]) -> Open | None:
    within_a_year = [duty for duty in duties if duty.rhythm != Rhythm.ANNUAL]
    if item.names and within_a_year:
        first, _last = item.names
        return next((duty for duty in within_a_year if duty.starts_on <= first <= duty.ends_on), None)
    return next((duty for duty in reversed(duties) if duty.opens_on <= item.posted_on), None)


def _first_free(duties: list[Open], taken: set[int]) -> Open | None:
    return next((duty for duty in duties if duty.pk not in taken), None)
