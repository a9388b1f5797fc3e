"""What an item of the demo is to become, and the deeds that bring it there, each with its day, hour and person."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any

from apps.catalogue.models import Heading
from apps.demo.cast import DEPARTMENTS, SUPERVISORS, Cast
from apps.demo.days import Days
from apps.disclosures.factories import DisclosureFactory
from apps.disclosures.states import State

APPROVAL = (("endorse", ""),) * 5
"""As many opinions as the school's quorum asks for."""
REVIEWED = (State.IN_REVIEW, State.APPROVED)


@dataclass
class Item:
    """An item to be made.

    It ends in the state `to`; `on` is the day of its posting, or of its last deed when it is not posted. `returned`
    are the opinions that sent its first version back; `first` is what that version said. `corrects` is the item it
    replaces; `finding` is what the office adds to the counted result. With a `withdrawal` (the reason) a withdrawal is
    proposed, and confirmed when `to` says so.
    """

    factory: type[DisclosureFactory]
    unit: str
    heading: Heading
    on: datetime.date
    to: State
    values: dict[str, Any]
    documents: dict[str, str] = field(default_factory=dict)
    opinions: tuple[tuple[str, str], ...] = APPROVAL
    returned: tuple[tuple[str, str], ...] = ()
    first: dict[str, Any] = field(default_factory=dict)
    finding: str = ""
    withdrawal: str = ""
    corrects: Item | None = None
    pk: int | None = None


@dataclass(frozen=True)
class Deed:
    """What somebody does to an item: draft, edit, or a step of the workflow."""

    at: datetime.datetime
    name: str
    who: str
    item: Item
    reason: str = ""


@dataclass(frozen=True)
class Doing:
    """Something that somebody does beside items and cases: called with the people when its hour has come."""

    at: datetime.datetime
    call: Callable[[Cast], object]
    name: str = "do"


class Road:
    """The deeds of one item, in their order."""

    def __init__(self, item: Item, number: int, days: Days) -> None:
        self.item, self.number, self.days = item, number, days
        self.department = next(department for department in DEPARTMENTS if department.name == item.unit)

    def deeds(self) -> Iterator[Deed]:
        item, is_posted = self.item, self.item.to not in (State.DRAFT, *REVIEWED)
        if item.to == State.DRAFT and not item.returned:
            yield self._deed(item.on, 1, "draft", self.department.clerk)
            return
        decided = self.days.before(item.on, 1) if is_posted else item.on
        yield from self._reviews(decided)
        if is_posted:
            yield self._deed(item.on, 2 + self.number % 4, "post", "office")
            yield from self._afterwards()

    def _reviews(self, decided: datetime.date) -> Iterator[Deed]:
        """From the first text to the last opinion; a first version may have been returned before."""
        if self.item.returned:
            sent_back = decided if self.item.to == State.DRAFT else self.days.before(decided, 5)
            yield from self._review(sent_back, self.item.returned, "draft")
        if self.item.to != State.DRAFT:
            yield from self._review(decided, self.item.opinions, "edit" if self.item.returned else "draft")

    def _review(self, decided: datetime.date, opinions: tuple[tuple[str, str], ...], written: str) -> Iterator[Deed]:
        before = self.days.before
        yield self._deed(before(decided, 4), 1, written, self.department.clerk)
        yield self._deed(before(decided, 3), 5, "submit", self.department.leader)
        slots = ((2, 1), (2, 4), (1, 2), (1, 4), (0, 0), (0, 1))
        members = islice(cycle(SUPERVISORS), 3 * self.number, None)
        for (back, slot), (step, reason), member in zip(slots, opinions, members, strict=False):
            day = before(decided, back) if back else decided
            yield self._deed(day, slot, step, member, reason)

    def _afterwards(self) -> Iterator[Deed]:
        item = self.item
        if item.to == State.CONCLUDED:
            over = self.days.after(item.on, item.values["publicity_days"] + 1)
            yield self._deed(over, 0, "conclude", "office", item.finding)
        if item.withdrawal:
            proposed = self.days.after(item.on, 2)
            yield self._deed(proposed, 3, "propose_withdrawal", "office", item.withdrawal)
            if item.to == State.WITHDRAWN:
                yield self._deed(proposed, 5, "withdraw", "principal")

    def _deed(self, day: datetime.date, slot: int, name: str, who: str, reason: str = "") -> Deed:
        """Six slots a day from half past eight; the minutes differ from item to item."""
        minutes = 8 * 60 + 30 + 75 * slot + 17 * self.number % 45
        at = self.days.moment(day, datetime.time(minutes // 60, minutes % 60))
        return Deed(at, name, who, self.item, reason)
