"""People of a school, for the choices of a form."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Value

from apps.accounts.models import User
from apps.cases.models import Case
from apps.organization.models import Membership, Role, Unit
from apps.organization.roles import with_memberships


@dataclass(frozen=True)
class Person:
    """Somebody under the unit and the role by which a colleague knows them."""

    user: User
    unit: Unit
    title: str

    def __str__(self) -> str:
        return f"{self.user} · {self.title}"


def people_of(school: Unit) -> list[Person]:
    """Everybody with a role in this school but the parents, unit by unit, once each."""
    seats = (
        Membership.objects.current()
        .filter(unit__in=Unit.objects.under([school.pk]), user__is_active=True)
        .exclude(role=Role.PARENT)
        .select_related("user", "unit")
        .order_by("-unit__level", "unit__position", "unit", "user__name", "pk")
    )
    found = {seat.user_id: Person(seat.user, seat.unit, seat.title) for seat in reversed(seats)}
    return list(reversed(found.values()))


def possible_handlers(case: Case) -> list[Person]:
    """Those of them to whom the case could be given: never anybody whom it concerns. One query for all."""
    people = people_of(case.school)
    with_memberships([person.user for person in people])
    asked = [
        Case.objects.could_be_given_to(person.user).filter(pk=case.pk).values_list(Value(person.user.pk))
        for person in people
    ]
    allowed = {key for (key,) in asked[0].union(*asked[1:], all=True)} if asked else set()
    return [person for person in people if person.user.pk in allowed]


def by_unit(people: list[Person]) -> list[tuple[str, list[tuple[int, str]]]]:
    """The people as the groups of a choice."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for person in people:
        groups.setdefault(str(person.unit), []).append((person.user.pk, str(person)))
    return list(groups.items())
