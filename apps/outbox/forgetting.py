"""What was sent is nobody's business any more: texts and addresses are kept for thirty days."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models.functions import Coalesce
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import ngettext

from apps.disclosures.signals import ticked
from apps.outbox.models import OVER, Message

KEPT = datetime.timedelta(days=30)


@receiver(ticked)
def forget(sender: Any, **kwargs: Any) -> list[str]:
    """Empty what is over since thirty days; says how many. That a key was used stays known for ever."""
    last = timezone.now() - KEPT
    # What was sent was queued before: the index on created_at finds it.
    old = Message.objects.filter(created_at__lt=last, state__in=OVER).exclude(text="")
    old = old.annotate(over_at=Coalesce("sent_at", "created_at")).filter(over_at__lt=last)
    number = old.update(text="", to="", unsubscribe="", subject="")
    said = ngettext("Forgot the text of %d message.", "Forgot the texts of %d messages.", number)
    return [said % number] if number else []
