"""What reminders look like: one digest a day in the inbox and by mail."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import time_machine
from django.urls import reverse

from apps.accounts.models import User
from apps.duties.models import Start
from apps.notifications.models import InboxEntry, MailWish, Reminder
from apps.organization.models import Role
from apps.outbox.models import Message
from tests.cast import Cast, again
from tests.duties import at
from tests.mailboxes import mail_to
from tests.reminding import LONG_AGO, owed, school_of_2025, tick
from tests.visiting import visiting

DUE = date(2025, 9, 30)


@pytest.fixture(autouse=True)
def school(cast: Cast) -> None:
    school_of_2025(cast)


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


def test_one_inspector_of_two_schools_gets_one_digest(cast: Cast) -> None:
    Start.objects.create(school=cast.other_school, on=LONG_AGO)
    owed(cast, DUE)
    owed(cast, DUE, school=cast.other_school, unit=cast.other_school)
    tick(date(2025, 10, 21))
    assert Reminder.objects.filter(person=cast.inspector).count() == 2
    assert (cast.inspector.inbox.count(), len(mail_to(address_of(cast.inspector)))) == (1, 1)


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
