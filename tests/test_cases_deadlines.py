"""When a reply is due, by the calendar of 2026, and what moves that day."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.db import connection
from django.utils import timezone, translation

from apps.calendars.filling import fill
from apps.calendars.models import CalendarDay, CalendarYear
from apps.cases.deadlines import deadline_of
from apps.cases.filing import file_case
from apps.cases.following import settle_all
from apps.cases.models import Case
from apps.cases.states import State
from apps.cases.types import Type
from apps.cases.workflow import take
from apps.disclosures.workflow import Refused
from tests.casing import TEXT, filed, names_of, walked

BEIJING = datetime.timezone(datetime.timedelta(hours=8))
MONDAY = datetime.datetime(2026, 11, 23, 10, 0, tzinfo=BEIJING)


def on(day: str, hour: int = 10, minute: int = 0) -> time_machine.travel:
    month, date = (int(part) for part in day.split("-"))
    return time_machine.travel(datetime.datetime(2026, month, date, hour, minute, tzinfo=BEIJING), tick=False)


def day(text: str, year: int = 2026) -> datetime.date:
    return datetime.date.fromisoformat(f"{year}-{text}")


@pytest.fixture(autouse=True)
def calendar_of_2026(db):
    fill(2026)
    connection.run_on_commit.clear()  # as if that were committed: the transaction of a test never is


@pytest.fixture
def monday(cast) -> Case:
    """An opinion received on Monday 23 November and accepted: due on the 30th."""
    with on("11-23"):
        return walked(filed("opinion", cast), State.ACCEPTED, cast)


IDENTITY = {"name": "陶然", "contact": "0000-555-0141"}


@pytest.mark.parametrize(
    ("type", "received", "due"),
    [
        (Type.OPINION, "11-23", "11-30"),  # the day itself is not counted
        (Type.OPINION, "11-20", "11-27"),  # over an ordinary weekend
        (Type.OPINION, "11-21", "11-27"),  # on a Saturday: Monday is the first
        (Type.MAILBOX, "09-30", "10-13"),  # National Day, and a worked Saturday on the 10th
        (Type.MAILBOX, "09-18", "09-24"),  # a worked Sunday on the 20th
        (Type.OPINION, "09-24", "10-09"),  # Mid-Autumn and National Day in one week
        (Type.OPINION, "02-13", "02-27"),  # a worked Saturday, then the Spring Festival
        (Type.COMPLAINT, "09-24", "10-15"),
        (Type.APPLICATION, "11-23", "12-21"),  # twenty days by law
    ],
)
def test_reply_is_due_on(cast, type, received, due):
    with on(received):
        case = file_case(type, school=cast.school, text=TEXT, identity=IDENTITY).case
        assert (case.due_on, deadline_of(case).due_on) == (day(due), day(due))


@pytest.mark.parametrize(("hour", "minute", "date", "due"), [(23, 59, "11-23", "11-30"), (0, 1, "11-24", "12-01")])
def test_day_changes_at_midnight_in_the_school(cast, hour, minute, date, due):
    with on(date, hour, minute):
        assert filed("opinion", cast).due_on == day(due)


def test_why_this_day(cast):
    with on("09-30"), translation.override("en"):
        deadline = deadline_of(filed("opinion", cast))
        skipped = [(one.date.day, one.reason) for one in deadline.skipped]
    assert [one.day for one in deadline.counted] == [8, 9, 10, 12, 13]
    assert skipped == [*((number, "国庆节") for number in range(1, 8)), (11, "weekend")]


@pytest.mark.parametrize(("received", "is_provisional"), [("11-23", False), ("12-28", True)])
def test_day_in_a_year_without_a_calendar_is_provisional(cast, received, is_provisional):
    with on(received):
        assert deadline_of(filed("opinion", cast)).is_provisional is is_provisional


@pytest.mark.parametrize(
    ("today", "left", "is_amber", "is_overdue"),
    [
        ("11-23", 5, False, False),
        ("11-27", 2, False, False),
        ("11-29", 1, True, False),
        ("11-30", 1, True, False),
        ("12-01", 0, False, True),
    ],
)
def test_amber_and_overdue_are_computed_from_today(monday, today, left, is_amber, is_overdue):
    with on(today):
        deadline = deadline_of(monday)
        assert (deadline.left, deadline.is_amber, deadline.is_overdue) == (left, is_amber, is_overdue)
        assert Case.objects.overdue().exists() is is_overdue


@pytest.mark.parametrize(
    ("asked", "answered", "due"),
    [
        ("11-24", "12-03", "12-09"),  # seven working days later
        ("11-24", "11-24", "11-30"),
        ("11-27", "11-29", "11-30"),  # over a weekend nothing rests
        ("11-30", "12-01", "12-01"),
    ],
)
def test_time_rests_from_the_question_to_the_answer(cast, monday, asked, answered, due):
    with on(asked):
        take("ask", monday, actor=cast.office, text="请问是哪一天？")
    with on(answered):
        assert take("answer", monday, actor=None, text="四月三日。").due_on == day(due)


def test_two_questions_rest_twice(cast, monday):
    for asked, answered in (("11-24", "11-25"), ("11-26", "11-27")):
        with on(asked):
            take("ask", monday, actor=cast.office, text="请问是哪一天？")
        with on(answered):
            case = take("answer", monday, actor=None, text="四月三日。")
    assert (case.due_on, deadline_of(case).rested) == (day("12-02"), 2)


def test_case_is_not_overdue_while_its_writer_is_asked(cast, monday):
    with on("11-30"):
        take("ask", monday, actor=cast.office, text="请问是哪一天？")
    with on("12-20"):
        assert not Case.objects.overdue().exists()


def test_question_is_gone_on_from_after_five_working_days(cast, monday):
    with on("11-24"):
        take("ask", monday, actor=cast.office, text="请问是哪一天？")
    with on("12-01"), pytest.raises(Refused):
        take("go_on", monday, actor=cast.office, text="未收到答复。")
    with on("12-02"):
        assert take("go_on", monday, actor=cast.office, text="未收到答复。").state == State.ACCEPTED


EXTENDED = [
    ({"days": 1}, "12-01"),
    ({"days": 10}, "12-14"),
    ({"until": day("12-04")}, "12-04"),
    ({"until": day("12-05")}, "12-04"),  # a Saturday: the Friday before
    ({"until": day("12-14")}, "12-14"),
]


@pytest.mark.parametrize(("given", "due"), EXTENDED)
def test_time_is_extended_and_both_days_are_written_down(cast, monday, given, due):
    with on("11-24"):
        case = take("extend", monday, actor=cast.office, text="需要外出核实。", **given)
    moved = case.events.last()
    assert (case.due_on, moved.name) == (day(due), "deadline_moved")
    assert moved.detail == {"before": "2026-11-30", "after": f"2026-{due}"}


@pytest.mark.parametrize(
    "given",
    [
        {"days": 11},
        {"days": 0},
        {"days": -3},
        {"until": day("11-30")},  # the day on which it is due anyway
        {"until": day("11-20")},
        {"until": day("12-15")},
        {"until": datetime.date.max},
    ],
)
def test_time_is_not_extended(cast, monday, given):
    with on("11-24"), pytest.raises(Refused):
        take("extend", monday, actor=cast.office, text="需要外出核实。", **given)


def test_overdue_case_is_not_extended_to_a_day_in_the_past(cast, monday):
    with on("12-08"), pytest.raises(Refused):
        take("extend", monday, actor=cast.office, text="需要外出核实。", until=day("12-03"))


def test_extensions_add_up_to_the_limit(cast, monday):
    with on("11-24"):
        take("extend", monday, actor=cast.office, text="需要外出核实。", days=6)
        with pytest.raises(Refused):
            take("extend", monday, actor=cast.office, text="需要外出核实。", days=5)
        assert take("extend", monday, actor=cast.office, text="需要外出核实。", days=4).extended_days == 10


def test_another_reply_has_its_own_time(cast, monday):
    with on("11-24"):
        case = walked(monday, State.REPLIED, cast)
    with on("12-03"):
        assert take("redo", case, actor=None, text="没有回答我的问题。").due_on == day("12-10")


def test_holiday_added_late_moves_what_is_open(cast, monday, django_capture_on_commit_callbacks):
    with on("11-24"), django_capture_on_commit_callbacks(execute=True) as callbacks:
        for date in ("11-26", "11-27"):
            CalendarDay.objects.create(date=day(date), is_working=False, name="临时放假")
    monday.refresh_from_db()
    event = monday.events.last()
    assert (monday.due_on, event.name, event.actor.is_clock) == (day("12-02"), "deadline_moved", True)
    assert (event.detail, len(callbacks)) == ({"before": "2026-11-30", "after": "2026-12-02"}, 1)


def test_holiday_that_is_taken_away_moves_it_back(monday, django_capture_on_commit_callbacks):
    with on("11-24"), django_capture_on_commit_callbacks(execute=True):
        added = CalendarDay.objects.create(date=day("11-26"), is_working=False, name="临时放假")
    connection.run_on_commit.clear()
    with on("11-24"), django_capture_on_commit_callbacks(execute=True):
        added.delete()
    monday.refresh_from_db()
    assert (monday.due_on, names_of(monday).count("deadline_moved")) == (day("11-30"), 2)


@pytest.mark.parametrize("state", [State.REPLIED, State.CLOSED, State.WITHDRAWN, State.DECLINED])
def test_holiday_added_late_leaves_what_is_decided(cast, state, django_capture_on_commit_callbacks):
    with on("11-23"):
        case = walked(filed("opinion", cast), state, cast)
    told = names_of(case)
    with on("11-24"), django_capture_on_commit_callbacks(execute=True):
        CalendarDay.objects.create(date=day("11-26"), is_working=False, name="临时放假")
    case.refresh_from_db()
    assert (case.due_on, names_of(case)) == (day("11-30"), told)


def test_calendar_filled_again_moves_what_is_open(monday, django_capture_on_commit_callbacks):
    """The package learned of a day since: the year was known, the day was not."""
    CalendarDay.objects.filter(date=day("10-10")).update(date=day("11-26"), is_working=False)
    with on("11-24"), django_capture_on_commit_callbacks(execute=True):
        fill(2026)
    monday.refresh_from_db()
    assert monday.due_on == day("12-01")


def test_year_that_becomes_known_moves_what_is_open(cast, django_capture_on_commit_callbacks):
    with on("12-28"):
        case = filed("opinion", cast)
        CalendarDay.objects.bulk_create([CalendarDay(date=day("01-01", 2027), is_working=False, name="元旦")])
        with django_capture_on_commit_callbacks(execute=True):
            CalendarYear.objects.create(year=2027, source="通知")
        case.refresh_from_db()
        assert (case.due_on, deadline_of(case).is_provisional) == (day("01-05", 2027), False)


def test_day_of_a_resting_case_does_not_move_every_day(cast):
    case = walked(filed("opinion", cast), State.ASKED, cast)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=4)):
        settle_all()
    assert not case.events.filter(name="deadline_moved").exists()
