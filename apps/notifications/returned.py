"""Mail that came back: nothing more goes to a mailbox that does not exist."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from apps.notifications.models import Subscription, WriterAddress
from apps.outbox.signals import refused


@receiver(refused)
def mailbox_is_gone(sender: Any, *, to: str, **others: Any) -> None:
    """End what was sent there, and let the writer of a case see it on the page of the case."""
    now = timezone.now()
    Subscription.objects.filter(email__iexact=to, ended_at=None).update(
        ended_at=now, ended_because=Subscription.End.REFUSED
    )
    WriterAddress.objects.filter(case__identity__email__iexact=to, refused_at=None).update(refused_at=now)
