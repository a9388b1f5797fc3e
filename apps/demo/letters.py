"""What a case of the demo is to become, and the acts that bring it there, each with its day, hour and person."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from apps.cases.states import State
from apps.cases.types import Channel, Type
from apps.demo.cast import DEPARTMENTS
from apps.demo.days import Days
from apps.demo.roads import Item

WRITER = ""
CLOCK = "clock"
ACCEPT, ASSIGN, ASK, DRAFT = ("accept", 1, 0), ("assign", 1, 2), ("ask", 1, 4), ("draft_reply", 2, 3)
SEND, PUBLISH = ("send_reply", 3, 1), ("publish", 3, 4)
ROADS: dict[str, tuple[tuple[str, int, int], ...]] = {
    State.RECEIVED: (),
    State.ACCEPTED: (ACCEPT,),
    State.ASSIGNED: (ACCEPT, ASSIGN),
    State.ASKED: (ACCEPT, ASSIGN, ASK),
    State.DRAFTED: (ACCEPT, ASSIGN, DRAFT),
    State.REPLIED: (ACCEPT, ASSIGN, DRAFT, SEND),
    State.MERGED: (("merge", 1, 4),),
    State.DECLINED: (("decline", 1, 3),),
}
"""The steps to each state: name, working days after it was filed, slot of the day."""
EVENING = datetime.time(20, 10)


@dataclass(frozen=True)
class Further:
    """Something beside the ordinary road; `days` are working days after the case was filed."""

    days: int
    slot: int
    name: str
    who: str
    given: dict[str, Any] = field(default_factory=dict)


@dataclass
class Letter:
    """A case to be made.

    `desk` accepts and assigns, `checker` checks what `handler` drafted; without a handler it is the clerk of `unit`.
    `given` says what comes with a step (by its name), `values` what it is filed with. With `public` (question and
    answer) the reply is published. The reply takes `slow` working days more than usual.
    """

    type: Type
    text: str
    on: datetime.date
    to: State
    item: Item | None = None
    unit: str = ""
    desk: str = "office"
    handler: str = ""
    checker: str = "deputy"
    finding: str = ""
    reply: str = ""
    public: tuple[str, str] = ("", "")
    slow: int = 0
    into: Letter | None = None
    given: dict[str, dict[str, Any]] = field(default_factory=dict)
    further: tuple[Further, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    pk: int | None = None

    @property
    def is_on_paper(self) -> bool:
        return self.values.get("channel", Channel.WEB) != Channel.WEB

    @property
    def who_handles(self) -> str:
        clerks = {department.name: department.clerk for department in DEPARTMENTS}
        return self.handler or clerks.get(self.unit, "")


@dataclass(frozen=True)
class Act:
    """What somebody does to a case; the clock's acts are about no letter."""

    at: datetime.datetime
    name: str
    who: str
    letter: Letter | None = None
    given: dict[str, Any] = field(default_factory=dict)


def acts_of(letter: Letter, number: int, days: Days) -> Iterator[Act]:
    """The acts of one case, in their order."""
    if letter.is_on_paper:
        yield _act(letter, number, days, 0, 1, "file", letter.desk)
    else:
        yield Act(days.moment(letter.on, EVENING), "file", WRITER, letter)
    road = (*ROADS[letter.to], *((PUBLISH,) if letter.public[1] else ()))
    for name, after, slot in road:
        later = letter.slow if after >= DRAFT[1] else 0
        yield _act(letter, number, days, after + later, slot, name, _who(letter, name), _given(letter, name))
    for more in letter.further:
        yield _act(letter, number, days, more.days, more.slot, more.name, more.who, more.given)


def turns_of_the_clock(first: datetime.date, days: Days) -> Iterator[Act]:
    """Once each working day before today: what is overdue goes up, what was answered long ago is closed."""
    day = first
    while (day := days.after(day, 1)) < days.today:
        yield Act(days.moment(day, datetime.time(0, 5)), "settle", CLOCK)


def _act(letter: Letter, number: int, days: Days, after: int, slot: int, name: str, who: str, given: Any = None) -> Act:
    """Six slots a day from half past eight, as for the items; the minutes differ from case to case."""
    minutes = 8 * 60 + 30 + 75 * slot + 13 * number % 45
    day = days.after(letter.on, after) if after else letter.on
    return Act(days.moment(day, datetime.time(minutes // 60, minutes % 60)), name, who, letter, given or {})


def _who(letter: Letter, name: str) -> str:
    return {
        "ask": letter.who_handles,
        "draft_reply": letter.who_handles,
        "send_reply": letter.checker,
        "decline": letter.checker,
    }.get(name, letter.desk)


def _given(letter: Letter, name: str) -> dict[str, Any]:
    """What the step needs besides; a handler by username, a unit by name."""
    question, answer = letter.public
    made: dict[str, dict[str, Any]] = {
        "assign": {"handler": letter.who_handles, **({"unit": letter.unit} if letter.unit else {})},
        "draft_reply": {"text": letter.reply, "finding": letter.finding},
        "publish": {"question": question, "answer": answer},
        "merge": {"into": letter.into},
    }
    return {**made.get(name, {}), **letter.given.get(name, {})}
