"""What subscribers are sent: of which items, when, how often, and by whom it is read."""

from __future__ import annotations

import datetime
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.cases.filing import file_case
from apps.cases.models import Case
from apps.cases.publishing import publish
from apps.cases.types import Finding, Type
from apps.cases.workflow import take as take_case
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.disclosures.workflow import take
from apps.kinds.personnel.factories import PersonnelChangeFactory
from apps.notifications.announcing import announce, what_was_left
from apps.notifications.digests import write_digests
from apps.notifications.models import Announcement, Subscription
from apps.outbox.models import Message, Webhook, Whom
from apps.outbox.sending import send_due
from tests.boarding import base_rows
from tests.cast import Cast, draft, walk
from tests.mailboxes import mail_to, subscribed
from tests.mailserver import MailServer

READER = "reader@example.test"
MONDAY = datetime.datetime(2026, 3, 2, 12, 0, tzinfo=datetime.UTC)
"""20:00 in the school's time zone."""


def work() -> None:
    """What the worker does with what was left to it."""
    for announcement in Announcement.objects.filter(done_at=None).order_by("pk"):
        announce(announcement)


def subjects(address: str = READER) -> list[str]:
    return [letter.subject for letter in mail_to(address)]


def conditions(cast: Cast, item: Disclosure) -> dict[str, dict[str, Any]]:
    """Subscriptions that stand for this item, and some that do not."""
    another = next(kind._meta.app_label for kind in Disclosure.kinds() if kind._meta.app_label != item.kind)
    return {
        "everything": {},
        "its kind": {"query": f"kind={item.kind}"},
        "another kind": {"query": f"kind={another}"},
        "its unit": {"query": f"unit={cast.department.pk}"},
        "its school": {"query": f"unit={cast.school.pk}"},
        "another unit": {"query": f"unit={cast.other_department.pk}"},
        "its words": {"query": "q=%E6%A0%A1%E8%BD%A6"},
        "other words": {"query": "q=%E6%95%99%E6%9D%90"},
        "an unknown condition": {"query": "unit=999999"},
    }


TABLE = {
    "everything": 1,
    "its kind": 1,
    "another kind": 0,
    "its unit": 1,
    "its school": 1,
    "another unit": 0,
    "its words": 1,
    "other words": 0,
    "an unknown condition": 0,
}


@pytest.mark.parametrize(("name", "count"), TABLE.items(), ids=TABLE)
def test_posting_is_told_to_those_who_asked_for_it(cast: Cast, name: str, count: int) -> None:
    item = walk(draft(cast, title="校车租赁结果"), State.APPROVED, cast)
    subscribed(**conditions(cast, item)[name])
    take("post", item, actor=cast.office)
    work()
    assert len(subjects()) == count


@pytest.mark.parametrize("frequency", ["at_once", "daily"])
@pytest.mark.parametrize(
    ("audience", "reader", "count"),
    [
        ("public", None, 1),
        ("parents", None, 0),
        ("staff", None, 0),
        ("staff", "parent", 0),
        ("parents", "parent", 1),
        ("staff", "teacher", 1),
        ("staff", "other_teacher", 0),
        ("parents", "stranger", 0),
    ],
)
def test_item_is_mailed_to_those_who_may_read_it(
    cast: Cast, audience: str, reader: str | None, count: int, frequency: str
) -> None:
    with time_machine.travel(MONDAY, tick=False):
        before = MONDAY - datetime.timedelta(hours=1)
        subscribed(user=getattr(cast, reader) if reader else None, frequency=frequency, since=before)
        walk(draft(cast, audience=audience), State.POSTED, cast)
        work()
    with time_machine.travel(MONDAY + datetime.timedelta(days=1), tick=False):
        write_digests(None)
    assert len(subjects()) == count


def test_person_who_left_the_school_is_told_of_public_items_only(cast: Cast) -> None:
    subscribed(user=cast.teacher)
    cast.teacher.memberships.all().delete()
    walk(draft(cast, audience="staff"), State.POSTED, cast)
    work()
    assert subjects() == []


@pytest.mark.parametrize("state", [State.CONCLUDED, State.WITHDRAWN, State.SUPERSEDED])
@pytest.mark.parametrize("of", ["item", "list"])
def test_later_steps_are_told_too(cast: Cast, state: str, of: str) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    subscribed(**({"disclosure_id": item.pk} if of == "item" else {"query": f"kind={item.kind}"}))
    walk(item, state, cast)
    work()
    said = {State.CONCLUDED: "concluded", State.WITHDRAWN: "Withdrawn", State.SUPERSEDED: "Correction"}[state]
    assert [said in subject for subject in subjects()] == [True]


def test_another_item_is_not_told_to_who_follows_one(cast: Cast) -> None:
    subscribed(disclosure_id=walk(draft(cast), State.POSTED, cast).pk)
    walk(draft(cast), State.POSTED, cast)
    work()
    assert subjects() == []


