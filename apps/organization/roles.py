"""The one table role → permissions, and the questions asked of it."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import User
from apps.organization.models import Membership, Role, Unit, UnitQuerySet

READ = frozenset({"disclosures.view", "disclosures.view_draft", "duties.view"})
WRITE = READ | {"disclosures.draft", "duties.record"}
SETTINGS = frozenset(
    f"{app}.{action}_{model}"
    for app, models in {
        "catalogue": ("heading",),
        "calendars": ("calendarday", "calendaryear", "term", "schoolyear", "vacation", "restday"),
        "organization": ("contact", "schoolrules"),
        "pages": ("page", "banner", "greydays", "publishedname"),
        "outbox": ("webhook",),
    }.items()
    for model in models
    for action in ("view", "add", "change", "delete")
)

PERMISSIONS: dict[str, frozenset[str]] = {
    Role.CLERK: WRITE,
    Role.LEADERSHIP: WRITE | {"disclosures.submit", "disclosures.withdraw", "duties.reattach"},
    Role.SUPERVISION: frozenset(
        {"disclosures.view", "disclosures.endorse", "disclosures.withdraw", "duties.view", "duties.reattach"}
    ),
    Role.OFFICE: WRITE
    | SETTINGS
    | {"disclosures.post", "disclosures.conclude", "disclosures.withdraw", "counter.pause"}
    | {"duties.arrange", "duties.reattach"},
    Role.STAFF: frozenset(),
    Role.PARENT: frozenset(),
    Role.INSPECTOR: READ,
}


def memberships_of(user: User | AnonymousUser) -> list[Membership]:
    """The memberships in force today, read once per request and kept on the user."""
    if not user.is_authenticated or not user.is_active:
        return []
    if not hasattr(user, "_memberships"):
        user._memberships = list(  # type: ignore[attr-defined]
            user.memberships.current().select_related("unit__parent__parent")
        )
    return user._memberships  # type: ignore[attr-defined]


def with_memberships(people: list[User]) -> list[User]:
    """These people, the memberships in force today of all of them read at once."""
    found: dict[int, list[Membership]] = {person.pk: [] for person in people}
    for membership in Membership.objects.current().filter(user__in=people).select_related("unit__parent__parent"):
        found[membership.user_id].append(membership)
    for person in people:
        person._memberships = found[person.pk] if person.is_active else []  # type: ignore[attr-defined]
    return people


def allows(user: User | AnonymousUser, permission: str, unit: Unit | None = None) -> bool:
    """Whether a role of this person carries the permission in this unit (anywhere, when no unit is named)."""
    lineage = unit.lineage if unit else None
    return any(
        permission in PERMISSIONS[membership.role] and (lineage is None or membership.unit_id in lineage)
        for membership in memberships_of(user)
    )


def units_where(user: User | AnonymousUser, permission: str) -> UnitQuerySet:
    """The units in which a role of this person carries the permission, as a query."""
    roots = [m.unit_id for m in memberships_of(user) if permission in PERMISSIONS[m.role]]
    return Unit.objects.under(roots)


def acting_as(user: User, permission: str, unit: Unit) -> str:
    """The role that lets this person do this in this unit, as the public reads it; empty without one."""
    lineage = unit.lineage
    titles = (m.title for m in memberships_of(user) if m.unit_id in lineage and permission in PERMISSIONS[m.role])
    return next(titles, "")
