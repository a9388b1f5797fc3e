"""What opens the counter, once: a solved puzzle or an answered question, for one form."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from apps.counter.models import SpentProof

LASTS = datetime.timedelta(hours=6)
"""A form that was opened in the morning is sent after the break."""
FORGOTTEN_AT_ONCE = 10


@dataclass(frozen=True)
class Proof:
    """Something that was done for a form; `name` is its own among all that were ever asked for."""

    name: str
    ends_at: datetime.datetime
    is_worked_for: bool


def is_spent_for(proof: Proof, form: str) -> bool:
    """Whether it opened the counter already for this very form (its token)."""
    return bool(form) and SpentProof.objects.filter(key=_hashed(proof.name), form=_hashed(form)).exists()


def is_free_for(proof: Proof, form: str) -> bool:
    """Whether no other form used it."""
    used = SpentProof.objects.filter(key=_hashed(proof.name))
    return not used.exclude(form=_hashed(form)).exists() if form else not used.exists()


def spend(proof: Proof, form: str) -> bool:
    """Use it for this form; False when it was used for another. Of two at once one is first."""
    row, is_new = SpentProof.objects.get_or_create(
        key=_hashed(proof.name), defaults={"form": _hashed(form), "ends_at": proof.ends_at}
    )
    if is_new:
        _forget()
    return is_new or bool(form) and row.form == _hashed(form)


def _forget() -> None:
    """Whoever spends one takes away a few that are over, past those that somebody else is taking away."""
    with transaction.atomic():
        over = SpentProof.objects.filter(ends_at__lte=timezone.now()).select_for_update(skip_locked=True)
        SpentProof.objects.filter(pk__in=[row.pk for row in over[:FORGOTTEN_AT_ONCE]]).delete()


def _hashed(word: str) -> str:
    return salted_hmac("apps.counter", word, algorithm="sha256").hexdigest()