def test_correction_of_a_correction_is_told_to_who_follows_the_first_text(cast: Cast) -> None:
    first = walk(draft(cast), State.POSTED, cast)
    subscribed(disclosure_id=first.pk)
    walk(first, State.SUPERSEDED, cast)
    second = Disclosure.objects.get(replaces=first).specific
    walk(second, State.SUPERSEDED, cast)
    work()
    assert len(subjects()) == 2


def test_correction_that_is_not_for_everybody_is_not_told_to_a_follower(cast: Cast) -> None:
    first = walk(draft(cast), State.POSTED, cast)
    subscribed(disclosure_id=first.pk)
    walk(draft(cast, replaces=first, change_note="更正", audience="staff"), State.POSTED, cast)
    work()
    assert subjects() == []


def test_letter_arrives_with_the_headers_by_which_it_is_ended(cast: Cast, server: MailServer) -> None:
    found = subscribed()
    walk(draft(cast), State.POSTED, cast)
    work()
    send_due()
    (letter,) = server.messages
    ends = f"<{settings.SITE_URL}{reverse('notifications:end', args=[found.token])}>"
    heads = letter["To"], letter["List-Unsubscribe"].strip(), letter["List-Unsubscribe-Post"]
    assert heads == (READER, ends, "List-Unsubscribe=One-Click")


def published_reply(cast: Cast, item: Disclosure) -> Case:
    case = file_case(Type.OBJECTION, school=cast.school, text="公示的名单里少了一个人。", disclosure=item).case
    take_case("accept", case, actor=cast.office)
    take_case("assign", case, actor=cast.office, handler=cast.clerk)
    take_case("draft_reply", case, actor=cast.clerk, text="经核实，名单无误。", finding=Finding.DISMISSED)
    case = take_case("send_reply", case, actor=cast.supervisors[0])
    publish(case, actor=cast.office, question="", answer="经核实无误。")
    return case


@pytest.mark.parametrize("frequency", ["at_once", "daily"])
def test_published_reply_is_told_to_who_follows_its_item_and_to_no_list(cast: Cast, frequency: str) -> None:
    begun = MONDAY - datetime.timedelta(hours=1)
    with time_machine.travel(begun - datetime.timedelta(hours=1), tick=False):
        item = walk(draft(cast), State.POSTED, cast)
    with time_machine.travel(MONDAY, tick=False):
        subscribed(disclosure_id=item.pk, frequency=frequency, since=begun)
        subscribed("list@example.test", since=begun)
        published_reply(cast, item)
        work()
    with time_machine.travel(MONDAY + datetime.timedelta(days=1), tick=False):
        write_digests(None)
    (letter,) = mail_to(READER)
    assert (reverse("replies:register") in letter.text, mail_to("list@example.test")) == (True, [])


def test_title_of_an_item_about_people_is_in_no_mail(cast: Cast) -> None:
    subscribed()
    walk(draft(cast, PersonnelChangeFactory, title="林秋任职公示"), State.POSTED, cast)
    work()
    (letter,) = mail_to(READER)
    assert "林秋" not in letter.subject + letter.text


def test_no_subject_carries_a_title(cast: Cast) -> None:
    subscribed()
    walk(draft(cast, title="关于林秋的通知"), State.POSTED, cast)
    work()
    assert "林秋" not in subjects()[0]


def test_every_letter_can_be_ended_by_one_press(cast: Cast) -> None:
    found = subscribed()
    walk(draft(cast), State.POSTED, cast)
    work()
    (letter,) = mail_to(READER)
    assert letter.unsubscribe.endswith(reverse("notifications:end", args=[found.token]))


def test_what_happened_before_the_subscription_is_not_told(cast: Cast) -> None:
    walk(draft(cast), State.POSTED, cast)
    subscribed()
    work()
    assert subjects() == []


def test_announcing_twice_sends_once(cast: Cast) -> None:
    subscribed()
    walk(draft(cast), State.POSTED, cast)
    work()
    announce(Announcement.objects.get())
    assert len(subjects()) == 1


def test_clock_does_what_a_worker_left_undone(cast: Cast) -> None:
    subscribed()
    walk(draft(cast), State.POSTED, cast)
    what_was_left(None)
    early = len(subjects())
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=6)):
        what_was_left(None)
    assert (early, len(subjects())) == (0, 1)


def test_posting_that_is_rolled_back_announces_nothing(cast: Cast) -> None:
    item = walk(draft(cast), State.APPROVED, cast)
    with transaction.atomic():
        take("post", item, actor=cast.office)
        transaction.set_rollback(True)
    assert not Announcement.objects.exists()


def queries_of_posting(cast: Cast) -> int:
    item = walk(draft(cast), State.APPROVED, cast)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        take("post", item, actor=cast.office)
    return len(captured)


