"""Cases of every sort, and the people who walk them. Nothing here sets a state: every step is taken."""

from __future__ import annotations

from typing import Any

from apps.accounts.models import User
from apps.cases.filing import file_case
from apps.cases.models import Case
from apps.cases.states import State
from apps.cases.types import TYPES, Concern, Type
from apps.cases.workflow import take
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State as ItemState
from apps.organization.models import Line, Post, Role
from tests.cast import Cast, draft, person, walk

TEXT = "公示的内容里少了一项，时间是四月三日。"
REPLY = "经核实，内容无误，特此答复。"
HEAD = "席正"

SORTS: dict[str, tuple[Type, Concern]] = {
    "opinion": (Type.OPINION, Concern.NOBODY),
    "objection": (Type.OBJECTION, Concern.NOBODY),
    "complaint": (Type.COMPLAINT, Concern.NOBODY),
    "leadership": (Type.COMPLAINT, Concern.LEADERSHIP),
    "supervision": (Type.COMPLAINT, Concern.SUPERVISION),
}


def head_of(cast: Cast) -> User:
    """The chair of the supervision group, who joins it at the first call."""
    found = User.objects.filter(name=HEAD).first()
    return found or person(HEAD, Role.SUPERVISION, cast.school, post=Post.CHAIR, line=Line.PARTY)


def posted(cast: Cast, **fields: Any) -> Disclosure:
    return walk(draft(cast, **fields), ItemState.POSTED, cast)


def filed(sort: str, cast: Cast, item: Disclosure | None = None, **fields: Any) -> Case:
    """A case of this sort, just received; an objection is to an item that is posted for it when none is given."""
    type, concern = SORTS[sort]
    if type == Type.OBJECTION:
        item = item or posted(cast)
    given = {"school": cast.school, "text": TEXT, "concern": concern, "disclosure": item, **fields}
    return file_case(type, **given).case


def lead(case: Case, cast: Cast) -> User:
    """Who accepts and assigns it."""
    return {Concern.LEADERSHIP: cast.member, Concern.SUPERVISION: head_of(cast)}.get(Concern(case.concern), cast.office)


def checker(case: Case, cast: Cast) -> User:
    """Who checks the reply to it."""
    if case.concern == Concern.SUPERVISION:
        return cast.inspector
    return cast.chair if case.type == Type.OPINION else cast.supervisors[1]


def walked(case: Case, to: str, cast: Cast, *, finding: str = "", into: Case | None = None) -> Case:
    """The case after the steps from its state to another; `other_clerk` handles it."""
    legs: dict[str, tuple[str, User | None, dict[str, Any]]] = {
        State.ACCEPTED: ("accept", lead(case, cast), {}),
        State.ASSIGNED: ("assign", lead(case, cast), {"handler": cast.other_clerk}),
        State.ASKED: ("ask", cast.other_clerk, {"text": "请问是哪一天？"}),
        State.DRAFTED: (
            "draft_reply",
            cast.other_clerk,
            {"text": REPLY, "finding": finding or TYPES[Type(case.type)].findings[0]},
        ),
        State.REPLIED: ("send_reply", checker(case, cast), {}),
        State.CLOSED: ("content", None, {}),
        State.DECLINED: ("decline", checker(case, cast), {"refusal": "no_facts", "text": "没有可核实的事实。"}),
        State.WITHDRAWN: ("withdraw", None, {}),
        State.MERGED: ("merge", lead(case, cast), {"into": into}),
    }
    if case.type == Type.OPINION and to == State.DECLINED:
        legs[State.DECLINED] = ("decline", cast.office, legs[State.DECLINED][2])
    road = ROAD[: ROAD.index(State(to)) + 1] if to in ROAD else (*SIDES[State(to)], State(to))
    for state in road[road.index(State(case.state)) + 1 :]:
        step, actor, given = legs[state]
        case = take(step, case, actor=actor, **given)
    return case


ROAD = (State.RECEIVED, State.ACCEPTED, State.ASSIGNED, State.DRAFTED, State.REPLIED, State.CLOSED)
SIDES = {
    State.ASKED: (State.RECEIVED, State.ACCEPTED, State.ASSIGNED),
    State.DECLINED: (State.RECEIVED,),
    State.WITHDRAWN: (State.RECEIVED,),
    State.MERGED: (State.RECEIVED,),
}


def names_of(case: Case) -> list[str]:
    """The names of its events, in their order."""
    return list(case.events.values_list("name", flat=True))
