"""What goes into the outbox: with its transaction, once for a key, and without ever stopping a step."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from apps.disclosures.factories import UserFactory
from apps.outbox.models import Message, State, Trouble, Whom
from apps.outbox.queueing import queue
from apps.outbox.sending import send_due
from tests.mailing import TO, queued
from tests.mailserver import MailServer


class Broken(Exception):
    """The step failed after the letter was queued."""


@transaction.atomic
def _fail_after_queueing() -> None:
    queued()
    raise Broken


def test_letter_waits(db: None) -> None:
    message = queued(whom=Whom.WRITER)
    assert (message.to, message.state, message.whom) == (TO, State.QUEUED, Whom.WRITER)


def test_new_key_is_told(db: None) -> None:
    assert queue(TO, subject="a", text="b", key="k") is True


def test_same_key_is_queued_once(db: None) -> None:
    queued("k", subject="first")
    assert queue(TO, subject="second", text="b", key="k") is False
    assert Message.objects.get().subject == "first"


@pytest.mark.django_db(transaction=True)
def test_same_key_at_once_is_queued_once() -> None:
    def ask(_number: int) -> bool:
        try:
            return queue(TO, subject="a", text="b", key="k")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(ask, range(8))) == [False] * 7 + [True]


def test_step_that_fails_queues_nothing(db: None, server: MailServer) -> None:
    with pytest.raises(Broken):
        _fail_after_queueing()
    send_due()
    assert (Message.objects.count(), server.letters) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_before_the_commit(server: MailServer) -> None:
    def send() -> int:
        try:
            send_due()
            return len(server.letters)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        queued()
        before = pool.submit(send).result()
    send_due()
    assert (before, len(server.letters)) == (0, 1)


@pytest.mark.parametrize(
    "address", ["lin", "lin@", "a b@c.example", "a@b.example\r\nBcc: c@d.example", "林@学校.cn", f"{'x' * 250}@a.cn"]
)
def test_no_address_is_kept_as_refused(db: None, address: str) -> None:
    message = queued(to=address)
    assert (message.state, message.trouble, message.to) == (State.REFUSED, Trouble.BAD_ADDRESS, "")


def test_address_of_a_chinese_domain_is_taken(db: None) -> None:
    assert queue("lin@学校.cn", subject="a", text="b", key="k") is True


@pytest.mark.parametrize("address", ["", "  "])
def test_nobody_to_write_to_leaves_nothing(db: None, address: str) -> None:
    assert queue(address, subject="a", text="b", key="k", user=UserFactory()) is False
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nBcc: x@y.example", "a Bcc: x@y.example"),
        ("  两\t行\n", "两 行"),
        ("𠮷" * 300, "𠮷" * 200),
        ("a\0b\ud800", "ab?"),
    ],
)
def test_subject_is_one_line(db: None, typed: str, kept: str) -> None:
    assert queued(subject=typed).subject == kept


def test_text_that_the_database_cannot_hold_stops_nothing(db: None) -> None:
    assert queued(text="a\0b\ud800c").text == "ab?c"
