"""The stretches of time for which numbers are told: a term and the holidays after it, so that no case is left out."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.board.portal import midnight
from apps.calendars.models import Term


@dataclass(frozen=True)
class Stretch:
    """Its key in an address (empty for all time), its name, the cases received in it, and whether it is over."""

    key: str
    name: str
    where: Q
    openings: Q = Q()
    """The openings of the opinion box in it."""
    is_over: bool = False

    @property
    def url(self) -> str:
        return reverse("replies:numbers") + (f"?term={self.key}" if self.key else "")


def stretches() -> list[Stretch]:
    """The terms that have begun, the latest first; terms of one name are one, each with its school's own days.

    Before the school has entered a term it is all time.
    """
    named: dict[str, Q] = defaultdict(Q)
    openings: dict[str, Q] = defaultdict(Q)
    running: set[str] = set()
    keys: dict[str, int] = {}
    follows: dict[int, datetime.date] = {}
    for term in Term.objects.filter(starts_on__lte=timezone.localdate()).order_by("-starts_on", "id"):
        received = Q(school=term.school_id, received_at__gte=midnight(term.starts_on))
        opened = Q(school=term.school_id, opened_on__gte=term.starts_on)
        if following := follows.get(term.school_id):
            received &= Q(received_at__lt=midnight(following))
            opened &= Q(opened_on__lt=following)
        else:
            running.add(term.name)
        follows[term.school_id] = term.starts_on
        named[term.name] |= received
        openings[term.name] |= opened
        keys[term.name] = min(term.pk, keys.get(term.name, term.pk))
    found = [
        Stretch(str(keys[name]), name, where, openings[name], is_over=name not in running)
        for name, where in named.items()
    ]
    return found or [Stretch("", _("All time"), Q())]
