"""Addresses are not kept longer than they are needed."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone

from apps.disclosures.signals import ticked
from apps.notifications.models import WAITING, Subscription

KEPT = datetime.timedelta(days=30)
"""So long an ended subscription can still say that it ended."""


@receiver(ticked)
def forget(sender: Any, **others: Any) -> list[str]:
    """Delete subscriptions that nobody confirmed, and those that ended a month ago."""
    now = timezone.now()
    stale = Q(confirmed_at=None, asked_at__lt=now - WAITING) | Q(ended_at__lt=now - KEPT)
    Subscription.objects.filter(stale).delete()
    return []