def test_thousand_subscribers_cost_the_posting_nothing(cast: Cast) -> None:
    queries_of_posting(cast)
    alone = queries_of_posting(cast)
    now = timezone.now()
    Subscription.objects.bulk_create(
        Subscription(email=f"r{n}@example.test", frequency="at_once", language="en", confirmed_at=now, told_until=now)
        for n in range(1_000)
    )
    assert queries_of_posting(cast) == alone


def test_thousand_subscribers_are_all_told_once(cast: Cast) -> None:
    now = timezone.now()
    Subscription.objects.bulk_create(
        Subscription(email=f"r{n}@example.test", frequency="at_once", language="en", confirmed_at=now, told_until=now)
        for n in range(1_000)
    )
    walk(draft(cast), State.POSTED, cast)
    work()
    assert Message.objects.filter(whom=Whom.SUBSCRIBER).values("to").distinct().count() == 1_000


@pytest.mark.parametrize(("audience", "count"), [("public", 1), ("staff", 0)])
def test_robots_are_told_what_everybody_may_read(cast: Cast, audience: str, count: int) -> None:
    Webhook.objects.create(school=cast.school, name="家长群", address="json://robot.example.test")
    walk(draft(cast, audience=audience), State.POSTED, cast)
    work()
    assert Message.objects.filter(whom=Whom.ROBOT).count() == count


# Digests.

WEEKDAYS = ["Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Monday"]


def at_eight(days: int, minute: int = 0) -> datetime.datetime:
    """8:00 in the school's time zone, so many days after the Monday of these tests."""
    return datetime.datetime(2026, 3, 2 + days, 0, minute, tzinfo=datetime.UTC)


@pytest.fixture
def posted(cast: Cast) -> Disclosure:
    """An item posted on Monday evening, after the subscriptions had begun."""
    with time_machine.travel(MONDAY - datetime.timedelta(hours=1), tick=False):
        subscribed(frequency="daily")
        subscribed("weekly@example.test", frequency="weekly")
    with time_machine.travel(MONDAY, tick=False):
        return walk(draft(cast), State.POSTED, cast)


def written_at(moment: datetime.datetime) -> tuple[int, int]:
    """How many letters the two have after a tick at this moment."""
    with time_machine.travel(moment, tick=False):
        write_digests(None)
    return len(subjects()), len(subjects("weekly@example.test"))


def test_digest_is_not_written_before_eight(posted: Disclosure) -> None:
    assert written_at(at_eight(1) - datetime.timedelta(minutes=1)) == (0, 0)


def test_daily_digest_is_written_at_eight(posted: Disclosure) -> None:
    assert written_at(at_eight(1)) == (1, 0)


def test_digest_is_written_once_a_day(posted: Disclosure) -> None:
    for minute in range(3):
        last = written_at(at_eight(1, minute))
    assert last == (1, 0)


def test_day_without_anything_has_no_digest(posted: Disclosure) -> None:
    written_at(at_eight(1))
    assert written_at(at_eight(2)) == (1, 0)


def test_weekly_digest_is_written_on_monday(posted: Disclosure) -> None:
    letters = [written_at(at_eight(day))[1] for day in range(1, 8)]
    assert dict(zip(WEEKDAYS, letters, strict=True)) == dict.fromkeys(WEEKDAYS[:-1], 0) | {"Monday": 1}


def test_clock_that_stood_still_loses_nothing(posted: Disclosure) -> None:
    assert written_at(at_eight(4, 30)) == (1, 0)


def test_what_is_posted_at_five_to_eight_waits_for_the_next_day(cast: Cast, posted: Disclosure) -> None:
    written_at(at_eight(1))
    with time_machine.travel(at_eight(2) - datetime.timedelta(minutes=4), tick=False):
        walk(draft(cast), State.POSTED, cast)
    assert (written_at(at_eight(2)), written_at(at_eight(3))) == ((1, 0), (2, 0))


def test_digest_says_the_last_that_happened_to_an_item(cast: Cast, posted: Disclosure) -> None:
    with time_machine.travel(MONDAY + datetime.timedelta(minutes=5), tick=False):
        walk(posted, State.WITHDRAWN, cast)
    written_at(at_eight(1))
    (letter,) = mail_to(READER)
    assert (letter.text.count("Withdrawn:"), letter.text.count("Posted:")) == (1, 0)


def test_digest_lists_thirty_and_counts_the_others(cast: Cast) -> None:
    with time_machine.travel(MONDAY, tick=False):
        subscribed(frequency="daily", since=MONDAY - datetime.timedelta(days=1))
        base_rows(cast, 42)
    written_at(at_eight(1))
    (letter,) = mail_to(READER)
    assert (letter.text.count("/r/"), "And 12 more" in letter.text, "42" in letter.subject) == (30, True, True)


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_write_one_letter(cast: Cast, posted: Disclosure) -> None:
    def tick(_number: int) -> None:
        try:
            with transaction.atomic():
                write_digests(None)
        finally:
            connection.close()

    with time_machine.travel(at_eight(1), tick=True), ThreadPoolExecutor(2) as pool:
        list(pool.map(tick, range(4)))
    assert len(subjects()) == 1
