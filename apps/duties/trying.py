"""What a choice of rhythm would do to the duties of a school, before it is made."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from apps.accounts.models import User
from apps.catalogue.models import Heading
from apps.duties.choosing import choose_rhythm
from apps.duties.models import Event
from apps.organization.models import Unit


@dataclass(frozen=True)
class Effect:
    """How many duties a choice opens, moves to another day, and lifts."""

    opened: int
    moved: int
    lifted: int


def effect_of(
    heading: Heading, school: Unit, rhythm: str, *, since: datetime.date, reason: str, days: int | None, actor: User
) -> Effect:
    """What a choice would do: it is made and undone, so that no second rule says so. Raises Refused."""
    with transaction.atomic():
        before = Event.objects.aggregate(last=Max("pk"))["last"] or 0
        choose_rhythm(heading, school, rhythm, since=since, reason=reason, days=days, actor=actor)
        made = Event.objects.filter(pk__gt=before, duty__school=school, duty__heading=heading, disclosure=None)
        names = Counter(made.values_list("name", flat=True))
        transaction.set_rollback(True)
    return Effect(names["open"] + names["owe_again"], names["move"], names["lift"])
