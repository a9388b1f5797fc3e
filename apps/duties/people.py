"""Who answers for a duty on a day, stand-ins included."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from apps.accounts.models import User
from apps.duties.models import Duty, Part, Responsibility, StandIn
from apps.duties.querysets import DutyQuerySet
from apps.organization.models import Membership, Post, Role, Unit
from apps.organization.roles import units_where


@dataclass(frozen=True)
class Holder:
    """Who has a part on a day; `instead_of` is who is away, `is_named` says whether somebody was entered."""

    person: User
    is_named: bool = True
    instead_of: User | None = None


@dataclass(frozen=True)
class Holders:
    """The three parts of a duty; None where nobody can be found."""

    first: Holder | None = None
    deputy: Holder | None = None
    handler: Holder | None = None


def holders_of(duties: Iterable[Duty], on: datetime.date | None = None) -> dict[int, Holders]:
    """The holders of each duty on a day (today), in four queries: whoever was entered, else by their role.

    First responsible is the head of the leadership group (S26), the deputy its deputy head (S27), the handler a clerk
    of the unit, else the office (S28).
    """
    on = on or timezone.localdate()
    found = list(duties)
    named = _named(found, on)
    seats = _seats(found, on)
    away = {row.person_id: row for row in StandIn.objects.in_force_on(on).select_related("person", "stand_in")}
    return {
        duty.pk: Holders(**{part: _holder(duty, part, named, seats, away) for part in Part.values}) for duty in found
    }


Named = dict[tuple[int, int, str], User]
Seats = list[Membership]


def _named(duties: list[Duty], on: datetime.date) -> Named:
    rows = Responsibility.objects.in_force_on(on).filter(
        heading__in={duty.heading_id for duty in duties}, unit__in={duty.unit_id for duty in duties}
    )
    working = rows.filter(_still_works(on)).select_related("person")
    return {(row.heading_id, row.unit_id, row.part): row.person for row in working}


def _still_works(on: datetime.date) -> Q:
    """Whoever was entered still has a role in this school, and an account."""
    seats = Membership.objects.in_force_on(on).filter(user=OuterRef("person"))
    here = Q(unit=OuterRef("unit")) | Q(unit=OuterRef("unit__parent")) | Q(unit__parent=OuterRef("unit"))
    beside = Q(unit__parent=OuterRef("unit__parent"), unit__parent__isnull=False)
    return Q(Exists(seats.filter(here | beside)), person__is_active=True)


def _seats(duties: list[Duty], on: datetime.date) -> Seats:
    schools = {duty.school_id for duty in duties} | {duty.unit_id for duty in duties}
    roles = (Role.LEADERSHIP, Role.CLERK, Role.OFFICE)
    rows = Membership.objects.in_force_on(on).filter(unit__in=schools, role__in=roles, user__is_active=True)
    return list(rows.select_related("user").order_by("id"))


FALLBACKS = {
    Part.FIRST: lambda seat, duty: seat.role == Role.LEADERSHIP and seat.post == Post.CHAIR,
    Part.DEPUTY: lambda seat, duty: seat.role == Role.LEADERSHIP and seat.post == Post.DEPUTY,
    Part.HANDLER: lambda seat, duty: seat.role == Role.CLERK and seat.unit_id == duty.unit_id,
}


def _holder(duty: Duty, part: str, named: Named, seats: Seats, away: dict[int, StandIn]) -> Holder | None:
    person = named.get((duty.heading_id, duty.unit_id, part))
    is_named = person is not None
    if person is None:
        mine = [seat for seat in seats if seat.unit_id in (duty.school_id, duty.unit_id)]
        person = next((seat.user for seat in mine if FALLBACKS[Part(part)](seat, duty)), None)
        if person is None and part == Part.HANDLER:
            person = next((seat.user for seat in mine if seat.role == Role.OFFICE), None)
    if person is None:
        return None
    if absent := away.get(person.pk):
        return Holder(absent.stand_in, is_named, instead_of=person)
    return Holder(person, is_named)


def duties_of(person: User, on: datetime.date | None = None) -> DutyQuerySet:
    """The duties that this person handles on a day (today): entered, standing in, or by their role where nobody is."""
    on = on or timezone.localdate()
    absent = StandIn.objects.in_force_on(on)
    them = {person.pk, *absent.filter(stand_in=person).values_list("person", flat=True)}
    if absent.filter(person=person).exists():
        them.discard(person.pk)
    handlers = Responsibility.objects.in_force_on(on).filter(
        part=Part.HANDLER, heading=OuterRef("heading"), unit=OuterRef("unit")
    )
    by_role = Q(unit__in=_units_written_for(them, on)) & ~Exists(handlers)
    return Duty.objects.filter(Q(Exists(handlers.filter(person__in=them))) | by_role)


def _units_written_for(people: Iterable[int], on: datetime.date) -> list[int]:
    """Units whose clerk one of them is; for the office the school itself and the units without a clerk."""
    seats = Membership.objects.in_force_on(on).filter(user__in=people)
    own = set(seats.filter(role=Role.CLERK).values_list("unit", flat=True))
    schools = seats.filter(role=Role.OFFICE).values_list("unit", flat=True)
    clerks = Membership.objects.in_force_on(on).filter(role=Role.CLERK, user__is_active=True)
    without = Unit.objects.under(schools).exclude(pk__in=clerks.values("unit"))
    return [*own, *without.values_list("pk", flat=True)]


def abandoned(school: Unit, on: datetime.date | None = None) -> DutyQuerySet:
    """Duties of a school, still to be disclosed, whose entered handler has left."""
    on = on or timezone.localdate()
    entered = Responsibility.objects.in_force_on(on).filter(
        part=Part.HANDLER, heading=OuterRef("heading"), unit=OuterRef("unit")
    )
    gone = entered.exclude(_still_works(on))
    return Duty.objects.open(on).filter(Exists(gone), school=school)


def duties_seen_by(user: User) -> DutyQuerySet:
    """The duties of the units in which this person works; every duty is a public fact, this is whose desk it is on."""
    return Duty.objects.filter(unit__in=units_where(user, "duties.view"))
