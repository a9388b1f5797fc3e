"""State × step × person × sort of case: who may take which step when. Written by hand, not derived from the code."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.cases.models import Case
from apps.cases.states import State
from apps.cases.types import TYPES, Type
from apps.cases.workflow import STEPS, obstacles, take
from apps.disclosures.workflow import Refused
from tests.casing import SORTS, filed, head_of, posted, walked
from tests.cast import Cast, again

# o office, s member of the supervision group, h its chair, d its member who drafted the item objected to,
# c chair and v deputy of the leadership group, i inspector, x handler, w writer, k clock. Nobody else: teacher, parent,
# clerks (the item's unit among them), stranger, the other school's chair, a superuser, and whoever is not signed in.
TABLE = """
states                                         step         opinion objection complaint leadership supervision
received                                       accept       o       oshd      oshd      shd        hi
received                                       decline      o       sh        shd       shd        hi
accepted                                       assign       o       oshd      oshd      shd        hi
assigned                                       transfer     o       oshd      oshd      shd        hi
accepted                                       ask          o       oshd      oshd      shd        hi
assigned                                       ask          x       x         x         x          x
asked                                          go_on        x       x         x         x          x
accepted,assigned                              extend       o       oshd      oshd      shd        hi
assigned                                       draft_reply  x       x         x         x          x
drafted                                        send_back    ocv     shd       shd       shd        hi
drafted                                        send_reply   ocv     sh        shd       shd        hi
received,accepted,assigned,asked,drafted       merge        o       oshd      oshd      shd        hi
received,accepted,assigned,asked,drafted       add          w       w         w         w          w
asked                                          resume       k       k         k         k          k
asked                                          answer       w       w         w         w          w
received,accepted,assigned,asked,drafted       withdraw     w       w         w         w          w
replied                                        content      w       w         w         w          w
replied                                        redo         w       w         w         w          w
replied                                        close        k       k         k         k          k
received,accepted,assigned,drafted             climb        k       k         k         k          k
"""
HEADER, *LINES = [line.split() for line in TABLE.strip().splitlines()]
LATER = {"go_on": 14, "resume": 30, "climb": 60}
"""Days after which a step waits for nothing but the right person."""


def expected(sort: str, state: str) -> dict[str, str]:
    column = HEADER.index(sort)
    return {line[1]: "".join(sorted(line[column])) for line in LINES if state in line[0].split(",")}


def everybody(cast: Cast) -> dict[str, User | AnonymousUser | None]:
    unnamed = {f"({name})": getattr(cast, name) for name in ("clerk", "teacher", "parent", "stranger", "other_chair")}
    return {
        "w": None,
        "o": cast.office,
        "s": cast.member,
        "h": head_of(cast),
        "d": cast.supervisors[6],
        "c": cast.chair,
        "v": cast.deputy,
        "i": cast.inspector,
        "x": cast.other_clerk,
        "k": User.objects.clock(),
        "(superuser)": User.objects.create_superuser("root"),
        "(signed out)": AnonymousUser(),
        **unnamed,
    }


def given_to(case: Case, cast: Cast, twin: Case) -> dict:
    return {
        "text": "请按所附说明办理。",
        "refusal": "no_facts",
        "finding": TYPES[Type(case.type)].findings[0],
        "handler": cast.teacher,
        "days": 2,
        "into": twin,
    }


def is_taken(step: str, case: Case, actor: User | None, given: dict) -> bool:
    """Whether nothing speaks against it, and it is then really taken; it is undone again."""
    if obstacles(case, STEPS[step], actor):
        return False
    point = transaction.savepoint()
    take(step, case, actor=actor, **given)
    transaction.savepoint_rollback(point)
    return True


def takers(step: str, case: Case, people: dict, given: dict) -> str:
    if case.state not in STEPS[step].sources:
        return "".join(name for name, who in people.items() if not obstacles(case, STEPS[step], who))
    with time_machine.travel(timezone.now() + datetime.timedelta(days=LATER.get(step, 0))):
        return "".join(sorted(name for name, who in people.items() if is_taken(step, case, who, given)))


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("sort", SORTS)
def test_step_is_taken_by_those_who_may(cast, sort, state):
    people = everybody(cast)
    item = posted(cast, drafter=cast.supervisors[6]) if sort == "objection" else None
    twin = walked(filed(sort, cast, item), State.ACCEPTED, cast)
    case = walked(filed(sort, cast, item), state, cast, into=twin)
    given = given_to(case, cast, twin)
    taken = {step: takers(step, case, people, given) for step in STEPS}
    assert {step: who for step, who in taken.items() if who} == expected(sort, state)


def test_table_names_every_step():
    assert {line[1] for line in LINES} == set(STEPS)


@pytest.mark.parametrize("step", ["send_reply", "send_back"])
def test_member_who_drafted_does_not_check(cast, step):
    case = walked(filed("complaint", cast), State.ACCEPTED, cast)
    take("assign", case, actor=cast.office, handler=cast.member)
    take("draft_reply", case, actor=cast.member, text="经核实，内容无误。", finding="dismissed")
    with pytest.raises(Refused):
        take(step, case, actor=cast.member, text="请补充。")


def test_who_drafted_an_earlier_reply_may_check_a_later_one(cast):
    case = walked(filed("complaint", cast), State.ACCEPTED, cast)
    take("assign", case, actor=cast.office, handler=cast.member)
    take("draft_reply", case, actor=cast.member, text="经核实，内容无误。", finding="dismissed")
    take("send_back", case, actor=cast.supervisors[1], text="请补充。")
    take("transfer", case, actor=cast.office, handler=cast.clerk, text="转请核实。")
    take("draft_reply", case, actor=cast.clerk, text="经再次核实，内容无误。", finding="dismissed")
    assert take("send_reply", case, actor=cast.member).state == State.REPLIED


@pytest.mark.parametrize("step", ["go_on", "transfer"])
def test_handler_who_left_leaves_the_case_to_the_office(cast, step):
    case = walked(filed("opinion", cast), State.ASKED if step == "go_on" else State.ASSIGNED, cast)
    cast.other_clerk.memberships.update(until="2020-12-31")
    with time_machine.travel(timezone.now() + datetime.timedelta(days=14)):
        case = take(step, case, actor=cast.office, handler=cast.teacher, text="原经办人已调离。")
    assert case.state == State.ASSIGNED


@pytest.mark.parametrize("step", ["draft_reply", "ask"])
def test_handler_who_left_does_nothing_more(cast, step):
    case = walked(filed("opinion", cast), State.ASSIGNED, cast)
    cast.other_clerk.memberships.update(until="2020-12-31")
    with pytest.raises(Refused):
        take(step, case, actor=again(cast.other_clerk), text="经核实，内容无误。", finding="explained")


def test_unknown_step_is_refused_in_words(cast):
    with pytest.raises(Refused):
        take("publish", filed("opinion", cast), actor=cast.office)


@pytest.mark.parametrize(
    ("step", "state", "given"),
    [
        ("decline", State.RECEIVED, {"refusal": "", "text": "不予受理的说明"}),
        ("decline", State.RECEIVED, {"refusal": "no_facts", "text": " "}),
        ("decline", State.RECEIVED, {"refusal": "because", "text": "不予受理的说明"}),
        ("assign", State.ACCEPTED, {}),
        ("ask", State.ACCEPTED, {"text": ""}),
        ("ask", State.ACCEPTED, {"text": "很长" * 2501}),
        ("ask", State.ACCEPTED, {"text": "\x00"}),
        ("extend", State.ACCEPTED, {"days": 2, "text": ""}),
        ("merge", State.ACCEPTED, {}),
    ],
)
def test_step_without_what_it_needs_is_refused_with_one_sentence(cast, step, state, given):
    case = walked(filed("opinion", cast), state, cast)
    with pytest.raises(Refused) as refusal:
        take(step, case, actor=cast.office, **given)
    assert (len(refusal.value.reasons), refusal.value.__cause__) == (1, None)


def test_reply_needs_a_finding_of_its_type(cast):
    case = walked(filed("objection", cast), State.ASSIGNED, cast)
    with pytest.raises(Refused):
        take("draft_reply", case, actor=cast.other_clerk, text="已采纳。", finding="adopted")


@pytest.mark.parametrize("name", ["parent", "stranger", "other_chair", "other_teacher"])
def test_case_is_given_to_nobody_from_outside(cast, name):
    case = walked(filed("opinion", cast), State.ACCEPTED, cast)
    with pytest.raises(Refused):
        take("assign", case, actor=cast.office, handler=getattr(cast, name))


def test_refused_step_leaves_no_event(cast):
    case = filed("opinion", cast)
    with pytest.raises(Refused):
        take("accept", case, actor=cast.teacher)
    assert list(case.events.values_list("name", flat=True)) == ["file"]


def test_another_reply_is_asked_for_once(cast):
    case = take("redo", walked(filed("opinion", cast), State.REPLIED, cast), actor=None, text="没有回答我的问题。")
    case = walked(case, State.REPLIED, cast)
    with pytest.raises(Refused):
        take("redo", case, actor=None, text="还是没有回答。")
