"""Opening duties and keeping their days right. Running it twice, or twice at once, changes nothing."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.duties.models import Duty, Event, Start
from apps.duties.periods import frame_of
from apps.duties.placing import settle
from apps.duties.querysets import DutyQuerySet
from apps.duties.recording import entry
from apps.duties.wanting import Wanted, wanted
from apps.organization.models import Unit

AHEAD = datetime.timedelta(days=60)
"""How long before a school year begins its duties are opened."""
BACK = datetime.timedelta(days=120)
"""How long after a school year what it brought may still be due."""

Key = tuple[int, int, str]


@dataclass(frozen=True)
class Opened:
    """How many duties were opened, moved to another day, and lifted."""

    opened: int = 0
    moved: int = 0
    lifted: int = 0

    @property
    def total(self) -> int:
        return self.opened + self.moved + self.lifted


def open_duties(
    school: Unit, *, actor: User, since: datetime.date | None = None, back_to: datetime.date | None = None
) -> Opened:
    """Open what is due in the running school year and, sixty days ahead, in the next; move what is still open.

    `since` counts the duties of a school from an earlier day, when its history was brought in; `back_to` only looks
    at what happened on an earlier day. A day that has passed is never moved. Two workers wait for one another, but
    not while items are placed: whoever posts one holds it, and waits for the school.
    """
    changed = _open_and_move(school, actor, since, back_to)
    settle(school, actor=actor)
    return changed


@transaction.atomic
def _open_and_move(school: Unit, actor: User, since: datetime.date | None, back_to: datetime.date | None) -> Opened:
    today = timezone.localdate()
    start = start_of(school, since or today, is_earlier=since is not None)
    frame = frame_of(school, since or min(back_to or today, max(start.on, today - BACK)), today + AHEAD)
    known = {_key(duty): duty for duty in Duty.objects.filter(school=school, ends_on__gte=frame.first)}
    needed = {one.key: one for one in wanted(frame)}
    first_day = _first_days(school, start.on, today)
    before = _by_heading(known.values())
    fresh = [one for key, one in needed.items() if key not in known and _begins(one, first_day, today, before)]
    opened = _open(fresh, school, actor)
    still_open = set(_still_open(known.values(), today).values_list("pk", flat=True))
    again = {duty.pk for duty in known.values() if duty.lifted_at and _is_ahead(duty.due_on, today)}
    moved = _move((duty, needed[key]) for key, duty in known.items() if key in needed and duty.pk in still_open | again)
    inside = {duty.pk for duty in known.values() if frame.first <= duty.starts_on and duty.ends_on <= frame.last}
    later = {duty.pk for duty in known.values() if duty.due_on != today}  # on its last day nothing is taken back
    gone = [duty for key, duty in known.items() if key not in needed and duty.pk in still_open & inside & later]
    changed = [*moved, *((duty, {"lifted_at": timezone.now()}) for duty in gone)]
    _save(changed, actor)
    return Opened(len(opened), len(moved), len(gone))


def start_of(school: Unit, on: datetime.date, *, is_earlier: bool) -> Start:
    """The first day of a school's duties, its row locked until the transaction ends; it only moves back."""
    Start.objects.get_or_create(school=school, defaults={"on": on})
    start = Start.objects.select_for_update().get(school=school)
    if is_earlier and on < start.on:
        start.on = on
        start.save(update_fields=["on"])
    return start


def _is_ahead(day: datetime.date | None, today: datetime.date) -> bool:
    return day is None or day >= today


def _key(duty: Duty) -> Key:
    return duty.heading_id, duty.unit_id, duty.key


def _first_days(school: Unit, start: datetime.date, today: datetime.date) -> dict[int | None, datetime.date]:
    """From when each heading counts: one that joins a catalogue already in use counts from today."""
    headings = set(Duty.objects.filter(school=school).values_list("heading", flat=True))
    return {None: today if headings else start} | dict.fromkeys(headings, start)


def _by_heading(known: Iterable[Duty]) -> dict[int, list[Duty]]:
    found: dict[int, list[Duty]] = defaultdict(list)
    for duty in known:
        found[duty.heading_id].append(duty)
    return found


def _begins(
    one: Wanted, first_days: dict[int | None, datetime.date], today: datetime.date, before: dict[int, list[Duty]]
) -> bool:
    """Whether it is to be opened: nothing is held against a school that was due before its duties were counted, and
    no day that has passed is owed once more because a unit or a cadence is another one now."""
    due_on = one.reckoning.due_on
    if one.occurrence is not None or due_on is None:
        return True
    if due_on < today and any(_took_its_place(duty, one) for duty in before.get(one.heading.pk, ())):
        return False
    return due_on >= first_days.get(one.heading.pk, first_days[None])


def _took_its_place(duty: Duty, one: Wanted) -> bool:
    """Whether these days were owed already: by another unit, in another rhythm, or under a term or year that was
    entered anew."""
    overlaps = duty.starts_on <= one.period.ends_on and one.period.starts_on <= duty.ends_on
    return duty.occurrence_id is None and overlaps


def _open(fresh: list[Wanted], school: Unit, actor: User) -> list[Duty]:
    duties = Duty.objects.bulk_create([_made(one, school) for one in fresh], batch_size=500)
    Event.objects.bulk_create([entry(duty, "open", actor=actor) for duty in duties], batch_size=500)
    return duties


def _made(one: Wanted, school: Unit) -> Duty:
    return Duty(
        heading=one.heading, unit=one.unit, school=school, key=one.period.key, occurrence=one.occurrence,
        rhythm=one.timing.rhythm, year=one.period.year, **_days(one),
    )  # fmt: skip


def _days(one: Wanted) -> dict[str, Any]:
    """What the calendar says of a duty and may say otherwise tomorrow."""
    return {
        "starts_on": one.period.starts_on,
        "ends_on": one.period.ends_on,
        "opens_on": one.reckoning.opens_on,
        "due_on": one.reckoning.due_on,
        "reckoning": one.reckoning.account,
        "term_id": one.term and one.term.pk,
    }


def _still_open(duties: Iterable[Duty], today: datetime.date) -> DutyQuerySet:
    """Owed, not met, and their day has not passed."""
    return Duty.objects.filter(pk__in=[duty.pk for duty in duties]).open(today).exclude(due_on__lt=today)


def _move(pairs: Iterable[tuple[Duty, Wanted]]) -> list[tuple[Duty, dict[str, Any]]]:
    """Those whose days are others by now; one that was lifted is owed again."""
    found = []
    for duty, one in pairs:
        values = _days(one) | {"lifted_at": None}
        if not duty.same_as(values):
            found.append((duty, values))
    return found


def _save(changed: list[tuple[Duty, dict[str, Any]]], actor: User) -> None:
    for duty, values in changed:
        days = {"before": _iso(duty.due_on), "after": _iso(values.get("due_on", duty.due_on))}
        name = "lift" if values.get("lifted_at") else "owe_again" if duty.lifted_at else "move"
        for field, value in values.items():
            setattr(duty, field, value)
        duty.save(update_fields=list(values))
        entry(duty, name, actor=actor, detail=days).save()


def _iso(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""
