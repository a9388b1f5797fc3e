"""Sending over real SMTP: once, later, or never, and what is said about it."""

from __future__ import annotations

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.outbox.holding import TakenAway, move, release, settle_what_was_left, take
from apps.outbox.models import Message, State, Trouble
from apps.outbox.robots import robot_at
from apps.outbox.sending import DELAYS, send_due
from apps.outbox.signals import refused
from tests.mailing import TO, elsewhere, queued, sent
from tests.mailserver import PATIENCE, MailServer
from tests.psql import psql

pytestmark = pytest.mark.usefixtures("db", "server")
LARGE = "一" * 5_000_000


@pytest.fixture
def told() -> Any:
    """The addresses that the signal named."""
    heard: list[str] = []

    def hear(to: str, **_kwargs: Any) -> None:
        heard.append(to)

    refused.connect(hear)
    yield heard
    refused.disconnect(hear)


def test_letter_is_sent_once(server: MailServer) -> None:
    message = sent(queued())
    send_due()
    assert (message.state, server.recipients, server.senders) == (State.SENT, [TO], ["gongkai@school.example"])


def test_letter_is_read_as_it_was_written(server: MailServer) -> None:
    text = "第一行\n.\n..两点\n\n𠮷 <b>不是标记</b>\r\n末行"
    sent(queued(text=text))
    assert server.messages[0].get_content().splitlines() == text.splitlines()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        ("Subject", "您的来信已答复"),
        ("To", TO),
        ("From", "校务公开 <gongkai@school.example>"),
        ("Content-Language", "zh-hans"),
        ("List-Unsubscribe", None),
        ("List-Unsubscribe-Post", None),
    ],
)
def test_letter_has_the_header(server: MailServer, name: str, value: str | None) -> None:
    sent(queued(language="zh-hans"))
    assert server.messages[0][name] == value


def test_date_is_that_of_writing(server: MailServer) -> None:
    message = queued()
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=5)):
        sent(message)
    assert server.messages[0]["Date"].datetime == message.created_at.replace(microsecond=0)


def test_subscription_is_ended_with_one_click(server: MailServer) -> None:
    sent(queued(unsubscribe="https://gk.example/subscriptions/end/\r\nabc/"))
    letter = server.messages[0]
    shown = (letter["List-Unsubscribe"], letter["List-Unsubscribe-Post"])
    assert shown == ("<https://gk.example/subscriptions/end/abc/>", "List-Unsubscribe=One-Click")


@pytest.mark.parametrize(
    "subject",
    ["收费公示的异议" * 20, "𠮷" * 60, "A long subject " * 10, "您的来信已答复"],
    ids=["long", "rare", "English", "short"],
)
def test_subject_begins_beside_its_name(server: MailServer, subject: str) -> None:
    """And stays so after apprise has changed how Python writes UTF-8."""
    robot_at("feishu://token-123")
    message = sent(queued(subject=subject))
    assert b"\r\nSubject: =?utf-8?b?" in server.letters[0]
    assert server.messages[0]["Subject"] == message.subject


def test_subject_adds_no_header(server: MailServer) -> None:
    sent(queued(subject="a\r\nBcc: thief@elsewhere.example\r\n\r\ntext"))
    assert (server.messages[0]["Bcc"], server.recipients) == (None, [TO])


