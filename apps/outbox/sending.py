"""Sending what is due, each message by one worker and once, as far as that can be known (decision 19)."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.utils import timezone

from apps.outbox.answers import Never, NoMailbox, NotTaken, Unanswered
from apps.outbox.holding import TakenAway, hand_over, move, release, settle_what_was_left, take
from apps.outbox.models import Message, State, Trouble
from apps.outbox.robots import say
from apps.outbox.signals import refused
from apps.outbox.smtp import MailServer

MINUTE, HOUR = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)
DELAYS = [MINUTE, 4 * MINUTE, 16 * MINUTE, HOUR, 4 * HOUR, *[12 * HOUR] * 9]
"""After each failure; when the last is over, after five days, the message is given up."""


def shows_on_page() -> bool:
    """Whether nothing leaves this machine: messages are shown on a local page, never where the portal is public."""
    return settings.MAIL_PAGE and not settings.HTTPS


def has_mail_server() -> bool:
    """Whether letters have a way out."""
    return bool(settings.EMAIL_HOST)


def send_due(is_ended: Callable[[], bool] = lambda: False) -> None:
    """Send everything that is due; ends early, after the message at hand, when the server is closed or `is_ended`."""
    settle_what_was_left()
    server = MailServer()
    try:
        while not is_ended() and (message := take(mail=has_mail_server() or shows_on_page())):
            try:
                is_closed = _send(message, server)
            except TakenAway:
                is_closed = False
            finally:
                release(message)
            if is_closed:
                return
    finally:
        server.hang_up()


def _send(message: Message, server: MailServer) -> bool:
    """Send one and write down what came of it; True if there is no point in trying another now."""
    try:
        _carry(message, server)
    except NotTaken as reason:
        _record(message, reason)
        return reason.is_closed
    except Unanswered:
        move(message, State.DOUBTFUL, trouble=Trouble.UNANSWERED)
    return False


def _carry(message: Message, server: MailServer) -> None:
    """Hand it over; that the last line is about to go is committed before it goes."""
    if shows_on_page():
        move(message, State.SHOWN, sent_at=timezone.now(), trouble="", answer=None)
        return
    handing_over = partial(hand_over, message)
    if message.webhook:
        say(message, handing_over)
    else:
        server.take(message, handing_over)
    move(message, State.SENT, sent_at=timezone.now(), trouble="", answer=None)


def _record(message: Message, reason: NotTaken) -> None:
    if isinstance(reason, Never):
        move(message, State.REFUSED, trouble=reason.trouble, answer=reason.answer)
    else:
        _postpone(message, reason)
    if isinstance(reason, NoMailbox):
        refused.send_robust(Message, to=message.to)


def _postpone(message: Message, reason: NotTaken) -> None:
    told = {"trouble": reason.trouble, "answer": reason.answer}
    if message.failures == len(DELAYS):
        move(message, State.GIVEN_UP, **told)
        return
    delay = DELAYS[message.failures]
    move(message, State.QUEUED, failures=message.failures + 1, next_at=timezone.now() + delay, **told)
