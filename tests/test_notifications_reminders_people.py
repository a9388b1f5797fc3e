"""Who is reminded at which stage, around the National Day of 2025."""

from __future__ import annotations

from datetime import date

import pytest

from apps.duties.models import Part, Responsibility, StandIn
from apps.notifications.models import Reminder
from apps.organization.models import Membership, Post, Role
from tests.cast import Cast, person
from tests.duties import heading
from tests.reminding import LONG_AGO, owed, school_of_2025, tick, told

DUE = date(2025, 9, 30)


@pytest.fixture(autouse=True)
def school(cast: Cast) -> None:
    school_of_2025(cast)


def test_stand_in_is_told_instead(cast: Cast) -> None:
    for away, other in ((cast.clerk, cast.other_clerk), (cast.inspector, cast.office)):
        StandIn.objects.create(person=away, stand_in=other, since=LONG_AGO, until=date(2025, 12, 31))
    owed(cast, DUE)
    tick(date(2025, 10, 20))
    tick(date(2025, 10, 21))
    assert told(cast)["10-21"] == {"other_clerk", "office"}


def test_stand_in_who_left_stands_for_nobody(cast: Cast) -> None:
    StandIn.objects.create(person=cast.clerk, stand_in=cast.other_clerk, since=LONG_AGO, until=date(2025, 12, 31))
    cast.other_clerk.memberships.update(until=date(2025, 9, 1))
    owed(cast, DUE)
    tick(DUE)
    assert told(cast) == {"09-30": {"clerk"}}


def test_who_left_gets_nothing(cast: Cast) -> None:
    Responsibility.objects.create(
        heading=heading("0905"), unit=cast.department, part=Part.HANDLER, person=cast.other_clerk, since=LONG_AGO
    )
    cast.other_clerk.memberships.update(until=date(2025, 9, 1))
    owed(cast, DUE)
    tick(DUE)
    assert told(cast) == {"09-30": {"clerk"}}


def test_entered_people_are_told_and_not_those_by_role(cast: Cast) -> None:
    second = person("孟副", Role.LEADERSHIP, cast.school, since=LONG_AGO)
    for part, who in ((Part.DEPUTY, second), (Part.HANDLER, cast.office)):
        Responsibility.objects.create(
            heading=heading("0905"), unit=cast.department, part=part, person=who, since=LONG_AGO
        )
    owed(cast, DUE)
    tick(date(2025, 10, 9))
    assert set(Reminder.objects.values_list("person__name", flat=True)) == {"孟副", "谢言"}


def test_several_deputies_by_role_are_all_told(cast: Cast) -> None:
    person("孟副", Role.LEADERSHIP, cast.school, since=LONG_AGO, post=Post.DEPUTY)
    owed(cast, DUE)
    tick(date(2025, 10, 9))
    assert set(Reminder.objects.values_list("person__name", flat=True)) == {"许文", "贺兰", "孟副"}


def test_where_there_is_no_deputy_the_principal_is_told(cast: Cast) -> None:
    Membership.objects.filter(post=Post.DEPUTY).update(until=date(2025, 9, 1))
    owed(cast, DUE)
    tick(date(2025, 10, 9))
    assert told(cast) == {"10-09": {"clerk", "chair"}}


def test_whole_supervision_group_is_told_also_where_it_has_a_head(cast: Cast) -> None:
    cast.supervisors[3].memberships.update(post=Post.CHAIR)
    owed(cast, DUE)
    for day in (date(2025, 10, 13), date(2025, 10, 14)):
        tick(day)
    assert told(cast)["10-14"] == {"clerk", *(f"sup{number}" for number in range(7))}
