"""Mail to the writer of a case: first the address is confirmed, then every change is told, never what the case says."""

from __future__ import annotations

import datetime
import re
from unittest.mock import Mock

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.cases.filing import Receipt, file_case
from apps.cases.identities import ask_for, forget, open_for
from apps.cases.types import Finding, Type
from apps.cases.workflow import take
from apps.notifications import writers
from apps.notifications.models import WriterAddress
from apps.outbox.models import Message, Whom
from apps.outbox.signals import refused
from tests.cast import Cast
from tests.mailboxes import mail_to
from tests.visiting import ENGLISH

pytestmark = pytest.mark.usefixtures("in_english")

WRITER = "writer@example.test"
TEXT = "zqcase7 食堂的账目没有公示。"


def filed(cast: Cast, email: str = WRITER) -> Receipt:
    identity = {"name": "路遥", "contact": "0000-555-0101", "email": email}
    return file_case(Type.OPINION, school=cast.school, text=TEXT, secret="zqsecret7", identity=identity)


def link() -> str:
    """The path in the last mail that asks to confirm."""
    (found,) = re.findall(r"https?://[^/\s]+(/counter/address/\S+)", mail_to(WRITER)[-1].text)
    return found


@pytest.fixture
def reader(cast: Cast) -> Client:
    return Client(headers=ENGLISH)


@pytest.fixture
def confirmed(cast: Cast, reader: Client) -> Receipt:
    receipt = filed(cast)
    reader.post(link())
    return receipt


def test_address_is_asked_first(cast: Cast) -> None:
    filed(cast)
    assert len(mail_to(WRITER)) == 1


def test_case_without_an_address_is_mailed_to_nobody(cast: Cast) -> None:
    filed(cast, "")
    assert not Message.objects.filter(whom=Whom.WRITER).exists()


def test_address_that_was_not_confirmed_gets_nothing_else(cast: Cast, reader: Client) -> None:
    case = filed(cast).case
    reader.get(link())
    take("accept", case, actor=cast.office)
    assert len(mail_to(WRITER)) == 1


def test_confirmed_address_is_told_of_a_change(cast: Cast, confirmed: Receipt) -> None:
    take("accept", confirmed.case, actor=cast.office)
    assert "accepted" in mail_to(WRITER)[-1].text


def test_changes_are_told_one_by_one(cast: Cast, confirmed: Receipt) -> None:
    case = confirmed.case
    take("accept", case, actor=cast.office)
    take("assign", case, actor=cast.office, handler=cast.clerk)
    take("ask", case, actor=cast.clerk, text="哪一个月？")
    take("answer", case, actor=None, text="三月。")
    take("extend", case, actor=cast.office, days=2, text="需要核对账目。")
    take("draft_reply", case, actor=cast.clerk, text="已公示。", finding=Finding.EXPLAINED)
    take("send_reply", case, actor=cast.chair)
    asked = ask_for(case, actor=cast.office, reason="需要核实")
    open_for(case, actor=cast.chair)
    told = list(case.events.exclude(actor=None).exclude(pk=asked.pk).exclude(name="draft_reply"))
    assert len(mail_to(WRITER)) == 1 + len(told)


def test_what_the_writer_did_is_not_told_to_the_writer(confirmed: Receipt) -> None:
    take("withdraw", confirmed.case, actor=None)
    assert len(mail_to(WRITER)) == 1


def merged(cast: Cast, receipt: Receipt) -> None:
    other = take("accept", filed(cast, "").case, actor=cast.office)
    take("merge", receipt.case, actor=cast.office, into=other)
    take("assign", other, actor=cast.office, handler=cast.clerk)
    take("draft_reply", other, actor=cast.clerk, text="已公示。", finding=Finding.EXPLAINED)
    take("send_reply", other, actor=cast.chair)


def test_answer_with_another_case_cannot_be_accepted_by_its_writer(cast: Cast, confirmed: Receipt) -> None:
    merged(cast, confirmed)
    last = mail_to(WRITER)[-1].text
    assert ("Another case on the same matter was answered" in last, "accept it" in last) == (True, False)


def test_going_on_without_an_answer_is_told(cast: Cast, confirmed: Receipt) -> None:
    take("accept", confirmed.case, actor=cast.office)
    take("ask", confirmed.case, actor=cast.office, text="哪一个月？")
    with time_machine.travel(timezone.now() + datetime.timedelta(days=15)):
        take("resume", confirmed.case, actor=User.objects.clock())
    assert "without your answer" in " ".join(letter.text for letter in mail_to(WRITER))


