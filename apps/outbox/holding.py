"""Who works on a message: at most one worker, for as long as it lives.

A worker that takes a row commits that it is being sent, and holds an advisory lock on it in its session. If it dies,
in whatever way, PostgreSQL ends the session and with it the lock: a row that is under way without a lock was left.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone

from apps.outbox import tickets
from apps.outbox.models import UNDER_WAY, Message, State, Trouble

SPACE = int.from_bytes(b"mail", "big")
"""The first half of the number of every lock of the outbox."""


class TakenAway(Exception):
    """Somebody else has this row: the session that held it was lost."""


def take(*, mail: bool) -> Message | None:
    """The message to send next, held by this session; None when nothing is due. Without `mail`, robots alone."""
    with transaction.atomic():
        due = Message.objects.due(mail=mail).select_for_update(skip_locked=True, of=("self",))
        message = due.select_related("webhook").first()
        if message is None or not _lock(message.pk):
            return None
        message.state, message.attempts = State.SENDING, message.attempts + 1
        message.save(update_fields=["state", "attempts"])
    return message


def release(message: Message) -> None:
    """Hold it no longer."""
    _ask("pg_advisory_unlock", message.pk)


def move(message: Message, state: str, **values: object) -> None:
    """Move a row as this session knows it; raises TakenAway if it is not so any more.

    The number of attempts tells one worker's turn from the next one's.
    """
    known = Message.objects.filter(pk=message.pk, state=message.state, attempts=message.attempts)
    if not known.update(state=state, **values):
        raise TakenAway
    message.state = state


def hand_over(message: Message) -> None:
    """Write down that the last line goes now: it may go as soon as this returns. Raises TakenAway, and it may not."""
    has_ticket = tickets.lay(message)
    try:
        move(message, State.HANDED)
    except TakenAway:
        tickets.clear(message)
        raise
    if has_ticket and not tickets.tear(message):
        raise TakenAway


def settle_what_was_left() -> None:
    """What a dead worker left: never completed is sent again; the rest is in doubt, and never sent by itself."""
    for message in Message.objects.filter(state__in=UNDER_WAY).order_by("pk"):
        if not _lock(message.pk):
            continue
        try:
            _settle(message)
        except TakenAway:
            continue  # its worker was only quicker than we were
        finally:
            release(message)


def _settle(message: Message) -> None:
    if message.state == State.HANDED and not tickets.withdraw(message):
        move(message, State.DOUBTFUL, trouble=Trouble.UNANSWERED)
    else:
        move(message, State.QUEUED, trouble=Trouble.INTERRUPTED, next_at=timezone.now())
    tickets.clear(message)


def _lock(pk: int) -> bool:
    return _ask("pg_try_advisory_lock", pk)


def _ask(function: str, pk: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [SPACE, pk % 2**31])
        return cursor.fetchone()[0]
