"""Making, renewing and ending the secret link of a person's calendar."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from apps.accounts.models import User
from apps.dutywork.models import CalendarLink


def link_of(person: User) -> CalendarLink | None:
    """The link in force, without its secret."""
    return CalendarLink.objects.filter(user=person, ended_at=None).first()


@transaction.atomic
def renew(*, actor: User) -> str:
    """A new link for this person; one they had ends at once. Returns the secret, which nobody can read again."""
    end(actor=actor)
    token = secrets.token_urlsafe(32)
    CalendarLink.objects.create(user=actor, fingerprint=fingerprint(token), language=get_language() or "")
    return token


@transaction.atomic
def end(*, actor: User) -> None:
    """End the link of this person; two who press at once wait for one another on the person's row."""
    User.objects.select_for_update().get(pk=actor.pk)
    CalendarLink.objects.filter(user=actor, ended_at=None).update(ended_at=timezone.now())


def opened_by(token: str) -> CalendarLink | None:
    """The link of this secret, in force or not; None when there never was one."""
    return CalendarLink.objects.select_related("user").filter(fingerprint=fingerprint(token)).first()


def fingerprint(token: str) -> str:
    """The secret has 256 random bits: nobody guesses it from an unsalted hash."""
    return hashlib.sha256(token.encode()).hexdigest()
