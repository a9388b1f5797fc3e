"""Who can be given a part, and who can stand in for whom."""

from __future__ import annotations

import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.duties.models import Part
from apps.organization.models import Membership, MembershipQuerySet, Role, Unit
from apps.organization.roles import PERMISSIONS

WRITERS = tuple(role for role, permissions in PERMISSIONS.items() if "disclosures.draft" in permissions)
WORKERS = tuple(role for role, permissions in PERMISSIONS.items() if "duties.view" in permissions)


def candidates(unit: Unit, part: Part, on: datetime.date) -> QuerySet[User]:
    """Who can have a part in a unit on a day: first and deputy somebody of the leadership group (S26, S27), the handler
    whoever may write for the unit (S28); what is the school's own may be written in any of its units."""
    seats = Membership.objects.in_force_on(on)
    if part != Part.HANDLER:
        return _people(seats.filter(role=Role.LEADERSHIP, unit__in=unit.lineage))
    below = Q(unit__parent=unit) if unit.level == Unit.Level.SCHOOL else Q()
    return _people(seats.filter(Q(unit__in=unit.lineage) | below, role__in=WRITERS))


def colleagues(person: User) -> QuerySet[User]:
    """Everybody else who works on duties in the schools, or the bureau, of this person today."""
    seats = person.memberships.current().filter(role__in=WORKERS).select_related("unit__parent")
    roots = {(seat.unit.school or seat.unit).pk for seat in seats}
    units = Q(unit__in=roots) | Q(unit__parent__in=roots, unit__level=Unit.Level.DEPARTMENT)
    return _people(Membership.objects.current().filter(units, role__in=WORKERS)).exclude(pk=person.pk)


def staff_of(school: Unit) -> QuerySet[User]:
    """Everybody who works on duties in a school today."""
    units = Unit.objects.under([school.pk])
    return _people(Membership.objects.in_force_on(timezone.localdate()).filter(unit__in=units, role__in=WORKERS))


def _people(seats: MembershipQuerySet) -> QuerySet[User]:
    return User.objects.filter(pk__in=seats.values("user"), is_active=True).order_by("name", "pk")
