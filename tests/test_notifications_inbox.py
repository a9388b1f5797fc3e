"""The inbox: who is told of which step of an item, and what is left of it at the moment of reading."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.disclosures.workflow import Refused, take
from apps.kinds.personnel.factories import PersonnelChangeFactory
from apps.notifications.models import InboxEntry, MailWish
from apps.outbox.models import Message
from tests.cast import Cast, again, draft, walk
from tests.mailboxes import mail_to, people, told, with_addresses
from tests.visiting import visiting

GROUP = {f"sup{number}" for number in range(7)}


@pytest.fixture(autouse=True)
def addresses(cast: Cast) -> None:
    with_addresses()


def returned(cast: Cast) -> Disclosure:
    item = walk(draft(cast), State.IN_REVIEW, cast)
    item = take("endorse", item, actor=cast.supervisors[0])
    for member in cast.supervisors[1:5]:
        if item.state == State.IN_REVIEW:
            item = take("return", item, actor=member, reason="金额不符")
    return item


TABLE = [
    (State.IN_REVIEW, "submit", GROUP),
    (State.APPROVED, "approved", {"office"}),
    (State.POSTED, "post", {"clerk", "chair", "sup0", "sup1", "sup2", "sup3"}),
    (State.CONCLUDED, "conclude", {"clerk", "chair", "sup0", "sup1", "sup2", "sup3"}),
    (State.WITHDRAWN, "withdraw", {"clerk", "office", "sup0", "sup1", "sup2", "sup3"}),
    (State.SUPERSEDED, "superseded", {"clerk", "chair", "sup0", "sup1", "sup2", "sup3"}),
]


@pytest.mark.parametrize(("state", "name", "expected"), TABLE, ids=[row[1] for row in TABLE])
def test_step_is_told_to_those_it_concerns(cast: Cast, state: str, name: str, expected: set[str]) -> None:
    walk(draft(cast), state, cast)
    assert told(cast, name) - {"member"} == expected


def test_return_is_told_to_who_wrote_who_submitted_and_who_spoke_before(cast: Cast) -> None:
    returned(cast)
    assert told(cast, "returned") - {"member"} == {"clerk", "chair", "sup0", "sup1", "sup2"}


def test_recall_is_told_to_the_drafter_and_not_to_who_did_it(cast: Cast) -> None:
    take("recall", walk(draft(cast), State.APPROVED, cast), actor=cast.chair, reason="附件有误")
    assert told(cast, "recall") - {"member"} == {"clerk", "sup0", "sup1", "sup2", "sup3"}


def test_member_whom_the_item_is_about_is_not_asked_for_an_opinion(cast: Cast) -> None:
    item = draft(cast, PersonnelChangeFactory)
    line = item.line_models()[0].objects.filter(disclosure=item).first()
    type(line).objects.filter(pk=line.pk).update(name=cast.supervisors[3].name)
    walk(Disclosure.objects.get(pk=item.pk).specific, State.IN_REVIEW, cast)
    assert told(cast, "submit") - {"member"} == GROUP - {"sup3"}


def test_notice_comes_by_mail_too(cast: Cast) -> None:
    walk(draft(cast), State.APPROVED, cast)
    (letter,) = mail_to(cast.office.username + "@example.test")
    assert (
        letter.user,
        reverse("notifications:notice", args=[InboxEntry.objects.get(user=cast.office).pk]) in letter.text,
    ) == (
        cast.office,
        True,
    )


def test_who_wants_no_mail_has_the_notice_alone(cast: Cast) -> None:
    visiting(cast.office).post(reverse("notifications:wish"), {"when": MailWish.When.NEVER})
    walk(draft(cast), State.APPROVED, cast)
    assert (told(cast, "approved"), mail_to(cast.office.username + "@example.test")) == ({"office"}, [])


def test_title_of_an_item_about_people_travels_in_no_mail(cast: Cast) -> None:
    walk(draft(cast, PersonnelChangeFactory, title="林秋任职公示"), State.POSTED, cast)
    assert not Message.objects.filter(text__contains="林秋").exists()


def test_no_subject_carries_a_title(cast: Cast) -> None:
    walk(draft(cast, title="关于林秋的通知"), State.POSTED, cast)
    assert Message.objects.exists()
    assert not Message.objects.filter(subject__contains="林秋").exists()


def test_refused_step_tells_nobody(cast: Cast) -> None:
    item = walk(draft(cast), State.APPROVED, cast)
    InboxEntry.objects.all().delete()
    with pytest.raises(Refused):
        take("post", item, actor=cast.clerk)
    assert not InboxEntry.objects.exists()


def test_rolled_back_step_leaves_neither_notice_nor_mail(cast: Cast) -> None:
    item = walk(draft(cast), State.APPROVED, cast)
    before = InboxEntry.objects.count(), Message.objects.count()
    with transaction.atomic():
        take("post", item, actor=cast.office)
        transaction.set_rollback(True)
    assert (InboxEntry.objects.count(), Message.objects.count()) == before


def test_inbox_lists_the_newest_first(cast: Cast) -> None:
    walk(draft(cast), State.WITHDRAWN, cast)
    page = visiting(cast.clerk).get(reverse("notifications:inbox")).content.decode()
    assert page.index("An item was withdrawn") < page.index("An item was posted")


def test_older_notices_stand_on_the_next_page(cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    InboxEntry.objects.filter(user=cast.clerk).delete()
    InboxEntry.objects.bulk_create(
        InboxEntry(user=cast.clerk, key=f"test {number}", name="post", disclosure=item) for number in range(25)
    )
    client = visiting(cast.clerk)
    first = client.get(reverse("notifications:inbox")).context
    second = client.get(reverse("notifications:inbox"), {"before": first["older"]}).context
    assert (len(first["lines"]), len(second["lines"]), second["older"]) == (20, 5, None)


@pytest.mark.parametrize("before", ["", "x", "-1", "9" * 40, "٣"])
def test_odd_place_in_the_inbox_shows_a_page(cast: Cast, before: str) -> None:
    assert visiting(cast.clerk).get(reverse("notifications:inbox"), {"before": before}).status_code == 200


def test_notice_leads_to_the_withdrawal_notice(cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    notice = InboxEntry.objects.get(user=cast.clerk, name="post")
    walk(item, State.WITHDRAWN, cast)
    client = visiting(cast.clerk)
    answer = client.get(reverse("notifications:notice", args=[notice.pk]), follow=True)
    assert "Withdrawn on" in answer.content.decode()


def test_notice_about_what_one_may_no_longer_see_has_no_title(cast: Cast) -> None:
    walk(draft(cast, title="暗号甲", audience="staff"), State.POSTED, cast)
    cast.clerk.memberships.update(role="parent")
    page = visiting(again(cast.clerk)).get(reverse("notifications:inbox")).content.decode()
    assert ("暗号甲" in page, "No longer for you" in page) == (False, True)


def test_closed_notice_leads_back_to_the_inbox(cast: Cast) -> None:
    walk(draft(cast, audience="staff"), State.POSTED, cast)
    cast.clerk.memberships.all().delete()
    notice = InboxEntry.objects.filter(user=cast.clerk).latest("pk")
    answer = visiting(again(cast.clerk)).get(reverse("notifications:notice", args=[notice.pk]))
    assert answer["Location"] == reverse("notifications:inbox")


def test_opening_a_notice_reads_it(cast: Cast) -> None:
    walk(draft(cast), State.POSTED, cast)
    notice = InboxEntry.objects.get(user=cast.clerk, name="post")
    visiting(cast.clerk).get(reverse("notifications:notice", args=[notice.pk]))
    notice.refresh_from_db()
    assert notice.read_at


def test_notice_of_another_is_not_there(cast: Cast) -> None:
    walk(draft(cast), State.POSTED, cast)
    notice = InboxEntry.objects.get(user=cast.clerk, name="post")
    assert visiting(cast.office).get(reverse("notifications:notice", args=[notice.pk])).status_code == 404


def test_desk_says_how_much_is_new(cast: Cast) -> None:
    walk(draft(cast), State.POSTED, cast)
    assert "Inbox (1<" in visiting(cast.clerk).get(reverse("desk:home")).content.decode()


def test_everything_can_be_marked_as_read(cast: Cast) -> None:
    walk(draft(cast), State.WITHDRAWN, cast)
    visiting(cast.clerk).post(reverse("notifications:all_read"))
    assert not InboxEntry.objects.filter(user=cast.clerk, read_at=None).exists()


def test_every_notice_of_a_walk_can_be_opened(cast: Cast) -> None:
    walk(draft(cast), State.SUPERSEDED, cast)
    for person in people(cast).values():
        for notice in person.inbox.all():
            answer = visiting(person).get(reverse("notifications:notice", args=[notice.pk]), follow=True)
            assert answer.status_code == 200, (person, notice)
