"""Doing the acts of cases, by the functions with which everybody files, handles and publishes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from apps.accounts.models import User
from apps.cases.clock import settle_cases
from apps.cases.filing import file_case
from apps.cases.identities import ask_for, open_for
from apps.cases.models import BoxOpening, Case
from apps.cases.publishing import hide, propose_hiding, publish
from apps.cases.types import Channel
from apps.cases.workflow import take
from apps.demo.cast import SCHOOL, Cast
from apps.demo.letters import CLOCK, Act, Letter
from apps.disclosures.models import Disclosure

SECRET = "gongkai"
"""The secret word of every case of the demo, and of nothing else."""
BESIDE_THE_ROAD: dict[str, Callable[..., object]] = {
    "publish": publish,
    "propose_hiding": propose_hiding,
    "hide": hide,
    "ask_identity": ask_for,
    "open_identity": open_for,
}


def act_out(act: Act, cast: Cast) -> None:
    """Do it now, whatever the clock says."""
    if act.who == CLOCK:
        settle_cases(Case, clock=User.objects.clock())
        return
    assert act.letter is not None
    actor = cast.people.get(act.who)
    if act.name == "file":
        _file(act.letter, actor, cast)
        return
    case = Case.objects.get(pk=act.letter.pk)
    given = _resolved(act.given, cast)
    if act.name in BESIDE_THE_ROAD:
        BESIDE_THE_ROAD[act.name](case, actor=actor, **given)
    else:
        take(act.name, case, actor=actor, **given)


def _file(letter: Letter, actor: User | None, cast: Cast) -> None:
    values = dict(letter.values)
    if values.get("channel") == Channel.BOX:
        values["opening"] = _opened(cast)
    item = Disclosure.objects.get(pk=letter.item.pk) if letter.item else None
    receipt = file_case(
        letter.type,
        school=cast.units[SCHOOL],
        text=letter.text,
        actor=actor,
        disclosure=item,
        secret=SECRET,
        **values,
    )
    letter.pk = receipt.case.pk


def _opened(cast: Cast) -> BoxOpening:
    """The box is opened by the chair of the supervision group and the office together."""
    return BoxOpening.objects.create(
        school=cast.units[SCHOOL],
        opened_on=timezone.localdate(),
        first=cast.people["sup1"],
        second=cast.people["office"],
        count=1,
    )


def _resolved(given: dict[str, Any], cast: Cast) -> dict[str, Any]:
    """People, units and cases by their names in the plan."""
    found = dict(given)
    if "handler" in found:
        found["handler"] = cast.people[found["handler"]]
    if "unit" in found:
        found["unit"] = cast.units[found["unit"]]
    if "into" in found:
        found["into"] = Case.objects.get(pk=found["into"].pk)
    return found
