"""Asking for a subscription, confirming it from the mailbox, changing and ending it."""

from __future__ import annotations

import datetime

from django.core.signing import TimestampSigner
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.disclosures.addresses import absolute
from apps.disclosures.models import Disclosure
from apps.limits.counting import allow
from apps.notifications.models import WAITING, Subscription
from apps.notifications.wanted import label_of
from apps.outbox.models import Whom
from apps.outbox.queueing import queue

SIGNER = TimestampSigner(salt="apps.notifications.subscribing")
MOST_A_DAY = 3
"""Mails that strangers can have sent to one address, before it has confirmed anything."""


def ask(
    email: str, *, frequency: str, language: str, query: str = "", item: Disclosure | None = None, user: User | None
) -> None:
    """Send a mail that asks to confirm; whether the address was known is told to the mailbox alone.

    Count outside a transaction: whoever asks for the same address waits.
    """
    email = email.lower()
    if not allow(f"subscribe {email}", MOST_A_DAY, datetime.timedelta(days=1)).is_allowed:
        return
    with transaction.atomic(), translation.override(language):
        found, is_new = Subscription.objects.get_or_create(
            email=email,
            user=user,
            disclosure=item,
            query=query,
            ended_at=None,
            defaults={"frequency": frequency, "language": language},
        )
        if found.confirmed_at:
            _remind(found)
            return
        if not is_new:
            found.frequency, found.language, found.asked_at = frequency, language, timezone.now()
            found.save(update_fields=["frequency", "language", "asked_at"])
        _ask_to_confirm(found)


def confirming(signed: str) -> Subscription | None:
    """The subscription of a link that is not older than seven days. Raises django.core.signing.BadSignature."""
    token = SIGNER.unsign(signed, max_age=WAITING)
    return Subscription.objects.filter(token=token, ended_at=None).first()


def confirm(subscription: Subscription) -> None:
    """From now on it is sent; a second press changes nothing."""
    now = timezone.now()
    Subscription.objects.filter(pk=subscription.pk, confirmed_at=None).update(confirmed_at=now, told_until=now)


def end(subscription: Subscription) -> None:
    """Nothing is sent any more; a second press changes nothing."""
    Subscription.objects.filter(pk=subscription.pk, ended_at=None).update(
        ended_at=timezone.now(), ended_because=Subscription.End.READER
    )


def address_to_end(subscription: Subscription) -> str:
    """Where one press, or a mail program by itself (RFC 8058), ends it."""
    return absolute(reverse("notifications:end", args=[subscription.token]))


def footer(subscription: Subscription, label: str) -> str:
    """Why somebody gets this mail, and how not to."""
    return _("You asked for this: %(what)s. Change or end it: %(address)s") % {
        "what": label,
        "address": absolute(reverse("notifications:manage", args=[subscription.token])),
    }


def _ask_to_confirm(subscription: Subscription) -> None:
    address = absolute(reverse("notifications:confirm", args=[SIGNER.sign(subscription.token)]))
    text = [
        _("Somebody, probably you, asked to be told of changes: %(what)s.") % {"what": label_of(subscription)},
        _("Confirm within seven days:") + " " + address,
        _("If it was not you, do nothing. No other mail will come."),
    ]
    _send(subscription, "confirm", _("Please confirm your subscription"), text)


def _remind(subscription: Subscription) -> None:
    text = [
        _("Somebody, probably you, asked for what you get already. Nothing has changed."),
        footer(subscription, label_of(subscription)),
    ]
    _send(subscription, "remind", _("You get this already"), text)


def _send(subscription: Subscription, name: str, subject: str, text: list[str]) -> None:
    queue(
        subscription.email,
        subject=subject,
        text="\n\n".join(text),
        key=f"{name} {subscription.pk} {timezone.now():%Y%m%d%H%M}",
        whom=Whom.SUBSCRIBER,
        language=subscription.language,
    )
