"""Whether the last line of a message has gone, known even after kill -9.

Before a row becomes `handed` its worker lays down a ticket, a small file; to tear it is the last thing before the last
line. A file outlives the process that wrote it. So a message whose ticket is still there was never completed, and one
whose ticket is gone may have been. A ticket is torn or withdrawn, never both: the kernel lets one of the two have it.

A file does not outlive its machine as surely: after a loss of power a torn ticket may be back. It names the run of the
machine that it was written in, and proves nothing in another run or on another machine.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import cache
from pathlib import Path

from django.conf import settings

from apps.outbox.models import Message

logger = logging.getLogger(__name__)
RUN = Path("/proc/sys/kernel/random/boot_id")
"""What Linux calls this run of this machine. Elsewhere there are no tickets, and what was handed over is in doubt."""


def lay(message: Message) -> bool:
    """Lay down the ticket of this attempt; False where that is impossible."""
    clear(message)  # an older dump, restored, counts the same attempts again
    try:
        _ticket(message).parent.mkdir(parents=True, exist_ok=True)
        _ticket(message).write_bytes(RUN.read_bytes())
    except OSError as error:
        clear(message)
        _say_once(error.strerror)
        return False
    return True


def tear(message: Message) -> bool:
    """Take the right to send the last line; False if somebody withdrew it."""
    try:
        _ticket(message).unlink()
    except OSError:
        return False
    return True


def withdraw(message: Message) -> bool:
    """Whether the last line of this attempt certainly did not go; from now on it cannot, and this remains known."""
    withdrawn = _withdrawn(message)
    with suppress(OSError):
        _ticket(message).rename(withdrawn)
    try:
        return withdrawn.read_bytes() == RUN.read_bytes()
    except OSError:
        return False


def clear(message: Message) -> None:
    """The attempt is settled, its tickets say nothing any more."""
    for path in (_ticket(message), _withdrawn(message)):
        with suppress(OSError):
            path.unlink()


def _ticket(message: Message) -> Path:
    return settings.MAIL_TICKETS / f"{message.message_id.strip('<>')} {message.attempts}"


def _withdrawn(message: Message) -> Path:
    return settings.MAIL_TICKETS / f"{_ticket(message).name} withdrawn"


@cache
def _say_once(reason: str) -> None:
    logger.warning("No tickets in MAIL_TICKETS (%s): mail goes out, but a kill can leave more of it in doubt.", reason)
