"""The states of a case and the only pairs between which it may move (regulations.md §6)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    RECEIVED = "received", _("received")
    ACCEPTED = "accepted", _("accepted")
    ASSIGNED = "assigned", _("being handled")
    ASKED = "asked", _("waiting for more from you")
    DRAFTED = "drafted", _("reply being checked")
    REPLIED = "replied", _("replied")
    CLOSED = "closed", _("closed")
    DECLINED = "declined", _("not accepted")
    WITHDRAWN = "withdrawn", _("taken back by its writer")
    MERGED = "merged", _("answered together with another")


OPEN = (State.RECEIVED, State.ACCEPTED, State.ASSIGNED, State.ASKED, State.DRAFTED)
"""Not decided: the deadline runs (or rests while the writer is asked)."""

ANSWERED = (State.REPLIED, State.CLOSED)

TO_BE_JOINED = (State.ACCEPTED, State.ASSIGNED, State.ASKED)
"""Accepted and not yet drafted: others may still be answered together with it."""

PAIRS = (
    (State.RECEIVED, State.ACCEPTED),
    (State.RECEIVED, State.DECLINED),
    (State.ACCEPTED, State.ASSIGNED),
    (State.ACCEPTED, State.ASKED),
    (State.ASSIGNED, State.ASKED),
    (State.ASSIGNED, State.DRAFTED),
    (State.ASKED, State.ACCEPTED),
    (State.ASKED, State.ASSIGNED),
    (State.DRAFTED, State.ASSIGNED),
    (State.DRAFTED, State.REPLIED),
    (State.REPLIED, State.CLOSED),
    (State.REPLIED, State.ASSIGNED),
    (State.REPLIED, State.ACCEPTED),
    *((state, State.WITHDRAWN) for state in OPEN),
    *((state, State.MERGED) for state in OPEN),
)
