"""Reminders that climb, reckoned by hand around the National Day of 2025.

Rest: 1 to 8 October. Worked: Sunday 28 September and Saturday 11 October.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.accounts.models import User
from apps.calendars.models import RestDay
from apps.disclosures.states import State
from apps.duties.exempting import draft_exemption
from apps.duties.models import Duty, Part, Responsibility, StandIn, Start
from apps.duties.placing import choose
from apps.duties.recording import log
from apps.duties.rhythms import Rhythm
from apps.notifications.models import InboxEntry, MailWish, Reminder, Round
from apps.organization.models import Membership, Post, Role
from apps.outbox.models import Message
from tests.cast import Cast, again, draft, person, walk
from tests.duties import at, heading
from tests.mailboxes import mail_to
from tests.reminding import LONG_AGO, days, owed, school_of_2025, tick, told
from tests.visiting import visiting

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


def test_a_person_gets_one_digest_of_all_duties(cast: Cast) -> None:
    for code in ("0905", "1001", "0202"):
        owed(cast, DUE, code=code)
    tick(DUE)
    assert InboxEntry.objects.filter(user=cast.clerk, name="duties", day=DUE).count() == 1
    assert Reminder.objects.filter(person=cast.clerk).count() == 3


def test_mail_names_matters_and_nobody(cast: Cast) -> None:
    duty = owed(cast, DUE)
    tick(date(2025, 10, 9))
    (letter,) = mail_to(address_of(cast.clerk))
    assert duty.heading.name in letter.text
    assert not {cast.clerk.name, duty.heading.name} & set(letter.subject.split())
    assert cast.clerk.name not in letter.text


def address_of(person: User) -> str:
    return f"{person.username}@example.test"


def test_mail_turned_off_leaves_the_inbox(cast: Cast) -> None:
    MailWish.objects.create(user=cast.clerk, when=MailWish.When.NEVER)
    owed(cast, DUE)
    tick(DUE)
    assert (cast.clerk.inbox.count(), Message.objects.count()) == (1, 0)


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


def test_head_of_the_supervision_group_is_told_alone(cast: Cast) -> None:
    cast.supervisors[3].memberships.update(post=Post.CHAIR)
    owed(cast, DUE)
    for day in (date(2025, 10, 13), date(2025, 10, 14)):
        tick(day)
    assert told(cast)["10-14"] == {"clerk", "sup3"}


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


def test_one_inspector_of_two_schools_gets_one_digest(cast: Cast) -> None:
    Start.objects.create(school=cast.other_school, on=LONG_AGO)
    owed(cast, DUE)
    owed(cast, DUE, school=cast.other_school, unit=cast.other_school)
    tick(date(2025, 10, 21))
    assert Reminder.objects.filter(person=cast.inspector).count() == 2
    assert (cast.inspector.inbox.count(), len(mail_to(address_of(cast.inspector)))) == (1, 1)


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


def test_inbox_groups_the_duties_and_leads_to_them(cast: Cast) -> None:
    late, today = owed(cast, date(2025, 9, 29)), owed(cast, DUE, code="1001")
    tick(DUE)
    shown = read_inbox(cast, at(2025, 9, 30))
    assert shown.index("Overdue") < shown.index(late.get_absolute_url()) < shown.index("Due that day")
    assert today.get_absolute_url() in shown


def read_inbox(cast: Cast, when: datetime) -> str:
    with time_machine.travel(when, tick=False):
        return visiting(again(cast.clerk)).get(reverse("notifications:inbox")).content.decode()


def test_notice_leads_to_the_list_of_duties(cast: Cast) -> None:
    owed(cast, DUE)
    tick(DUE)
    notice = cast.clerk.inbox.get()
    answer = visiting(cast.clerk).get(reverse("notifications:notice", args=[notice.pk]))
    assert answer["Location"] == reverse("dutywork:list")


def test_notice_is_no_longer_for_who_lost_the_role(cast: Cast) -> None:
    owed(cast, DUE)
    tick(DUE)
    cast.clerk.memberships.update(role=Role.STAFF)
    assert (
        "No longer for you."
        in visiting(User.objects.get(pk=cast.clerk.pk)).get("/inbox/", follow=True).content.decode()
    )


def test_first_round_says_nothing_of_a_delay(cast: Cast) -> None:
    owed(cast, DUE)
    assert (tick(DUE), Round.objects.count()) == (["Reminded: 1 person"], 1)
