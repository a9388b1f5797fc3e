"""The openings of the opinion box as the public reads them: the day and the two by their roles; letters by the term."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from apps.cases.models import BoxOpening
from apps.organization.models import Membership, Role
from apps.replies.numbers import FEWEST
from apps.replies.terms import Stretch

SHOWN = 10
LAST = (Role.STAFF, Role.PARENT)
"""Whoever has another seat too opened the box in that one."""


@dataclass(frozen=True)
class Opened:
    """An opening, and the roles of the two on that day."""

    opening: BoxOpening
    roles: list[str]


def openings() -> list[Opened]:
    """The newest, in two queries."""
    found = list(BoxOpening.objects.select_related("school")[:SHOWN])
    people = {key for opening in found for key in (opening.first_id, opening.second_id)}
    seats = list(Membership.objects.filter(user__in=people))
    return [
        Opened(opening, [_role(opening, key, seats) for key in (opening.first_id, opening.second_id)])
        for opening in found
    ]


def letters_in(stretch: Stretch) -> int | None:
    """How many letters the box held in a term that is over; None while it runs, and when they were too few.

    A number for each opening, or one that grows with each, could be subtracted by whom a letter is about.
    """
    if not stretch.is_over:
        return None
    found = BoxOpening.objects.filter(stretch.openings).aggregate(letters=Sum("count"))["letters"] or 0
    return found if found >= FEWEST else None


def _role(opening: BoxOpening, person: int, seats: Iterable[Membership]) -> str:
    """Empty when the person had no seat in the school on that day."""
    day = opening.opened_on
    theirs = [
        seat
        for seat in seats
        if (seat.user_id, seat.unit_id) == (person, opening.school_id)
        and seat.since <= day
        and (seat.until is None or seat.until >= day)
    ]
    return min(theirs, key=lambda seat: seat.role in LAST).title if theirs else ""
