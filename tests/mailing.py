"""Letters in a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from apps.outbox.models import Message
from apps.outbox.queueing import queue
from apps.outbox.sending import send_due
from tests.mailserver import MailServer

TO = "lin@home.example"


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """A mail server that the settings name."""
    with MailServer() as running:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.EMAIL_USE_TLS, settings.DEFAULT_FROM_EMAIL = False, "校务公开 <gongkai@school.example>"
        yield running


def queued(key: str = "k1", to: str = TO, **fields: Any) -> Message:
    queue(to, **{"subject": "您的来信已答复", "text": "请打开链接查看。", "key": key, **fields})
    return Message.objects.get(key=key)


def elsewhere(call: Callable[[], None]) -> None:
    """Do it in a session of its own, which ends with it."""
    try:
        call()
    finally:
        connection.close()


def sent(message: Message) -> Message:
    """The message after a round of the worker."""
    send_due()
    message.refresh_from_db()
    return message
