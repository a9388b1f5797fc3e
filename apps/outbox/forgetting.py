"""What was sent is nobody's business any more: texts and addresses are kept for thirty days, while they wait ninety."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models.functions import Coalesce
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import ngettext

from apps.disclosures.signals import ticked
from apps.outbox.models import OVER, Message, State

KEPT = datetime.timedelta(days=30)
WAITING = datetime.timedelta(days=90)
"""No longer than the name and the contact of a writer are kept after their case."""
EMPTY = {"text": "", "to": "", "unsubscribe": "", "subject": ""}


@receiver(ticked)
def forget(sender: Any, **kwargs: Any) -> list[str]:
    """Empty what is over since thirty days, and give up what never left; says how many.

    That a key was used stays known for ever.
    """
    last = timezone.now() - KEPT
    waiting = Message.objects.filter(created_at__lt=timezone.now() - WAITING, state=State.QUEUED)
    number = waiting.update(state=State.GIVEN_UP, **EMPTY)
    # What was sent was queued before: the index on created_at finds it.
    old = Message.objects.filter(created_at__lt=last, state__in=OVER).exclude(text="")
    old = old.annotate(over_at=Coalesce("sent_at", "created_at")).filter(over_at__lt=last)
    number += old.update(**EMPTY)
    said = ngettext("Forgot the text of %d message.", "Forgot the texts of %d messages.", number)
    return [said % number] if number else []
