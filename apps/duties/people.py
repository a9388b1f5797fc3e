"""Who answers for a duty on a day, stand-ins included."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from apps.accounts.models import User
from apps.duties.models import Duty, Part, Responsibility, StandIn
from apps.duties.models.people import InForceQuerySet
from apps.duties.querysets import DutyQuerySet
from apps.organization.models import Membership, Post, Role, Unit
from apps.organization.roles import units_where


@dataclass(frozen=True)
class Holder:
    """Who has a part on a day: entered, or by their role where nobody was; `instead_of` is who is away."""

    person: User
    entered: Responsibility | None = None
    absence: StandIn | None = None
    beside: tuple[User, ...] = ()
    """The others who have it by the same role."""

    @property
    def is_named(self) -> bool:
        return self.entered is not None

    @property
    def instead_of(self) -> User | None:
        return self.absence.person if self.absence else None

    @property
    def people(self) -> tuple[User, ...]:
        return (self.person, *self.beside)


@dataclass(frozen=True)
class Holders:
    """The three parts of a duty; None where nobody can be found."""

    first: Holder | None = None
    deputy: Holder | None = None
    handler: Holder | None = None


class Place(NamedTuple):
    """A heading in a unit of a school, by their keys."""

    heading: int
    unit: int
    school: int


Absences = dict[int, StandIn]
Named = dict[tuple[int, int, str], Responsibility]
Seats = dict[int, list[Membership]]


def holders_of(duties: Iterable[Duty], on: datetime.date | None = None) -> dict[int, Holders]:
    """The holders of each duty on a day (today), in three queries: whoever was entered, else by their role."""
    places = {duty.pk: Place(duty.heading_id, duty.unit_id, duty.school_id) for duty in duties}
    found = holders_at(places.values(), on)
    return {key: found[place] for key, place in places.items()}


def holders_at(places: Iterable[Place], on: datetime.date | None = None) -> dict[Place, Holders]:
    """The same of headings in units.

    First responsible is the head of the leadership group (S26), the deputy its deputy head (S27), the handler a clerk
    of the unit, else the office (S28).
    """
    on = on or timezone.localdate()
    wanted = set(places)
    named, seats, away = _named(wanted, on), _seats(wanted, on), absences(on)
    return {place: Holders(**{p: _holder(place, p, named, seats, away) for p in Part.values}) for place in wanted}


def _named(places: set[Place], on: datetime.date) -> Named:
    rows = Responsibility.objects.in_force_on(on).filter(
        heading__in={place.heading for place in places}, unit__in={place.unit for place in places}
    )
    working = rows.filter(still_works(on)).select_related("person")
    return {(row.heading_id, row.unit_id, row.part): row for row in working}


def still_works(on: datetime.date) -> Q:
    """Of responsibilities: whoever was entered still works in that school, and has an account. To have a child there is
    no work."""
    seats = Membership.objects.in_force_on(on).filter(user=OuterRef("person")).exclude(role=Role.PARENT)
    here = Q(unit=OuterRef("unit")) | Q(unit__parent=OuterRef("unit"))
    above = Q(unit=OuterRef("unit__parent"), unit__level=Unit.Level.SCHOOL)
    beside = Q(unit__parent=OuterRef("unit__parent"), unit__level=Unit.Level.DEPARTMENT)
    return Q(Exists(seats.filter(here | above | beside)), person__is_active=True)


def _seats(places: set[Place], on: datetime.date) -> Seats:
    units = {place.school for place in places} | {place.unit for place in places}
    roles = (Role.LEADERSHIP, Role.CLERK, Role.OFFICE)
    rows = Membership.objects.in_force_on(on).filter(unit__in=units, role__in=roles, user__is_active=True)
    found: Seats = defaultdict(list)
    for seat in rows.select_related("user").order_by("id"):
        found[seat.unit_id].append(seat)
    return found


def absences(on: datetime.date) -> Absences:
    """Who is away on a day, by the key of the person; somebody whose stand-in has left stands for themselves."""
    return {row.person_id: row for row in _absent(on).select_related("person", "stand_in")}


def _absent(on: datetime.date) -> InForceQuerySet:
    seats = Membership.objects.in_force_on(on).filter(user=OuterRef("stand_in")).exclude(role=Role.PARENT)
    return StandIn.objects.in_force_on(on).filter(Exists(seats), stand_in__is_active=True)


def present(people: Iterable[User], away: Absences) -> list[User]:
    """These people, or who stands in for them; each once."""
    found = [away[person.pk].stand_in if person.pk in away else person for person in people]
    return list({person.pk: person for person in found}.values())


FALLBACKS = {
    Part.FIRST: (lambda seat, place: seat.role == Role.LEADERSHIP and seat.post == Post.CHAIR,),
    Part.DEPUTY: (lambda seat, place: seat.role == Role.LEADERSHIP and seat.post == Post.DEPUTY,),
    Part.HANDLER: (
        lambda seat, place: seat.role == Role.CLERK and seat.unit_id == place.unit,
        lambda seat, place: seat.role == Role.OFFICE,
    ),
}
"""Who has a part by their role: the first of these rules that finds somebody."""


def _holder(place: Place, part: str, named: Named, seats: Seats, away: Absences) -> Holder | None:
    entered = named.get((place.heading, place.unit, part))
    people = [entered.person] if entered else _by_role(place, part, seats)
    if not people:
        return None
    first, *beside = present(people, away)
    return Holder(first, entered, away.get(people[0].pk), tuple(beside))


def _by_role(place: Place, part: str, seats: Seats) -> list[User]:
    mine = [seat for unit in dict.fromkeys((place.school, place.unit)) for seat in seats.get(unit, ())]
    for is_one in FALLBACKS[Part(part)]:
        if found := [seat.user for seat in mine if is_one(seat, place)]:
            return found
    return []


def duties_of(person: User, on: datetime.date | None = None) -> DutyQuerySet:
    """The duties that this person handles on a day (today): entered, standing in, or by their role where nobody is."""
    on = on or timezone.localdate()
    absent = _absent(on)
    them = {person.pk, *absent.filter(stand_in=person).values_list("person", flat=True)}
    if absent.filter(person=person).exists():
        them.discard(person.pk)
    handlers = _entered_handlers(on).filter(still_works(on))
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


def _entered_handlers(on: datetime.date) -> InForceQuerySet:
    """Of a duty: who was entered as its handler."""
    rows = Responsibility.objects.in_force_on(on)
    return rows.filter(part=Part.HANDLER, heading=OuterRef("heading"), unit=OuterRef("unit"))


def left(school: Unit, on: datetime.date) -> InForceQuerySet:
    """The entries of a school whose person has left."""
    rows = Responsibility.objects.in_force_on(on).filter(unit__in=Unit.objects.under([school.pk]))
    return rows.exclude(still_works(on)).select_related("person")


def abandoned(school: Unit, on: datetime.date | None = None) -> DutyQuerySet:
    """Duties of a school, still to be disclosed, whose entered handler has left."""
    on = on or timezone.localdate()
    gone = _entered_handlers(on).exclude(still_works(on))
    return Duty.objects.open(on).filter(Exists(gone), school=school)


def duties_seen_by(user: User) -> DutyQuerySet:
    """The duties of the units in which this person works; every duty is a public fact, this is whose desk it is on."""
    return Duty.objects.filter(unit__in=units_where(user, "duties.view"))