def test_refused_opening_is_told(cast: Cast, confirmed: Receipt) -> None:
    ask_for(confirmed.case, actor=cast.office, reason="需要核实")
    open_for(confirmed.case, actor=cast.chair, is_agreed=False)
    assert "refused" in mail_to(WRITER)[-1].text


def test_link_of_a_writer_forgotten_meanwhile_says_that_it_expired(
    cast: Cast, reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading the link and confirming it."""
    case = filed(cast).case
    address = writers.address_of_case(case.code)
    forget(case.identity, actor=User.objects.clock())
    monkeypatch.setattr(writers, "confirming", lambda signed: address)
    assert reader.post(link()).status_code == 410


def test_forgotten_writer_has_no_address(cast: Cast) -> None:
    case = filed(cast).case
    forget(case.identity, actor=User.objects.clock())
    assert writers.address_of_case(case.code) is None


def test_link_that_was_not_queued_is_not_written_down(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    address = writers.address_of_case(filed(cast).case.code)
    before = address.asked_at
    monkeypatch.setattr(writers, "queue", Mock(side_effect=RuntimeError))
    with pytest.raises(RuntimeError), time_machine.travel(timezone.now() + datetime.timedelta(minutes=2)):
        writers.ask_again(address)
    address.refresh_from_db()
    assert address.asked_at == before


def test_no_mail_carries_text_name_code_or_secret(cast: Cast, confirmed: Receipt) -> None:
    take("accept", confirmed.case, actor=cast.office)
    take("ask", confirmed.case, actor=cast.office, text="zqquestion7 哪一个月？")
    letters = " ".join(f"{letter.subject} {letter.text}" for letter in mail_to(WRITER))
    words = (
        "zqcase7",
        "zqquestion7",
        "路遥",
        "0101",
        confirmed.code,
        confirmed.case.code,
        "zqsecret7",
        cast.office.name,
    )
    assert [word for word in words if word in letters] == []


def test_expired_link_leads_to_the_page_of_the_case(cast: Cast, reader: Client) -> None:
    filed(cast)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=7, minutes=1)):
        answer = reader.post(link())
    assert (answer.status_code, reverse("counter:follow") in answer.content.decode()) == (410, True)


def test_expired_link_confirms_nothing(cast: Cast, reader: Client) -> None:
    case = filed(cast).case
    with time_machine.travel(timezone.now() + datetime.timedelta(days=7, minutes=1)):
        reader.post(link())
    case.identity.refresh_from_db()
    assert case.identity.email_confirmed_at is None


def followed(reader: Client, receipt: Receipt) -> Client:
    """A browser that has opened the case with code and secret."""
    reader.post(reverse("counter:follow"), {"code": receipt.code, "secret": "zqsecret7"})
    return reader


def test_new_link_is_sent_from_the_page_of_the_case(cast: Cast, reader: Client) -> None:
    receipt = filed(cast)
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=2)):
        page = followed(reader, receipt).post(reverse("notifications:writer_again"), follow=True).content.decode()
    assert (len(mail_to(WRITER)), "sent the link again" in page) == (2, True)


def test_new_link_is_not_sent_without_code_and_secret(cast: Cast, reader: Client) -> None:
    filed(cast)
    reader.post(reverse("notifications:writer_again"))
    assert len(mail_to(WRITER)) == 1


def test_strangers_cannot_flood_a_mailbox_with_cases(cast: Cast) -> None:
    for _case in range(5):
        filed(cast)
    assert len(mail_to(WRITER)) == 3


def test_address_that_came_back_is_not_written_to(cast: Cast, confirmed: Receipt) -> None:
    refused.send(None, to=WRITER)
    take("accept", confirmed.case, actor=cast.office)
    assert len(mail_to(WRITER)) == 1


def test_page_of_the_case_says_that_mail_came_back(cast: Cast, reader: Client, confirmed: Receipt) -> None:
    refused.send(None, to=WRITER.upper())
    page = followed(reader, confirmed).get(reverse("counter:case")).content.decode()
    assert (WriterAddress.objects.get().refused_at is not None, "came back" in page) == (True, True)


def test_page_of_the_case_does_not_show_the_address(cast: Cast, reader: Client, confirmed: Receipt) -> None:
    assert WRITER not in followed(reader, confirmed).get(reverse("counter:case")).content.decode()
