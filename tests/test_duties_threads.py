"""Two workers, two people: real threads, real transactions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine

from apps.catalogue.loading import load
from apps.catalogue.models import Heading
from apps.duties.exempting import draft_exemption
from apps.duties.models import Duty, Event, Placement, Start
from apps.duties.opening import open_duties
from apps.duties.placing import confirm_move, propose_move
from tests.duties import at, calendar_of, duty, opened, posted
from tests.test_concurrency import at_once, outcome_of, refusals, row

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def school(cast):
    load(Heading)
    calendar_of(cast.school)
    return cast.school


def test_two_workers_open_every_duty_once(cast, school):
    with time_machine.travel(at(2026, 3, 2), tick=False), ThreadPoolExecutor(2) as pool:
        calls = [pool.submit(outcome_of, lambda: open_duties(school, actor=cast.office)) for _worker in range(2)]
        opened_by = sorted(call.result().opened for call in calls)
    assert opened_by == [0, Duty.objects.count()]


def test_two_workers_who_find_the_start_there_open_every_duty_once(cast, school):
    Start.objects.create(school=school, on="2025-09-01")
    with time_machine.travel(at(2026, 3, 2), tick=False):
        done = at_once(Start.objects.filter(school=school), *[lambda: open_duties(school, actor=cast.office)] * 3)
    assert sorted(one.opened for one in done) == [0, 0, Duty.objects.count()]


def test_two_people_who_confirm_a_move_at_once_move_it_once(cast, school):
    opened(cast, at(2026, 3, 2))
    item = posted(cast, "1008", at(2026, 6, 2))
    propose_move(item, duty("1008", "2026-04"), actor=cast.office, reason="应为4月的检查")
    people = (cast.chair, cast.deputy)
    outcomes = at_once(row(item), *[lambda person=person: confirm_move(item, actor=person) for person in people])
    assert (refusals(outcomes), Event.objects.filter(name="confirm_move").count()) == (1, 1)


def test_two_moves_proposed_at_once_are_one(cast, school):
    opened(cast, at(2026, 3, 2))
    item = posted(cast, "1008", at(2026, 6, 2))
    wanted = [duty("1008", "2026-04"), duty("1008", "2026-03")]
    outcomes = at_once(
        row(item), *[lambda one=one: propose_move(item, one, actor=cast.office, reason="另一个月") for one in wanted]
    )
    assert refusals(outcomes) == 1


def test_two_statements_at_once_are_one(cast, school):
    opened(cast, at(2026, 3, 2))
    owed = duty("0905", "2026-04")
    with time_machine.travel(at(2026, 4, 7), tick=False):
        outcomes = at_once(
            Duty.objects.filter(pk=owed.pk),
            *[lambda: draft_exemption(owed, actor=cast.office, reason="本月没有发生收支，故不适用。")] * 2,
        )
    assert (refusals(outcomes), Placement.objects.count()) == (1, 1)
