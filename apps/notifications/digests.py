"""Digests, daily and weekly, at 8:00 in the school's time zone: due ones are read from the data at every tick."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from apps.disclosures.signals import ticked
from apps.notifications.letters import Digest, Mailing
from apps.notifications.models import Subscription
from apps.notifications.wanted import changed_items, new_replies

HOUR = datetime.time(8)
GRACE = datetime.timedelta(minutes=5)
"""A digest tells what happened up to five minutes before it is written: by then every step has committed."""
AT_A_TIME = 500
"""Digests written at one tick."""
Frequency = Subscription.Frequency


@receiver(ticked)
def write_digests(sender: Any, **others: Any) -> list[str]:
    """Write the digests that are due; a row at which another clock is working is left to it."""
    now, written, mailing = timezone.now(), 0, Mailing()
    for frequency in (Frequency.DAILY, Frequency.WEEKLY):
        until = reach(frequency, now)
        due = Subscription.objects.running().filter(frequency=frequency, told_until__lt=until)
        with transaction.atomic():
            free = due.select_for_update(of=("self",), skip_locked=True).select_related("user")
            for subscription in free.order_by("pk")[:AT_A_TIME]:
                written += write_digest(subscription, until, mailing)
    return [_("Digests written: %(count)d") % {"count": written}] if written else []


def reach(frequency: str, now: datetime.datetime) -> datetime.datetime:
    """Up to when the last digest that should be written by now tells: 7:55 of a day, or of a Monday."""
    day = timezone.localdate(now)
    eight = timezone.make_aware(datetime.datetime.combine(day, HOUR))
    back = day.weekday() if frequency == Frequency.WEEKLY else 0
    latest = eight - datetime.timedelta(days=back)
    if latest > now:
        latest -= datetime.timedelta(days=7 if frequency == Frequency.WEEKLY else 1)
    return latest - GRACE


@transaction.atomic
def change_rhythm(subscription: Subscription, frequency: str) -> Subscription:
    """Another rhythm begins now; what the old one still owed is sent first. Returns it as it is now.

    The row is locked: neither a second press nor the clock writes the same digest meanwhile.
    """
    rows = Subscription.objects.select_for_update(of=("self",)).select_related("user")
    locked = rows.get(pk=subscription.pk)
    if locked.ended_at or frequency == locked.frequency:
        return locked
    now = timezone.now()
    if locked.frequency != Frequency.AT_ONCE:
        write_digest(locked, now, Mailing())
    locked.frequency, locked.told_until = frequency, now
    locked.save(update_fields=["frequency", "told_until"])
    return locked


def write_digest(subscription: Subscription, until: datetime.datetime, mailing: Mailing) -> bool:
    """Everything since the one before, in one mail; without anything there is none."""
    since = subscription.told_until
    Subscription.objects.filter(pk=subscription.pk).update(told_until=until)
    with translation.override(subscription.language):
        digest = Digest(changed_items(subscription, since, until), new_replies(subscription, since, until), until)
        return mailing.send_digest(subscription, digest)
