"""The people of the tests and the roads their items walk. Nothing here sets a state: every step is taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.utils import translation

from apps.accounts.models import User
from apps.cases.gate import counted
from apps.disclosures.factories import (
    DepartmentFactory,
    DisclosureFactory,
    MembershipFactory,
    SchoolFactory,
    UserFactory,
)
from apps.disclosures.models import Disclosure
from apps.disclosures.signals import result_requested
from apps.disclosures.states import Outcome, State
from apps.disclosures.workflow import take
from apps.kinds.notices.factories import NoticeFactory
from apps.organization.models import Line, Post, Role, Unit

SUPERVISORS = {
    Line.PARTY: "纪明",
    Line.ADMINISTRATION: "常守",
    Line.UNION: "闻理",
    Line.YOUTH: "乐晨",
    Line.TEACHERS: "师正",
    Line.COMMUNITY: "邻安",
    Line.PARENTS: "贾真",
}


@dataclass(frozen=True)
class Cast:
    """A bureau, two schools and the people of the first; those called other_ work elsewhere."""

    bureau: Unit
    school: Unit
    department: Unit
    other_department: Unit
    other_school: Unit
    clerk: User
    other_clerk: User
    chair: User
    deputy: User
    office: User
    supervisors: list[User]
    teacher: User
    parent: User
    inspector: User
    stranger: User
    other_chair: User
    other_teacher: User
    other_parent: User

    @property
    def member(self) -> User:
        """Any one member of the supervision group."""
        return self.supervisors[0]


@pytest.fixture
def cast(db: None) -> Cast:
    bureau = SchoolFactory(name="澄溪区教育局", level=Unit.Level.BUREAU)
    school = SchoolFactory(name="澄溪九年制学校", parent=bureau)
    other_school = SchoolFactory(name="云岭小学", parent=bureau)
    department = DepartmentFactory(name="总务处", parent=school)
    other_department = DepartmentFactory(name="教务处", parent=school)
    return Cast(
        bureau=bureau,
        school=school,
        department=department,
        other_department=other_department,
        other_school=other_school,
        clerk=person("许文", Role.CLERK, department),
        other_clerk=person("钱文", Role.CLERK, other_department),
        chair=person("方正", Role.LEADERSHIP, school, post=Post.CHAIR),
        deputy=person("贺兰", Role.LEADERSHIP, school, post=Post.DEPUTY),
        office=person("谢言", Role.OFFICE, school),
        supervisors=[person(name, Role.SUPERVISION, school, line=line) for line, name in SUPERVISORS.items()],
        teacher=person("顾言", Role.STAFF, school),
        parent=person("陶然", Role.PARENT, school),
        inspector=person("祝平", Role.INSPECTOR, bureau),
        stranger=UserFactory(name="路遥"),
        other_chair=person("聂远", Role.LEADERSHIP, other_school),
        other_teacher=person("韦青", Role.STAFF, other_school),
        other_parent=person("邵宁", Role.PARENT, other_school),
    )


@pytest.fixture
def in_english() -> Iterator[None]:
    """Refusals are read in the words of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def nobody_counts() -> Iterator[None]:
    """The platform alone: without a room that counts objections somebody chooses the outcome."""
    result_requested.disconnect(counted)
    yield
    result_requested.connect(counted)


def person(name: str, role: Role, unit: Unit, **membership: Any) -> User:
    """Somebody with one role in one unit."""
    return MembershipFactory(user__name=name, role=role, unit=unit, **membership).user


def again(user: User) -> User:
    """The same person in the next request: roles are read once in a request."""
    return User.objects.get(pk=user.pk)


def factory_of(kind: type[Disclosure]) -> type[DisclosureFactory]:
    """The only factory of a kind, in the factories.py of its folder."""
    module = import_module(f"{kind._meta.app_config.name}.factories")
    found = [value for value in vars(module).values() if getattr(getattr(value, "_meta", None), "model", None) is kind]
    (factory,) = [value for value in found if isinstance(value, type) and issubclass(value, DisclosureFactory)]
    return factory


def draft(cast: Cast, factory: type[DisclosureFactory] = NoticeFactory, **fields: Any) -> Disclosure:
    """A draft of the clerk, with five working days of publicity."""
    return factory(**{"unit": cast.department, "drafter": cast.clerk, "publicity_days": 5, **fields})


def walk(item: Disclosure, to: str, cast: Cast) -> Disclosure:
    """The item after all the steps from its state to another have been taken by the people who may."""
    road = (*MAIN_ROAD, to) if to not in MAIN_ROAD else MAIN_ROAD[: MAIN_ROAD.index(to) + 1]
    for state in road[road.index(item.state) + 1 :]:
        item = LEGS[state](item, cast)
    return item


def _submit(item: Disclosure, cast: Cast) -> Disclosure:
    return take("submit", item, actor=cast.chair)


def _endorse(item: Disclosure, cast: Cast) -> Disclosure:
    for member in cast.supervisors:
        if item.state == State.IN_REVIEW:
            item = take("endorse", item, actor=member)
    return item


def _post(item: Disclosure, cast: Cast) -> Disclosure:
    return take("post", item, actor=cast.office)


def _conclude(item: Disclosure, cast: Cast) -> Disclosure:
    with time_machine.travel(item.publicity_ends_at, tick=False):
        return take("conclude", item, actor=cast.office, outcome=Outcome.NO_OBJECTION)


def _withdraw(item: Disclosure, cast: Cast) -> Disclosure:
    take("propose_withdrawal", item, actor=cast.office, reason="附件中有手机号码")
    return take("withdraw", item, actor=cast.chair)


def _supersede(item: Disclosure, cast: Cast) -> Disclosure:
    correction = factory_of(type(item))(
        unit=item.unit, drafter=cast.clerk, publicity_days=5, replaces=item, change_note="更正联系电话"
    )
    walk(correction, State.POSTED, cast)
    return Disclosure.objects.get(pk=item.pk).specific


MAIN_ROAD = (State.DRAFT, State.IN_REVIEW, State.APPROVED, State.POSTED)
LEGS = {
    State.IN_REVIEW: _submit,
    State.APPROVED: _endorse,
    State.POSTED: _post,
    State.CONCLUDED: _conclude,
    State.WITHDRAWN: _withdraw,
    State.SUPERSEDED: _supersede,
}
