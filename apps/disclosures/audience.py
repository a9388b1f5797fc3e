"""Who may read what. Pages, files, feeds, search and exports ask `visible_to`; it is built from here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from apps.accounts.models import User
from apps.catalogue.models import Audience
from apps.organization.models import Role, Unit
from apps.organization.roles import memberships_of

INSIDE = {role: (Audience.PARENTS,) if role == Role.PARENT else (Audience.PARENTS, Audience.STAFF) for role in Role}
"""What each role reads in its own school beside public items (S58, regulations.md §8)."""

FROM_ABOVE = (Role.INSPECTOR,)
"""Roles that read inside items of every school below their bureau; staff of a bureau are not staff of its schools."""


def audiences_of(reader: User | AnonymousUser) -> Iterator[tuple[str, int]]:
    """Pairs (audience, unit): the inside audiences this reader belongs to, and the school or bureau they count in."""
    for membership in memberships_of(reader):
        if membership.unit.school or membership.role in FROM_ABOVE:
            unit = membership.unit.school or membership.unit
            for audience in INSIDE[Role(membership.role)]:
                yield audience, unit.pk


def may_read(reader: User | AnonymousUser) -> Q:
    """The condition on an item's audience for this reader."""
    allowed = Q(audience=Audience.PUBLIC)
    for audience, unit in sorted(set(audiences_of(reader))):
        allowed |= Q(audience=audience, school__in=Unit.objects.under([unit]))
    return allowed


def reader_of(context: Any) -> User | AnonymousUser:
    """Who reads the page that a template makes; a file that is made without a request is for everybody."""
    return getattr(context.get("request"), "user", None) or AnonymousUser()
