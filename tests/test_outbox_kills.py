"""The sending program is killed with -9 while a real server holds it at a chosen line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from apps.outbox import tickets
from apps.outbox.holding import SPACE
from apps.outbox.models import Message, State
from apps.outbox.sending import send_due
from tests.mailing import queued
from tests.mailserver import PATIENCE, MailServer, worker
from tests.psql import psql, wait_until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def stopped_at(place: str, server: MailServer) -> Iterator[None]:
    """Start the program, wait until the server stops it there, and kill it at the end."""
    server.stop_at(place)
    program = worker(server)
    try:
        server.wait_until_stopped()
        yield
    finally:
        program.kill()
        program.wait(PATIENCE)


def killed_at(place: str, server: MailServer) -> None:
    with stopped_at(place, server):
        pass
    server.go_on()


def killed_before_the_last_line(server: MailServer) -> None:
    """It dies while it waits for the commit of `handed`, and PostgreSQL completes that without it."""
    with transaction.atomic(), stopped_at("RCPT", server):
        Message.objects.select_for_update().get()
        server.go_on()
        wait_until_somebody_waits()
    free_of_locks()
    assert Message.objects.get().state == State.HANDED


def free_of_locks() -> None:
    """Wait until PostgreSQL has seen that the program is dead: its locks end with its session."""
    psql("SELECT pg_advisory_lock(%s, id::int), pg_advisory_unlock(%s, id::int) FROM outbox_message", SPACE, SPACE)


def outcome(server: MailServer) -> tuple[list[str], list[int]]:
    """The states of the messages and how often the server has each, after the next worker's turn."""
    free_of_locks()
    send_due()
    messages = Message.objects.order_by("pk")
    return [message.state for message in messages], [server.copies[message.message_id] for message in messages]


@pytest.mark.parametrize("place", ["MAIL", "RCPT", "DATA"])
def test_letter_that_was_not_completed_is_sent_again_and_once(server: MailServer, place: str) -> None:
    queued()
    killed_at(place, server)
    assert outcome(server) == ([State.SENT], [1])


def test_letter_whose_answer_was_lost_is_not_doubled(server: MailServer) -> None:
    queued()
    killed_at("ANSWER", server)
    assert outcome(server) == ([State.DOUBTFUL], [1])


def test_letter_that_was_killed_before_its_last_line_is_sent_again_and_once(server: MailServer) -> None:
    queued()
    killed_before_the_last_line(server)
    assert outcome(server) == ([State.SENT], [1])


def test_letter_is_in_doubt_on_another_machine(server: MailServer, settings: Any, tmp_path: Path) -> None:
    queued()
    killed_before_the_last_line(server)
    settings.MAIL_TICKETS = tmp_path
    assert outcome(server) == ([State.DOUBTFUL], [0])


def test_letter_is_in_doubt_in_another_run_of_the_machine(
    server: MailServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    queued()
    killed_before_the_last_line(server)
    (tmp_path / "boot_id").write_text("another run")
    monkeypatch.setattr(tickets, "RUN", tmp_path / "boot_id")
    assert outcome(server) == ([State.DOUBTFUL], [0])


def test_others_are_sent_after_a_kill(server: MailServer) -> None:
    for number in range(3):
        queued(f"k{number}")
    killed_at("RCPT", server)
    assert outcome(server) == ([State.SENT] * 3, [1] * 3)


def test_program_ends_at_sigterm_after_the_letter_at_hand(server: MailServer) -> None:
    queued("first")
    queued("second")
    server.stop_at("ANSWER")
    program = worker(server)
    server.wait_until_stopped()
    program.terminate()
    server.go_on()
    assert program.wait(PATIENCE) == 0
    assert sorted(Message.objects.values_list("state", flat=True)) == [State.QUEUED, State.SENT]