def test_many_letters_go_over_one_connection(server: MailServer) -> None:
    for number in range(3):
        queued(f"k{number}")
    send_due()
    assert (len(server.letters), server.connections) == (3, 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_letter_once(server: MailServer) -> None:
    for number in range(30):
        queued(f"k{number}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(elsewhere, [send_due] * 4))
    assert (len(server.copies), set(server.copies.values())) == (30, {1})


@pytest.mark.parametrize(
    ("mode", "trouble", "code"),
    [("later", Trouble.NOT_NOW, 451), ("busy", Trouble.NOT_NOW, 452)],
)
def test_what_the_server_puts_off_is_tried_again(server: MailServer, mode: str, trouble: str, code: int) -> None:
    server.mode = mode
    message = sent(queued())
    assert (message.state, message.trouble, message.answer) == (State.QUEUED, trouble, code)


@pytest.mark.parametrize(
    ("mode", "trouble", "code", "ends"),
    [
        ("no_mailbox", Trouble.ADDRESS, 550, True),
        ("plain_550", Trouble.ADDRESS, 550, True),
        ("unknown", Trouble.CONTENT, 550, True),
        ("full", Trouble.ADDRESS, 552, False),
        ("policy", Trouble.ADDRESS, 554, False),
        ("spam", Trouble.CONTENT, 554, False),
    ],
)
def test_refusal_for_good_is_told(
    server: MailServer,
    told: list[str],
    mode: str,
    trouble: str,
    code: int,
    ends: bool,
) -> None:
    server.mode = mode
    message = sent(queued())
    assert (message.state, message.trouble, message.answer, told) == (State.REFUSED, trouble, code, [TO] * ends)


def test_server_that_is_down_loses_nothing(server: MailServer, settings: Any) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    messages = [queued(f"k{number}") for number in range(3)]
    send_due()
    waiting = Message.objects.filter(state=State.QUEUED).count()
    settings.EMAIL_PORT = port
    with time_machine.travel(timezone.now() + DELAYS[0] + datetime.timedelta(seconds=1)):
        send_due()
    assert (waiting, set(server.copies)) == (3, {message.message_id for message in messages})


def test_server_that_is_down_is_asked_once_a_round(settings: Any) -> None:
    settings.EMAIL_PORT = 1
    for number in range(3):
        queued(f"k{number}")
    send_due()
    assert sorted(Message.objects.values_list("trouble", flat=True)) == ["", "", Trouble.UNREACHABLE]


def test_server_without_tls_gets_nothing_when_tls_is_asked_for(server: MailServer, settings: Any) -> None:
    settings.EMAIL_USE_TLS = True
    message = sent(queued())
    assert (message.state, message.trouble, server.senders) == (State.QUEUED, Trouble.UNSAFE, [])


def test_wrong_password_is_told(server: MailServer, settings: Any) -> None:
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = "portal"
    assert sent(queued()).trouble in (Trouble.LOGIN, Trouble.UNSAFE)


def test_connection_that_breaks_in_the_text_is_tried_again(server: MailServer) -> None:
    server.mode = "drop_in_data"
    message = sent(queued(text=LARGE))
    assert (message.state, message.trouble) == (State.QUEUED, Trouble.BROKEN)


def test_last_line_is_not_sent_to_a_server_that_closed_in_the_text(server: MailServer) -> None:
    server.mode = "closes_in_data"
    message = sent(queued(text=LARGE))
    assert (message.state, message.trouble) == (State.QUEUED, Trouble.BROKEN)


def test_answer_that_never_comes_leaves_a_doubt(server: MailServer) -> None:
    server.mode = "mute"
    message = sent(queued())
    assert (message.state, message.trouble, len(server.letters)) == (State.DOUBTFUL, Trouble.UNANSWERED, 1)


def test_doubt_is_never_sent_by_itself(server: MailServer) -> None:
    server.mode = "mute"
    message = sent(queued())
    server.mode = "accept"
    with time_machine.travel(timezone.now() + datetime.timedelta(days=30)):
        sent(message)
    assert (message.state, len(server.letters)) == (State.DOUBTFUL, 1)


def test_delays_grow_until_it_is_given_up(server: MailServer) -> None:
    server.mode, message, waited = "later", queued(), []
    with time_machine.travel(message.next_at, tick=False) as now:
        while sent(message).state == State.QUEUED:
            waited.append((message.next_at - timezone.now()) // datetime.timedelta(minutes=1))
            now.move_to(message.next_at)
    assert (message.state, waited) == (State.GIVEN_UP, [1, 4, 16, 60, 240] + [720] * 9)


def test_nothing_is_tried_before_its_time(server: MailServer) -> None:
    server.mode, message = "later", queued()
    sent(message)
    send_due()
    message.refresh_from_db()
    assert message.attempts == 1


def test_without_a_server_letters_wait(settings: Any) -> None:
    settings.EMAIL_HOST = ""
    message = sent(queued())
    assert (message.state, message.attempts) == (State.QUEUED, 0)


@pytest.mark.django_db(transaction=True)
def test_last_line_is_not_sent_by_who_lost_the_row(server: MailServer) -> None:
    message = queued()
    server.stop_at("RCPT")
    with ThreadPoolExecutor(1) as pool:
        worker = pool.submit(elsewhere, send_due)
        server.wait_until_stopped()
        Message.objects.update(attempts=F("attempts") + 1)  # as another worker's turn does
        server.go_on()
        worker.result()
    message.refresh_from_db()
    assert (message.state, server.letters) == (State.SENDING, [])


@pytest.mark.django_db(transaction=True)
def test_row_that_is_held_is_left_alone() -> None:
    queued()
    message = take(mail=True)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(elsewhere, settle_what_was_left).result()
    message.refresh_from_db()
    assert message.state == State.SENDING


@pytest.mark.django_db(transaction=True)
def test_last_line_is_sent_after_it_was_written_down(server: MailServer) -> None:
    """While the server has the message and says nothing, everybody can read that it was handed over."""
    queued()
    server.stop_at("ANSWER")
    with ThreadPoolExecutor(1) as pool:
        worker = pool.submit(elsewhere, send_due)
        server.wait_until_stopped()
        state = Message.objects.get().state
        server.go_on()
        worker.result()
    assert (state, Message.objects.get().state) == (State.HANDED, State.SENT)


@pytest.mark.django_db(transaction=True)
def test_row_that_another_is_just_taking_is_passed_over() -> None:
    first, second = queued("k1"), queued("k2")
    psql("SET lock_timeout = '2s'")
    begun, ended = threading.Event(), threading.Event()

    @transaction.atomic
    def be_taking() -> None:
        Message.objects.select_for_update().get(pk=first.pk)
        begun.set()
        ended.wait(PATIENCE)

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(elsewhere, be_taking)
        begun.wait(PATIENCE)
        taken = take(mail=True)
        ended.set()
        other.result()
    psql("RESET lock_timeout")
    assert taken == second


def test_who_lost_a_row_cannot_move_it() -> None:
    queued()
    message = take(mail=True)
    release(message)
    settle_what_was_left()
    take(mail=True)
    with pytest.raises(TakenAway):
        move(message, State.HANDED)
