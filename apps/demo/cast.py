"""The invented school of the demo: its units, its people, how it is reached, its rules. No name here is a real one."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.auth.hashers import make_password

from apps.accounts.models import User
from apps.calendars.models import Span
from apps.organization.models import Contact, Line, Membership, Post, Role, SchoolRules, Unit

BUREAU = "澄溪区教育局"
SCHOOL = "澄溪九年制学校"
PASSWORD = "gongkai-demo"
"""Of every account of the demo, and of nothing else."""
SINCE = datetime.date(2020, 9, 1)
ADMIN = "admin"


class Department(NamedTuple):
    """A department, who writes for it, and the leader in charge, who submits."""

    name: str
    clerk: str
    leader: str


class Person(NamedTuple):
    """Somebody with one role; `unit` is a department, the school or the bureau."""

    username: str
    name: str
    unit: str
    role: Role
    post: str = ""
    line: str = ""


DEPARTMENTS = (
    Department("校长办公室", "clerk5", "principal"),
    Department("教务处", "clerk2", "deputy"),
    Department("德育处", "clerk3", "deputy"),
    Department("总务处", "clerk", "deputy"),
    Department("工会", "clerk5", "principal"),
    Department("党支部", "clerk4", "secretary"),
)
PEOPLE = (
    Person("principal", "沈怀远", SCHOOL, Role.LEADERSHIP, Post.CHAIR),
    Person("deputy", "顾明舟", SCHOOL, Role.LEADERSHIP, Post.DEPUTY),
    Person("secretary", "韩若松", SCHOOL, Role.LEADERSHIP, Post.MEMBER),
    Person("office", "姜以宁", SCHOOL, Role.OFFICE),
    Person("clerk", "丁小禾", "总务处", Role.CLERK),
    Person("clerk2", "罗知秋", "教务处", Role.CLERK),
    Person("clerk3", "白晓棠", "德育处", Role.CLERK),
    Person("clerk4", "贺文简", "党支部", Role.CLERK),
    Person("clerk5", "袁亦可", "工会", Role.CLERK),
    Person("clerk5", "袁亦可", "校长办公室", Role.CLERK),
    Person("sup1", "陶静之", SCHOOL, Role.SUPERVISION, Post.CHAIR, Line.PARTY),
    Person("sup2", "方砚田", SCHOOL, Role.SUPERVISION, Post.MEMBER, Line.ADMINISTRATION),
    Person("sup3", "石青禾", SCHOOL, Role.SUPERVISION, Post.MEMBER, Line.UNION),
    Person("sup4", "黎一鸣", SCHOOL, Role.SUPERVISION, Post.MEMBER, Line.YOUTH),
    Person("sup5", "温书雅", SCHOOL, Role.SUPERVISION, Post.MEMBER, Line.TEACHERS),
    Person("sup6", "邵大任", SCHOOL, Role.SUPERVISION, Post.MEMBER, Line.COMMUNITY),
    Person("sup7", "卫小满", SCHOOL, Role.SUPERVISION, Post.MEMBER, Line.PARENTS),
    Person("teacher", "梁溪云", SCHOOL, Role.STAFF),
    Person("parent", "谷雨生", SCHOOL, Role.PARENT),
    Person("inspector", "严知行", BUREAU, Role.INSPECTOR),
)
LEFT = Person("clerk6", "尹若舟", "总务处", Role.CLERK)
"""Handled some matters of the canteen, and has left; nobody signs in as them."""
SUPERVISORS = tuple(person.username for person in PEOPLE if person.role == Role.SUPERVISION)
CONTACTS = (
    (SCHOOL, Contact.Form.HOTLINE, "0000-555-0132", "工作日 8:30—17:00"),
    (SCHOOL, Contact.Form.BOX, "校门内传达室东墙", "每周二由监督小组两人同时开箱"),
    (SCHOOL, Contact.Form.OFFICE, "行政楼 203，0000-555-0199", "工作日 8:30—17:00"),
    (BUREAU, Contact.Form.HOTLINE, "0000-555-0140", "工作日 9:00—17:00"),
)


@dataclass(frozen=True)
class Cast:
    """Units and people by name."""

    units: dict[str, Unit]
    people: dict[str, User]

    @property
    def school(self) -> Unit:
        return self.units[SCHOOL]


def engage(calendar: list[Span]) -> Cast:
    """Make the units and the people, and give the school its contacts, its rules and these years, terms and
    vacations."""
    units = _units()
    people = _people()
    for person in (*PEOPLE, LEFT):
        Membership.objects.create(
            user=people[person.username],
            unit=units[person.unit],
            role=person.role,
            post=person.post,
            line=person.line,
            since=SINCE,
        )
    for position, (unit, form, value, hours) in enumerate(CONTACTS):
        Contact.objects.create(unit=units[unit], form=form, value=value, hours=hours, position=position)
    SchoolRules.objects.create(school=units[SCHOOL], quorum=5)
    for span in calendar:
        span.school = units[SCHOOL]
        span.save()
    return Cast(units, people)


def _units() -> dict[str, Unit]:
    bureau = Unit.objects.create(name=BUREAU, level=Unit.Level.BUREAU)
    school = Unit.objects.create(name=SCHOOL, level=Unit.Level.SCHOOL, parent=bureau)
    departments = [
        Unit.objects.create(name=department.name, level=Unit.Level.DEPARTMENT, parent=school, position=position)
        for position, department in enumerate(DEPARTMENTS)
    ]
    return {unit.name: unit for unit in (bureau, school, *departments)}


def _people() -> dict[str, User]:
    """The password is hashed once: hashing is slow on purpose."""
    password = make_password(PASSWORD)
    names = {person.username: person.name for person in (*PEOPLE, LEFT)}
    people = {
        username: User.objects.create(username=username, name=name, password=password)
        for username, name in names.items()
    }
    User.objects.create(username=ADMIN, name="系统管理员", password=password, is_staff=True, is_superuser=True)
    return people
