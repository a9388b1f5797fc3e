"""Whatever people do in whatever order, the rules hold: random walks, every rule looked at after each move."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from contextlib import suppress
from hashlib import sha256
from random import Random

import time_machine
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.accounts.models import User
from apps.disclosures.content import content_of
from apps.disclosures.models import Disclosure, Event
from apps.disclosures.recording import record_writing
from apps.disclosures.states import PAIRS, READABLE, State
from apps.disclosures.workflow import STEPS, Refused, open_steps, take
from apps.organization.models import Line, Role
from tests.cast import Cast, draft, person, walk

START = datetime.datetime(2026, 9, 1, 9, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
MOVES = 80
WEIGHTS = {"offered": 14, "anybody": 2, "edit": 3, "correct": 2, "wait": 2}
UNLIKELY = {"return": 0.6, "recuse": 0.1, "recall": 0.1, "propose_withdrawal": 0.005, "drop_withdrawal": 0.5, "": 0.3}
"""Steps that are less likely to be chosen, so that walks get far."""


class Walk:
    """A draft, a posted item and corrections, in the hands of nine people and of chance."""

    def __init__(self, cast: Cast, chance: Random, clock: time_machine.Traveller) -> None:
        self.cast, self.chance, self.clock = cast, chance, clock
        self.items = [draft(cast).pk, walk(draft(cast, publicity_days=1), State.POSTED, cast).pk]
        self.states: dict[int, str] = {}
        self.told: dict[int, int] = {}
        self.texts: dict[int, str] = {}
        # The last two are the tempted ones: a member who also drafts, and a leader who also sits in the group.
        self.people = [cast.clerk, cast.chair, cast.office, *cast.supervisors[:4]]
        self.people += [_member_and(role, cast) for role in (Role.CLERK, Role.LEADERSHIP)]

    def move(self) -> list[str]:
        """Let somebody do something to an item; returns the rules that are broken then."""
        (name,) = self.chance.choices(list(WEIGHTS), WEIGHTS.values())
        item = Disclosure.objects.get(pk=self.chance.choice(self.items)).specific
        getattr(self, name)(item)
        return self.broken([item.pk, item.replaces_id])

    def take(self, step: str, item: Disclosure, actor: User) -> None:
        with suppress(Refused):
            take(step, item, actor=actor, reason="请写明标准", outcome="no_objection")

    def offered(self, item: Disclosure) -> None:
        """A step that a button offers to somebody, if they press it at all."""
        for who in self.chance.sample(self.people, len(self.people)):
            steps = [step.name for step, against in open_steps(item, who) if not against]
            (step,) = self.chance.choices(["", *steps], [UNLIKELY.get(step, 1) for step in ["", *steps]])
            if step:
                self.take(step, item, who)
                break

    def anybody(self, item: Disclosure) -> None:
        self.take(self.chance.choice(sorted(STEPS)), item, self.chance.choice(self.people))

    def edit(self, item: Disclosure) -> None:
        if item.state == State.DRAFT:
            item.title = f"第{item.revision}稿"
            item.save()
            record_writing(item, actor=self.chance.choice(self.people))

    def correct(self, item: Disclosure) -> None:
        if item.state in (State.POSTED, State.CONCLUDED) and len(self.items) < 4:
            self.items.append(draft(self.cast, replaces=item, change_note="更正电话", publicity_days=1).pk)

    def wait(self, item: Disclosure) -> None:
        self.clock.shift(datetime.timedelta(hours=self.chance.randint(1, 60)))

    def broken(self, touched: list[int | None]) -> list[str]:
        with connection.cursor() as cursor:  # what waits for the commit is looked at now
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        numbered = Disclosure.objects.filter(register_serial__isnull=False).order_by("register_serial")
        serials = list(numbered.values_list("register_serial", flat=True))
        found = [] if serials == list(range(1, len(serials) + 1)) else ["numbers have no gap"]
        for item in Disclosure.objects.filter(pk__in=touched):
            events = list(item.events.all())
            rules = {**of_the_course(item, events), **self.of_the_road(item, events)}
            found += [name for name, holds in rules.items() if not holds]
        return found

    def of_the_road(self, item: Disclosure, events: list[Event]) -> dict[str, bool]:
        """Rules between the last move and this one."""
        before, told = self.states.get(item.pk, State.DRAFT), self.told.get(item.pk, 0)
        steps = [(e.from_state, e.to_state) for e in events[told:] if e.from_state != e.to_state]
        text = "" if item.state == State.DRAFT else sha256(json.dumps(content_of(item)).encode()).hexdigest()
        frozen = self.texts.get(item.pk) or text
        self.states[item.pk], self.told[item.pk], self.texts[item.pk] = item.state, len(events), text
        return {
            "states change only by the pairs": set(steps) <= set(PAIRS),
            "the events lead to the state": [before, *(after for _before, after in steps)][-1] == item.state,
            "events are never fewer": len(events) >= told,
            "a submitted text is frozen": frozen == text or item.state == State.DRAFT,
        }


def of_the_course(item: Disclosure, events: list[Event]) -> dict[str, bool]:
    """Rules of an item and its events as they are."""
    opinions = [event for event in events if event.name in ("endorse", "return", "recuse")]
    given_now = Counter(opinion.name for opinion in opinions if opinion.version == item.version)
    wrote: dict[int, int] = {}
    for event in events:
        if event.name in ("draft", "edit", "submit"):
            wrote.setdefault(event.actor_id, event.pk)
    last = {event.name: event.actor_id for event in events}
    decided = item.state not in (State.DRAFT, State.IN_REVIEW)
    return {
        "one opinion a version": len({(o.actor_id, o.version) for o in opinions}) == len(opinions),
        "nobody votes after writing": all(
            o.name == "recuse" or o.pk < wrote.get(o.actor_id, o.pk + 1) for o in opinions
        ),
        "approved by two at least": not decided or given_now["endorse"] >= 2,
        "approved by a majority": not decided or given_now["endorse"] > given_now["return"],
        "withdrawn by two people": item.state != State.WITHDRAWN or last["withdraw"] != last["propose_withdrawal"],
        "posted with a number": bool(item.posted_at) is bool(item.register_serial) is (item.state in READABLE),
        "posted in the past": not item.posted_at or item.posted_at <= timezone.now(),
        "superseded by one item": (item.state == State.SUPERSEDED)
        is item.corrections.filter(state__in=READABLE).exists(),
        "a writer for each revision": sum(e.name in ("draft", "edit") for e in events) == item.revision,
    }


def _member_and(role: Role, cast: Cast) -> User:
    both = person(f"兼任{role.value}", Role.SUPERVISION, cast.school, line=Line.TEACHERS)
    both.memberships.create(unit=cast.school, role=role)
    return both


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=True))
def test_every_walk_keeps_the_rules(cast, chance):
    """Hypothesis chooses the seed of a walk and prints it when a rule breaks; each walk is undone at its end."""
    with transaction.atomic(), time_machine.travel(START, tick=False) as clock:
        people = Walk(cast, chance, clock)
        for _ in range(MOVES):
            assert people.move() == []
        transaction.set_rollback(True)
