"""Reminders that climb, reckoned by hand around the National Day of 2025.

Rest: 1 to 8 October. Worked: Sunday 28 September and Saturday 11 October.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from apps.calendars.models import RestDay
from apps.disclosures.states import State
from apps.duties.exempting import draft_exemption
from apps.duties.models import Duty, Start
from apps.duties.placing import choose
from apps.duties.recording import log
from apps.duties.rhythms import Rhythm
from apps.notifications.models import InboxEntry, Reminder, Round
from apps.organization.models import Role
from apps.outbox.models import Message
from tests.boarding import without_guards
from tests.cast import Cast, draft, person, walk
from tests.duties import at
from tests.reminding import LONG_AGO, days, owed, school_of_2025, tick, told

GROUP = {f"sup{number}" for number in range(7)}
DUE = date(2025, 9, 30)


@pytest.fixture(autouse=True)
def school(cast: Cast) -> None:
    school_of_2025(cast)


def rounds(first: date, last: date) -> None:
    for day in days(first, last):
        tick(day)


TABLE = [
    # 30 September counts back 29, 28 (worked), 26: three; forward 9, 10, 11 (worked), 13, 14; then 15, 16, 17, 20, 21.
    (Rhythm.MONTHLY, date(2025, 9, 30), ["09-26", "09-30", "10-09", "10-11", "10-14", "10-21"]),
    # 9 October: the working day before is 30 September; then 10, 11, 13; 14, 15; 16, 17, 20, 21, 22.
    (Rhythm.WEEKLY, date(2025, 10, 9), ["09-30", "10-09", "10-10", "10-13", "10-15", "10-22"]),
    (Rhythm.ON_EVENT, date(2025, 10, 10), ["10-09", "10-10", "10-11", "10-14", "10-16", "10-23"]),
    # The worked Saturday: five back are 10, 9, 30, 29, 28.
    (Rhythm.QUARTERLY, date(2025, 10, 11), ["09-28", "10-11", "10-13", "10-15", "10-17", "10-24"]),
    # Ten back: 10, 9, 30, 29, 28, 26, 25, 24, 23, 22.
    (Rhythm.TERM_START, date(2025, 10, 11), ["09-22", "10-11", "10-13", "10-15", "10-17", "10-24"]),
    (Rhythm.ANNUAL, date(2025, 10, 13), ["09-23", "10-13", "10-14", "10-16", "10-20", "10-27"]),
    # A last day in the holidays is told of on the working day before; the day before that is one earlier.
    (Rhythm.ON_EVENT, date(2025, 10, 5), ["09-29", "09-30", "10-09", "10-11", "10-14", "10-21"]),
]


@pytest.mark.parametrize(("rhythm", "due_on", "expected"), TABLE, ids=[f"{row[0]} {row[1]}" for row in TABLE])
def test_stages_come_on_their_working_days(cast: Cast, rhythm: str, due_on: date, expected: list[str]) -> None:
    owed(cast, due_on, rhythm)
    rounds(date(2025, 9, 15), date(2025, 10, 31))
    above = [set(), set(), {"deputy"}, {"chair"}, GROUP, {"inspector"}]
    assert told(cast) == {day: {"clerk", *people} for day, people in zip(expected, above, strict=True)}


def test_second_turn_of_a_day_sends_nothing(cast: Cast) -> None:
    owed(cast, DUE)
    first, second = tick(DUE), tick(DUE, hour=15)
    assert (bool(first), second, InboxEntry.objects.count(), Message.objects.count()) == (True, [], 1, 1)


def test_nothing_is_sent_before_eight(cast: Cast) -> None:
    owed(cast, DUE)
    assert (tick(DUE, hour=7), Reminder.objects.count()) == ([], 0)


def test_round_of_a_day_to_come_stops_nothing(cast: Cast) -> None:
    """A clock that ran ahead for a minute silences nobody for years."""
    Round.objects.create(on=date(2030, 1, 1))
    owed(cast, DUE)
    assert (tick(DUE), told(cast)) == (["Reminded: 1 person"], {"09-30": {"clerk"}})


def test_a_week_without_the_clock_tells_the_highest_stage_once_and_says_so(cast: Cast) -> None:
    owed(cast, DUE)
    tick(date(2025, 10, 9))
    said = tick(date(2025, 10, 17))
    assert said[0] == "Reminders come 7 days late"
    assert told(cast) == {"10-09": {"clerk", "deputy"}, "10-17": {"clerk", "chair", *GROUP}}


def test_clock_set_back_sends_nothing(cast: Cast) -> None:
    owed(cast, DUE)
    owed(cast, date(2025, 9, 26), Rhythm.WEEKLY)
    tick(date(2025, 10, 9))
    before = Reminder.objects.count()
    assert (tick(date(2025, 9, 26)), Reminder.objects.count()) == ([], before)


def met(duty: Duty, cast: Cast) -> None:
    item = draft(cast, heading=duty.heading, publicity_days=None)
    choose(item, duty, actor=cast.clerk)
    walk(item, State.POSTED, cast)


def exempted(duty: Duty, cast: Cast) -> None:
    reason = "九月没有发生任何支出，无须公开。"
    walk(draft_exemption(duty, actor=cast.clerk, reason=reason), State.POSTED, cast)


@pytest.mark.parametrize("settled", [met, exempted])
def test_settled_duty_is_not_reminded_of(cast: Cast, settled: Callable[[Duty, Cast], None]) -> None:
    duty = owed(cast, DUE)
    with time_machine.travel(at(2025, 9, 20), tick=False):
        settled(duty, cast)
    tick(DUE)
    assert Reminder.objects.count() == 0


def test_lifted_duty_is_not_reminded_of(cast: Cast) -> None:
    owed(cast, DUE, lifted_at=at(2025, 9, 2))
    tick(DUE)
    assert Reminder.objects.count() == 0


def test_rest_day_of_the_school_is_not_counted_and_nobody_is_told_on_it(cast: Cast) -> None:
    RestDay.objects.create(school=cast.school, date=date(2025, 10, 9), name="校运动会补休")
    owed(cast, DUE)
    rounds(date(2025, 10, 1), date(2025, 10, 10))
    assert told(cast) == {"10-10": {"clerk", "deputy"}}


def test_duty_opened_after_its_last_day_climbs_from_its_opening(cast: Cast) -> None:
    owed(cast, date(2025, 3, 3), opened_at=at(2025, 9, 22))
    rounds(date(2025, 9, 22), date(2025, 9, 23))
    assert told(cast) == {"09-22": {"clerk"}, "09-23": {"clerk", "deputy"}}


def test_duty_whose_day_was_moved_is_reminded_of_anew(cast: Cast) -> None:
    duty = owed(cast, DUE)
    tick(date(2025, 9, 26))
    with time_machine.travel(at(2025, 9, 27), tick=False), transaction.atomic():
        Duty.objects.filter(pk=duty.pk).update(due_on=date(2025, 10, 17))
        log(duty, "move", actor=cast.office)
    tick(date(2025, 10, 14))
    assert sorted(told(cast)) == ["09-26", "10-14"]


def test_school_whose_duties_are_not_counted_is_left_alone(cast: Cast) -> None:
    Start.objects.all().delete()
    owed(cast, DUE)
    tick(DUE)
    assert Reminder.objects.count() == 0


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow_with_the_duties(cast: Cast, count: int, django_assert_max_num_queries: Any) -> None:
    for number in range(count):
        owed(cast, DUE, key=str(number))
    with django_assert_max_num_queries(40):
        tick(date(2025, 10, 9))


def test_reminder_is_never_changed(cast: Cast) -> None:
    owed(cast, DUE)
    tick(DUE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.update(told_on=date(2025, 1, 1))


def test_first_round_says_nothing_of_a_delay(cast: Cast) -> None:
    owed(cast, DUE)
    assert (tick(DUE), Round.objects.count()) == (["Reminded: 1 person"], 1)


def failing(cast: Cast) -> Duty:
    """A duty of another school that no reckoning understands."""
    Start.objects.create(school=cast.other_school, on=LONG_AGO)
    person("洛言", Role.CLERK, cast.other_school, since=LONG_AGO)
    return owed(cast, DUE, rhythm="nonsense", school=cast.other_school, unit=cast.other_school)


def test_school_that_fails_is_said_and_keeps_no_other(cast: Cast) -> None:
    failing(cast)
    owed(cast, DUE)
    said = tick(DUE)
    assert (said[0], str(cast.other_school) in said[1], told(cast)) == (
        "Reminded: 1 person", True, {"09-30": {"clerk"}},
    )  # fmt: skip


def test_school_that_failed_is_tried_again_on_the_same_day(cast: Cast) -> None:
    duty = failing(cast)
    owed(cast, DUE)
    tick(DUE)
    with without_guards():
        Duty.objects.filter(pk=duty.pk).update(rhythm=Rhythm.MONTHLY)
    before = Reminder.objects.count()
    said, last = tick(DUE, hour=10), tick(DUE, hour=11)
    assert (len(said), last, before, Reminder.objects.filter(duty=duty).exists()) == (1, [], 1, True)


def test_school_that_fails_all_day_repeats_nothing_of_the_others(cast: Cast) -> None:
    failing(cast)
    owed(cast, DUE)
    tick(DUE)
    said = tick(DUE, hour=10)
    assert (len(said), Reminder.objects.count(), Message.objects.count()) == (1, 1, 1)
