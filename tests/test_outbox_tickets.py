"""The ticket that tells whether a last line has gone: one of two has it, and without it everything is as before."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from apps.outbox import tickets
from apps.outbox.holding import TakenAway, hand_over, release, settle_what_was_left, take
from apps.outbox.models import Message, State
from tests.mailing import elsewhere, queued, sent
from tests.mailserver import MailServer
from tests.psql import wait_until_somebody_waits

pytestmark = pytest.mark.usefixtures("db")


def taken() -> Message:
    queued()
    message = take(mail=True)
    tickets.lay(message)
    return message


@pytest.fixture
def nowhere(settings: Any, tmp_path: Path) -> None:
    """No folder can be made where the settings want it."""
    tickets._say_once.cache_clear()
    (tmp_path / "file").touch()
    settings.MAIL_TICKETS = tmp_path / "file" / "mail"


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MAIL_TICKETS = tmp_path / "mail"
    return settings.MAIL_TICKETS


def test_what_was_withdrawn_cannot_be_torn() -> None:
    message = taken()
    assert (tickets.withdraw(message), tickets.tear(message)) == (True, False)


def test_what_was_torn_cannot_be_withdrawn() -> None:
    message = taken()
    assert (tickets.tear(message), tickets.withdraw(message)) == (True, False)


def test_withdrawal_is_known_to_the_next_if_its_maker_dies() -> None:
    message = taken()
    assert (tickets.withdraw(message), tickets.withdraw(message)) == (True, True)


def test_ticket_is_good_for_one_attempt() -> None:
    message = taken()
    message.attempts += 1
    assert tickets.withdraw(message) is False


def test_new_ticket_does_not_inherit_a_withdrawal() -> None:
    message = taken()
    tickets.withdraw(message)
    tickets.lay(message)
    tickets.tear(message)
    assert tickets.withdraw(message) is False


@pytest.mark.django_db(transaction=True)
def test_last_line_is_not_sent_after_a_withdrawal() -> None:
    """The worker lives, but it lost its session at the commit, and another is settling the row."""
    message = taken()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Message.objects.select_for_update().get()
            handing_over = pool.submit(elsewhere, partial(hand_over, message))
            wait_until_somebody_waits()
            tickets.withdraw(message)
        with pytest.raises(TakenAway):
            handing_over.result()


@pytest.mark.usefixtures("nowhere")
def test_without_a_folder_letters_are_sent(server: MailServer) -> None:
    assert sent(queued()).state == State.SENT


@pytest.mark.usefixtures("nowhere", "server")
def test_without_a_folder_it_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    sent(queued("first"))
    sent(queued("second"))
    assert caplog.text.count("No tickets in MAIL_TICKETS (Not a directory)") == 1


@pytest.mark.usefixtures("nowhere")
def test_without_a_folder_what_was_handed_over_is_in_doubt() -> None:
    queued()
    message = take(mail=True)
    hand_over(message)
    release(message)
    settle_what_was_left()
    assert Message.objects.get().state == State.DOUBTFUL


@pytest.mark.parametrize("mode", ["accept", "mute", "later", "no_mailbox"])
def test_sending_leaves_no_file(server: MailServer, folder: Path, mode: str) -> None:
    server.mode = mode
    sent(queued())
    assert list(folder.glob("*")) == []


def test_settling_leaves_no_file(folder: Path) -> None:
    message = taken()
    Message.objects.update(state=State.HANDED)
    release(message)
    settle_what_was_left()
    assert (Message.objects.get().state, list(folder.iterdir())) == (State.QUEUED, [])


def test_row_that_is_lost_leaves_no_file(folder: Path) -> None:
    message = taken()
    Message.objects.update(attempts=7)
    with pytest.raises(TakenAway):
        hand_over(message)
    assert list(folder.iterdir()) == []
