"""A handler who left: the case is not forgotten with them."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.utils import timezone

from apps.accounts.models import User
from apps.cases.filing import file_case
from apps.cases.models import Case
from apps.cases.types import Concern, Type
from apps.cases.workflow import take
from apps.notifications.leaving import handlers_left
from apps.notifications.models import InboxEntry
from tests.cast import Cast
from tests.mailboxes import told

WEDNESDAY = datetime.datetime(2026, 3, 4, 2, 0, tzinfo=datetime.UTC)
"""10:00 in the school's time zone."""


@pytest.fixture
def case(cast: Cast) -> Case:
    with time_machine.travel(WEDNESDAY, tick=False):
        case = file_case(Type.OPINION, school=cast.school, text="食堂的账目没有公示。").case
        take("accept", case, actor=cast.office)
        return take("assign", case, actor=cast.office, handler=cast.clerk)


def tick(days: int = 0) -> None:
    with time_machine.travel(WEDNESDAY + datetime.timedelta(days=days), tick=False):
        handlers_left(None)


def test_handler_who_works_here_is_no_news(cast: Cast, case: Case) -> None:
    tick()
    assert told(cast, "handler_left") == set()


def test_closed_account_is_told_to_the_office(cast: Cast, case: Case) -> None:
    User.objects.filter(pk=cast.clerk.pk).update(is_active=False)
    tick()
    assert told(cast, "handler_left") == {"office"}


def test_ended_membership_is_told_to_the_office(cast: Cast, case: Case) -> None:
    cast.clerk.memberships.update(since=timezone.localdate(WEDNESDAY) - datetime.timedelta(9), until="2026-03-03")
    tick()
    assert told(cast, "handler_left") == {"office"}


def test_deleted_account_is_told_to_the_office(cast: Cast, case: Case) -> None:
    InboxEntry.objects.all().delete()
    cast.clerk.memberships.all().delete()
    User.objects.filter(pk=cast.clerk.pk).delete()
    tick()
    assert InboxEntry.objects.filter(user=cast.office, name="handler_left").exists()


@pytest.mark.parametrize(("days", "count"), [((0, 0), 1), ((0, 1), 2), ((3,), 0), ((4,), 0), ((0, 3, 4, 5), 2)])
def test_it_is_told_once_in_a_working_day(cast: Cast, case: Case, days: tuple[int, ...], count: int) -> None:
    User.objects.filter(pk=cast.clerk.pk).update(is_active=False)
    for day in days:
        tick(day)
    assert InboxEntry.objects.filter(name="handler_left").count() == count


def test_answered_case_needs_no_handler(cast: Cast, case: Case) -> None:
    take("withdraw", case, actor=None)
    User.objects.filter(pk=cast.clerk.pk).update(is_active=False)
    tick()
    assert told(cast, "handler_left") == set()


def test_case_about_the_leadership_group_is_not_told_to_the_office(cast: Cast) -> None:
    with time_machine.travel(WEDNESDAY, tick=False):
        case = file_case(
            Type.COMPLAINT, school=cast.school, text="校长违规收费，请查明。", concern=Concern.LEADERSHIP
        ).case
        take("accept", case, actor=cast.supervisors[0])
        take("assign", case, actor=cast.supervisors[0], handler=cast.supervisors[1])
    User.objects.filter(pk=cast.supervisors[1].pk).update(is_active=False)
    tick()
    assert told(cast, "handler_left") - {"member"} == {"sup0", *(f"sup{number}" for number in range(2, 7))}
