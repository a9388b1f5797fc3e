"""What a case may be, how it came in, and what holds for each type."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Type(models.TextChoices):
    OBJECTION = "objection", _("objection")
    OPINION = "opinion", _("opinion or suggestion")
    MAILBOX = "mailbox", _("letter to the principal")
    COMPLAINT = "complaint", _("complaint")
    MISTAKE = "mistake", _("mistake on an item")
    APPLICATION = "application", _("application for disclosure")


class Channel(models.TextChoices):
    """How it reached the school; paper and voice are registered by the office and get a code too."""

    WEB = "web", _("on this site")
    BOX = "box", _("opinion box")
    PHONE = "phone", _("by telephone")
    VISIT = "visit", _("in person")
    LETTER = "letter", _("by letter")


class Concern(models.TextChoices):
    """Whom it is about, as its writer says: it decides who handles it (regulations.md §6, S-tables)."""

    NOBODY = "nobody", _("nobody in particular")
    STAFF = "staff", _("somebody of the staff")
    LEADERSHIP = "leadership", _("somebody of the leadership group")
    SUPERVISION = "supervision", _("somebody of the supervision group")


GRAVITY = tuple(Concern)
"""A case about several is about the last of these."""
ORDINARY = (Concern.NOBODY, Concern.STAFF)
"""About no member of the two groups."""


class Finding(models.TextChoices):
    """What was decided (item_forms.md §0.2, §6.6)."""

    UPHELD = "upheld", _("upheld")
    DISMISSED = "dismissed", _("not upheld")
    DEFERRED = "deferred", _("deferred")
    ADOPTED = "adopted", _("adopted")
    NOT_ADOPTED = "not_adopted", _("not adopted")
    EXPLAINED = "explained", _("explained")
    DISCLOSED = "disclosed", _("disclosed")
    PARTLY = "partly", _("partly disclosed")
    WITHHELD = "withheld", _("not disclosed")
    ABSENT = "absent", _("does not exist here")


class Refusal(models.TextChoices):
    """Why a case is not accepted."""

    TOO_LATE = "too_late", _("the publicity period was over")
    NO_FACTS = "no_facts", _("it names no facts that could be checked")
    NO_NAME = "no_name", _("this item accepts objections with a name only")
    ELSEWHERE = "elsewhere", _("another body is responsible")
    DUPLICATE = "duplicate", _("the same matter was answered already")
    ABUSIVE = "abusive", _("it only insults")


@dataclass(frozen=True)
class Rules:
    """Working days until the reply, how far they can be extended, what may be found, and what the form needs."""

    days: int
    extension: int
    findings: tuple[Finding, ...]
    needs_item: bool = False
    needs_name: bool = False


DECIDED = (Finding.DISMISSED, Finding.UPHELD, Finding.DEFERRED)
WEIGHED = (Finding.ADOPTED, Finding.NOT_ADOPTED, Finding.EXPLAINED)

WATCHED = (Type.OBJECTION, Type.COMPLAINT)
"""What the supervision group answers for: it accepts or declines, and checks the reply."""

TYPES = {
    Type.OBJECTION: Rules(5, 20, DECIDED, needs_item=True),
    Type.OPINION: Rules(5, 10, WEIGHED),
    Type.MAILBOX: Rules(5, 10, WEIGHED),
    Type.COMPLAINT: Rules(10, 20, (Finding.UPHELD, Finding.DISMISSED, Finding.EXPLAINED)),
    Type.MISTAKE: Rules(5, 10, (Finding.UPHELD, Finding.DISMISSED), needs_item=True),
    Type.APPLICATION: Rules(
        20, 20, (Finding.DISCLOSED, Finding.PARTLY, Finding.WITHHELD, Finding.ABSENT), needs_name=True
    ),
}
"""Only the 20 days of an application are a rule of law (条例第33条, R02); the others follow what schools do."""
