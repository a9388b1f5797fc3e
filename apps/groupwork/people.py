"""Who reads what the groups of a school do, who records it, and who sat in the groups on a day."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db.models import Q
from django.utils import translation

from apps.accounts.models import User
from apps.organization.models import Membership, Role, Unit, UnitQuerySet
from apps.organization.roles import memberships_of, units_where

GROUPS = (Role.LEADERSHIP, Role.SUPERVISION)
RECORDERS = (*GROUPS, Role.OFFICE)
LONGEST = 120
"""Characters of a name and a role under a record; longer ones are cut."""


def schools_of(user: User) -> UnitQuerySet:
    """The schools whose records this person reads: those they work in, and those they inspect."""
    units = units_where(user, "disclosures.view")
    return Unit.objects.filter(Q(pk__in=units) | Q(pk__in=units.values("parent")), level=Unit.Level.SCHOOL)


def may_record(user: User, school: Unit, roles: tuple[Role, ...] = RECORDERS) -> bool:
    """Whether this person records for the groups of this school: its office and the members themselves."""
    return any(seat.role in roles and seat.unit_id == school.pk for seat in memberships_of(user))


def signature(user: User, school: Unit, roles: tuple[Role, ...] = RECORDERS) -> str:
    """Name and role of this day, as they stand under a record; in the portal's own language."""
    seats = [seat for seat in memberships_of(user) if seat.role in roles and seat.unit_id == school.pk]
    return " · ".join([str(user), *(title_of(seat) for seat in seats[:1])])[:LONGEST]


def title_of(seat: Membership) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return str(seat.title)


def members_on(school: Unit, day: datetime.date) -> dict[int, Membership]:
    """Who sat in the two groups on this day, by the key of the person; each person once."""
    seats = Membership.objects.in_force_on(day).filter(unit=school, role__in=GROUPS)
    found: dict[int, Membership] = {}
    for seat in seats.select_related("user").order_by("role", "pk"):
        found.setdefault(seat.user_id, seat)
    return found
