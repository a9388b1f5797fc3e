"""How the attempt to hand over a message may end, other than well."""

from __future__ import annotations

from apps.outbox.models import Trouble


class NotTaken(Exception):
    """The other side has not got the message."""

    def __init__(self, trouble: Trouble, answer: int | None = None, *, is_closed: bool = False) -> None:
        """`answer` is the code of the server; `is_closed`: there is no point in trying the next message now."""
        super().__init__(trouble)
        self.trouble, self.answer, self.is_closed = trouble, answer, is_closed


class Later(NotTaken):
    """It may be tried again."""


class Never(NotTaken):
    """It will not be taken another time either."""


class NoMailbox(Never):
    """There is no such mailbox."""


class Unanswered(Exception):
    """The whole message was handed over and the answer did not come: nobody knows."""
