"""Cases in a test, and the forms of their page as a browser would send them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from apps.accounts.models import User
from apps.cases.filing import file_case
from apps.cases.models import Case
from apps.cases.states import State
from apps.cases.types import WATCHED, Finding, Type
from apps.cases.workflow import take
from apps.casework.deeds import stamp_of
from tests.cast import Cast
from tests.visiting import visiting

TEXT = "食堂三号窗口四月三日中午没有公示当天菜价。"
REPLY = "经核实，四月三日菜价牌损坏，当日下午已更换。"
LIST = reverse("casework:list")

ROAD = ("accept", "assign", "draft_reply", "send_reply")
STATES = {State.RECEIVED: 0, State.ACCEPTED: 1, State.ASSIGNED: 2, State.DRAFTED: 3, State.REPLIED: 4}


def filed(cast: Cast, type: str = Type.OPINION, text: str = TEXT, **fields: Any) -> Case:
    return file_case(type, school=cast.school, text=text, **fields).case


def walked(case: Case, to: str, cast: Cast, finding: str = Finding.EXPLAINED) -> Case:
    """The case after the usual people took the usual steps: the office, the clerk, then whoever checks."""
    given: dict[str, dict[str, Any]] = {
        "accept": {"actor": cast.office},
        "assign": {"actor": cast.office, "handler": cast.clerk, "unit": cast.department},
        "draft_reply": {"actor": cast.clerk, "text": REPLY, "finding": finding},
        "send_reply": {"actor": cast.member if case.type in WATCHED else cast.chair},
    }
    for name in ROAD[: STATES[State(to)]]:
        case = take(name, case, **given[name])
    return case


def page(case: Case) -> str:
    return reverse("casework:case", args=[case.code])


def press(user: User, case: Case, deed: str, **typed: Any) -> HttpResponse:
    """Open the page of the case and send one of its forms."""
    browser = visiting(user)
    return browser.post(page(case), {"do": deed, "seen": stamp_of(case), **typed})


def deeds_on(user: User, case: Case) -> set[str]:
    """The names of the forms that this person finds on the page of the case."""
    return {deed.name for deed, _form in visiting(user).get(page(case)).context["deeds"]}
