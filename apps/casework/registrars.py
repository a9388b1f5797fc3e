"""Who registers what came on paper, by telephone or in person, and about whom it may be."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from apps.accounts.models import User
from apps.cases.types import Concern
from apps.organization.models import Role, Unit
from apps.organization.roles import memberships_of

CONCERNS = {Role.OFFICE: tuple(Concern), Role.SUPERVISION: (Concern.LEADERSHIP,)}
"""What each role may register: the supervision group what is not to pass through the office."""


def concerns_for(user: User) -> dict[Unit, tuple[Concern, ...]]:
    """The schools for which this person registers cases, and about whom these may be."""
    found: dict[Unit, tuple[Concern, ...]] = {}
    for membership in memberships_of(user):
        if membership.role in CONCERNS and membership.unit.school:
            wider = max(found.get(membership.unit.school, ()), CONCERNS[Role(membership.role)], key=len)
            found[membership.unit.school] = wider
    return found


def school_of(request: HttpRequest) -> Unit:
    """The school in the address, or the first of those for which this person registers cases."""
    named = request.GET.get("school")
    for school in concerns_for(request.user):
        if named in (None, str(school.pk)):
            return school
    raise Http404


def schools_beside(school: Unit, user: User) -> list[Unit]:
    """The other schools for which this person registers cases."""
    return [other for other in concerns_for(user) if other != school]


def may_register(user: User) -> bool:
    return bool(concerns_for(user))
