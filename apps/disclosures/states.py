"""The states of a disclosure and the only pairs between which it may move.

The database trigger on the base row is made from the same list (triggers.py).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    APPROVED = "approved", _("approved, waiting to be posted")
    POSTED = "posted", _("posted")
    CONCLUDED = "concluded", _("publicity ended")
    WITHDRAWN = "withdrawn", _("withdrawn")
    SUPERSEDED = "superseded", _("corrected by a later item")


class Outcome(models.TextChoices):
    """What a publicity period ended with (item_forms.md §0.2)."""

    NO_OBJECTION = "no_objection", _("no objection")
    DISMISSED = "dismissed", _("objection not upheld")
    UPHELD = "upheld", _("objection upheld")
    DEFERRED = "deferred", _("deferred")


class Objectors(models.TextChoices):
    """Whose objections are accepted; empty is everybody's, with a name or without."""

    NAMED = "named", _("with a name only")


PAIRS = (
    (State.DRAFT, State.IN_REVIEW),
    (State.IN_REVIEW, State.APPROVED),
    (State.IN_REVIEW, State.DRAFT),
    (State.APPROVED, State.POSTED),
    (State.APPROVED, State.DRAFT),
    (State.POSTED, State.CONCLUDED),
    (State.POSTED, State.WITHDRAWN),
    (State.POSTED, State.SUPERSEDED),
    (State.CONCLUDED, State.WITHDRAWN),
    (State.CONCLUDED, State.SUPERSEDED),
)

ON_BOARD = (State.POSTED, State.CONCLUDED)
"""Listed."""

READABLE = (*ON_BOARD, State.SUPERSEDED, State.WITHDRAWN)
"""Reachable by its address."""

OPINIONS = ("endorse", "return", "recuse")
"""Steps by which a supervision member speaks; one for each member and version."""

SENT_BACK = ("returned", "recall")
"""Events that made a submitted item a draft again."""

CONTRIBUTIONS = ("draft", "edit", "submit")
"""Events whose actor had a hand in the text, and therefore gives no opinion on it."""

FROZEN = tuple(state for state in State if state != State.DRAFT)
"""The text cannot be changed."""
