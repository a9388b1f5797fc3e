"""Who may see a case, and who has which duty in it. A case about somebody never reaches that person.

A case about the leadership group goes past it to the supervision group; one about the supervision group goes to its
chair and the inspector (peers.md §4.10).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.db.models import Q

from apps.accounts.models import User
from apps.cases.types import ORDINARY, WATCHED, Concern, Type
from apps.organization.models import Membership, Post, Role, Unit
from apps.organization.roles import memberships_of

SEES: dict[str, tuple[Concern, ...]] = {
    Role.OFFICE: ORDINARY,
    Role.LEADERSHIP: ORDINARY,
    Role.SUPERVISION: (*ORDINARY, Concern.LEADERSHIP),
    Role.INSPECTOR: tuple(Concern),
}
"""Which cases each role sees in its unit. A clerk, a teacher or a parent sees a case only as its handler."""

LADDER: dict[str, tuple[Role, ...]] = {
    **dict.fromkeys(ORDINARY, (Role.LEADERSHIP, Role.SUPERVISION, Role.INSPECTOR)),
    Concern.LEADERSHIP: (Role.SUPERVISION, Role.INSPECTOR),
    Concern.SUPERVISION: (Role.INSPECTOR,),
}
"""To whom an overdue case goes up, level by level."""
HIGHEST = max(len(rungs) for rungs in LADDER.values())


def first(type: str, concern: str, climbed: int = 0) -> tuple[Role, ...]:
    """The roles that accept, assign and publish; whom an overdue case has gone up to, too."""
    return (*_first(type, concern), *LADDER[concern][:climbed])


def second(type: str, concern: str) -> tuple[Role, ...]:
    """The roles that check a reply which somebody else drafted."""
    if concern == Concern.SUPERVISION:
        return (Role.SUPERVISION, Role.INSPECTOR)
    if concern == Concern.LEADERSHIP or type in WATCHED:
        return (Role.SUPERVISION,)
    return (Role.LEADERSHIP, Role.OFFICE)


def _rung(type: str, concern: str, level: int) -> tuple[Role, ...]:
    return LADDER[concern][level - 1 : level]


def _first(type: str, concern: str) -> tuple[Role, ...]:
    if concern == Concern.SUPERVISION:
        return (Role.SUPERVISION, Role.INSPECTOR)
    if concern == Concern.LEADERSHIP:
        return (Role.SUPERVISION,)
    return (Role.OFFICE, Role.SUPERVISION) if type in WATCHED else (Role.OFFICE,)


def may_see(user: User) -> Q:
    """The condition on a case for this person, whatever their roles; nobody whom it concerns sees it."""
    allowed = Q(handler=user.pk) & _works_there(user)  # a handler who left sees it no more
    for membership in memberships_of(user):
        allowed |= _in_its_school(membership) & Q(concern__in=_seen_as(membership))
    return allowed & ~barred(user)


def may_handle(user: User) -> Q:
    """The condition on a case that this person could be given: they work in its school and it does not concern them."""
    return _works_there(user) & ~barred(user)


def barred(user: User) -> Q:
    """The condition on a case that must never reach this person: it is about them, or about a group they sit in."""
    found = Q(about=user.pk)
    for membership in memberships_of(user):
        if membership.role == Role.LEADERSHIP:
            found |= _in_its_school(membership) & Q(concern=Concern.LEADERSHIP)
        if membership.role == Role.SUPERVISION and membership.post != Post.CHAIR:
            found |= _in_its_school(membership) & Q(concern=Concern.SUPERVISION)
    return found


def first_part(user: User) -> Q:
    """The condition on a case in which this person accepts, assigns and publishes (has_duty, as a query)."""
    found = Q(pk__in=[])
    for membership in memberships_of(user):
        found |= _seat(membership, first)
        for level in range(1, HIGHEST + 1):
            found |= _seat(membership, partial(_rung, level=level)) & Q(climbed__gte=level)
    return found


def second_part(user: User) -> Q:
    """The condition on a case in which this person checks what another drafted."""
    found = Q(pk__in=[])
    for membership in memberships_of(user):
        found |= _seat(membership, second)
    return found


def _seat(membership: Membership, roles: Callable[[str, str], tuple[Role, ...]]) -> Q:
    """The cases of the unit of this membership in which its role is one of these."""
    held = Q(pk__in=[])
    for concern in Concern:
        types = [type for type in Type if membership.role in roles(type, concern)]
        held |= Q(concern=concern, type__in=types)
    return Q(school__in=Unit.objects.under([membership.unit_id])) & held


def _works_there(user: User) -> Q:
    works = Q(pk__in=[])
    for membership in memberships_of(user):
        if membership.role != Role.PARENT:
            works |= _in_its_school(membership)
    return works


def _in_its_school(membership: Membership) -> Q:
    root = membership.unit.school or membership.unit
    return Q(school__in=Unit.objects.under([root.pk]))


def _seen_as(membership: Membership) -> tuple[Concern, ...]:
    seen = SEES.get(membership.role, ())
    is_chair = membership.role == Role.SUPERVISION and membership.post == Post.CHAIR
    return (*seen, Concern.SUPERVISION) if is_chair else seen
