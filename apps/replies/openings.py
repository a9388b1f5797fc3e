"""The openings of the opinion box as the public reads them: the day, how many letters, and the two by their roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from apps.cases.models import BoxOpening
from apps.organization.models import Membership, Role

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
