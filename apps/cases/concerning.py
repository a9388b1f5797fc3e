"""Whom a case concerns: who is named in it or in its item never sees it; a member of a group makes it the group's."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from apps.accounts.models import User
from apps.cases.models import Case
from apps.cases.types import GRAVITY, Concern
from apps.organization.models import Membership, Post, Role, Unit

PAST_SUPERVISION = Q(role=Role.SUPERVISION, post=Post.CHAIR) | Q(role=Role.INSPECTOR)
PAST_LEADERSHIP = Q(role__in=(Role.SUPERVISION, Role.INSPECTOR))
IN_A_GROUP = Q(role__in=(Role.SUPERVISION, Role.LEADERSHIP))
SHORTEST_NAME = 2
"""Characters of a name that is looked for in a text."""


def named_in(case: Case, text: str) -> list[User]:
    """People of the school, or set over it, whose name stands in the text."""
    return [person for person in _people(case) if len(person.name) >= SHORTEST_NAME and person.name in text]


def named_by_the_item(case: Case) -> list[User]:
    """People of the school whom the item is about."""
    names = case.disclosure.specific.names() if case.disclosure else set()
    return [person for person in _people(case) if person.name in names] if names else []


def concern(case: Case, people: Collection[User]) -> bool:
    """Let it concern these people too; returns whether it changed who may see it. In the transaction of a step."""
    known = set(case.about.values_list("pk", flat=True))
    added = {person.pk for person in people} - known
    case.about.add(*added)
    raised = _group_of(case, added, known | added)
    if GRAVITY.index(raised) > GRAVITY.index(Concern(case.concern)):
        case.concern = raised
        case.save(update_fields=["concern"])
    return bool(added)


def _group_of(case: Case, added: set[int], barred: set[int]) -> Concern:
    """A case about a member of a group is about that group, whatever its writer ticked.

    Somebody must be left to decide: when all are named to whom it would go past the group, it stays with its others.
    """
    if added & _seats(case, Q(role=Role.SUPERVISION)) and _seats(case, PAST_SUPERVISION) - barred:
        return Concern.SUPERVISION
    if added & _seats(case, IN_A_GROUP) and _seats(case, PAST_LEADERSHIP) - barred:
        return Concern.LEADERSHIP
    return Concern.STAFF if added else Concern.NOBODY


def _seats(case: Case, role: Q) -> set[int]:
    return set(Membership.objects.current().filter(role, _here(case, "")).values_list("user", flat=True))


def _people(case: Case) -> list[User]:
    return list(User.objects.filter(_here(case, "memberships__")).distinct())


def _here(case: Case, road: str) -> Q:
    """In the school, below it, or set over it."""
    below = Q(**{f"{road}unit__in": Unit.objects.under([case.school_id])})
    return below | Q(**{f"{road}unit__in": case.school.lineage})
