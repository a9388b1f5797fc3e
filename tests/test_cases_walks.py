"""Whatever people do to cases in whatever order, the rules hold: random walks, looked at after each move."""

from __future__ import annotations

import datetime
from random import Random

import time_machine
from django.db import connection, transaction
from django.db.models import Count
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.accounts.models import User
from apps.cases.deadlines import deadline_of
from apps.cases.models import Case, Event
from apps.cases.states import ANSWERED, PAIRS, State
from apps.cases.types import TYPES, Type
from apps.cases.workflow import STEPS, open_steps, take
from apps.disclosures.workflow import Refused
from tests.casing import filed, head_of, posted
from tests.cast import Cast, again

START = datetime.datetime(2026, 9, 1, 9, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
MOVES = 30
UNLIKELY = {"withdraw": 0.05, "decline": 0.1, "merge": 0.3, "add": 0.2, "extend": 0.3, "ask": 0.5, "content": 0.3}
NEW_SORTS = ("opinion", "objection", "complaint", "leadership", "supervision")


class Walk:
    """Some cases, in the hands of everybody, of their writers, the clock and chance."""

    def __init__(self, cast: Cast, chance: Random, clock: time_machine.Traveller) -> None:
        self.cast, self.chance, self.clock = cast, chance, clock
        self.item = posted(cast, publicity_days=40)
        self.people = [head_of(cast), *cast.supervisors[:2], cast.office, cast.chair, cast.inspector, cast.clerk]
        self.people += [cast.other_clerk, cast.teacher, cast.parent, cast.other_chair]
        for sort in (*NEW_SORTS, "opinion", "objection"):
            self.file(sort)
        self.told = {case.pk: 1 for case in Case.objects.all()}

    def file(self, sort: str) -> Case:
        about = self.chance.sample(self.people[:9], self.chance.choice((0, 0, 1)))
        return filed(sort, self.cast, self.item if sort == "objection" else None, about=about)

    def move(self) -> list[str]:
        """Let somebody do something; returns the rules that are broken then."""
        if self.chance.random() < 0.15:
            self.clock.shift(datetime.timedelta(hours=self.chance.randint(1, 60)))
        before = {case.pk: case for case in Case.objects.all()}
        case = self.chance.choice(list(before.values()))
        actor = self.chance.choice([None, User.objects.clock(), *self.people])
        actor = actor and again(actor)
        steps = [step.name for step in open_steps(case, actor)]
        if steps and self.chance.random() < 0.9:
            (step,) = self.chance.choices(steps, [UNLIKELY.get(step, 1) for step in steps])
        else:
            step = self.chance.choice(sorted(STEPS))
        is_taken = self.take(step, case, actor)
        return self.broken(before, case, is_taken, actor)

    def take(self, step: str, case: Case, actor: User | None) -> bool:
        given = {
            "text": "请按所附说明办理。",
            "refusal": "no_facts",
            "finding": self.chance.choice(TYPES[Type(case.type)].findings),
            "handler": self.chance.choice(self.people),
            "days": self.chance.randint(0, 4),
            "into": self.chance.choice(list(Case.objects.all())),
        }
        try:
            take(step, case, actor=actor, **given)
        except Refused:
            return False
        return True

    def broken(self, before: dict[int, Case], touched: Case, is_taken: bool, actor: User | None) -> list[str]:
        with connection.cursor() as cursor:  # what waits for the commit is looked at now
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        found = []
        for case in Case.objects.annotate(told=Count("events")):
            if case.told == self.told[case.pk] and case.pk != touched.pk:
                continue
            events = list(case.events.all())
            news, self.told[case.pk] = events[self.told[case.pk] :], len(events)
            is_touched = is_taken and case.pk == touched.pk
            rules = {
                **of_the_step(before[case.pk], case, news, is_touched, actor),
                **of_the_people(case, events),
                **of_the_course(case, is_touched),
            }
            found += [f"{name}: case {case.pk}, {touched}" for name, holds in rules.items() if not holds]
        return found


def of_the_step(before: Case, case: Case, news: list[Event], is_touched: bool, actor: User | None) -> dict[str, bool]:
    """Rules between the last move and this one."""
    steps = [event for event in news if event.name != "deadline_moved"]
    moves = [(event.from_state, event.to_state) for event in news if event.from_state != event.to_state]
    is_told = case.state == State.MERGED and [event.name for event in steps] == ["send_reply"]
    return {
        "one event for a step, none for a refusal": len(steps) == int(is_touched) or is_told,
        "the event has its actor": not is_touched or steps[0].actor == actor,
        "states change by the pairs": set(moves) <= set(PAIRS) and len(moves) <= 1,
        "the event leads to the state": case.state == (moves[-1][1] if moves else before.state),
        "a day that moved is written down": (before.due_on != case.due_on)
        is any(event.name == "deadline_moved" for event in news),
    }


def of_the_people(case: Case, events: list[Event]) -> dict[str, bool]:
    about = set(case.about.all())
    last = case.replies.last()
    sent = [event for event in events if event.name == "send_reply" and event.to_state == State.REPLIED]
    return {
        "nobody it is about acted": not {event.actor_id for event in events} & {person.pk for person in about},
        "nobody it is about sees it": not any(case in Case.objects.seen_by(person) for person in about),
        "nobody it is about handles it": case.handler not in about,
        "a reply has two people": case.state not in ANSWERED or sent[-1].actor_id != last.drafted_by_id,
    }


def of_the_course(case: Case, is_touched: bool) -> dict[str, bool]:
    is_settled = case.is_open and case.state != State.ASKED
    return {
        "the day is that of the calendar": not is_settled or case.due_on == deadline_of(case).due_on,
        "a merged case has one that is open or answered": case.state != State.MERGED
        or case.merged_into.is_open
        or case.merged_into.state in ANSWERED,
        "an answer has a finding": (case.state in ANSWERED) is bool(case.finding),
        "a finding is of the type": not case.finding or case.finding in TYPES[Type(case.type)].findings,
        "never extended too far": case.extended_days <= TYPES[Type(case.type)].extension,
    }


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=True))
def test_every_walk_keeps_the_rules(cast, chance):
    """Hypothesis chooses the seed of a walk and prints it when a rule breaks; each walk is undone at its end."""
    with transaction.atomic(), time_machine.travel(START, tick=False) as clock:
        people = Walk(cast, chance, clock)
        for _ in range(MOVES):
            assert people.move() == []
        transaction.set_rollback(True)
