"""Which duties a person reads on the working side, and which of them are theirs to do."""

from __future__ import annotations

from django.db.models import Q

from apps.accounts.models import User
from apps.duties.models import Duty
from apps.duties.people import duties_of
from apps.duties.querysets import DutyQuerySet
from apps.organization.models import Unit
from apps.organization.roles import PERMISSIONS, allows, memberships_of, units_where


def schools_of(user: User) -> list[Unit]:
    """The schools whose duties this person follows: one's own, and for an inspector those of the bureau."""
    roots = [(m.unit.school or m.unit).pk for m in memberships_of(user) if allows(user, "duties.view", m.unit)]
    return list(Unit.objects.under(roots).filter(level=Unit.Level.SCHOOL))


def readable_by(user: User) -> DutyQuerySet:
    """A duty is a public fact: whoever works on duties reads all of the school, whatever the unit."""
    return in_full(Duty.objects.filter(school__in=schools_of(user)))


def to_do_of(user: User) -> DutyQuerySet:
    """The duties that stand on somebody's desk: those they handle; for leadership and office all of their school."""
    whole = units_where(user, "disclosures.submit") | units_where(user, "duties.arrange")
    return in_full(Duty.objects.owed().filter(Q(unit__in=whole) | Q(pk__in=duties_of(user).values("pk"))))


def draftable_by(user: User) -> DutyQuerySet:
    """The duties for which this person may write: also those of the school as a whole, from any of its units."""
    units = units_where(user, "disclosures.draft")
    schools = units.filter(level=Unit.Level.DEPARTMENT).values("parent")
    return in_full(Duty.objects.owed().filter(Q(unit__in=units) | Q(unit__in=schools)))


def works_in(user: User, school: int) -> bool:
    """Whether this person works on duties in the school with this key, and not above it."""
    seats = [m for m in memberships_of(user) if "duties.view" in PERMISSIONS[m.role]]
    return any(seat.unit.school is not None and seat.unit.school.pk == school for seat in seats)


def in_full(duties: DutyQuerySet) -> DutyQuerySet:
    """With everything that the title of a duty asks."""
    return duties.select_related("heading", "unit__parent__parent", "school", "term", "occurrence__announced_by")


def may_draft(user: User, duty: Duty) -> bool:
    """Whether this person may write for it: in its unit, or in any unit of the school when it is the school's own."""
    if allows(user, "disclosures.draft", duty.unit):
        return True
    own = [m.unit.school for m in memberships_of(user) if allows(user, "disclosures.draft", m.unit)]
    return duty.unit in own
