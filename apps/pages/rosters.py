"""Who sits in the two groups, and how one reaches a school: the "six ones" (S87 to S92)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, F, QuerySet, Value, When
from django.utils.translation import gettext as _

from apps.organization.models import Contact, Line, Membership, Post, Role, Unit

GROUPS = (Role.LEADERSHIP, Role.SUPERVISION)


@dataclass(frozen=True)
class Seat:
    """A place in a group; the name is empty unless its holder agreed to its being shown."""

    title: str
    since: datetime.date
    name: str


@dataclass
class Place:
    """A school, or the bureau above it, with what belongs to its six ones."""

    unit: Unit
    leadership: list[Seat] = field(default_factory=list)
    supervision: list[Seat] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)

    @property
    def is_school(self) -> bool:
        return self.unit.level == Unit.Level.SCHOOL

    @property
    def hotlines(self) -> list[Contact]:
        return self._of(Contact.Form.HOTLINE)

    @property
    def boxes(self) -> list[Contact]:
        return self._of(Contact.Form.BOX)

    @property
    def others(self) -> list[Contact]:
        return self._of(Contact.Form.OFFICE, Contact.Form.EMAIL)

    def _of(self, *forms: str) -> list[Contact]:
        return [contact for contact in self.contacts if contact.form in forms]


def places() -> list[Place]:
    """The schools first, then the bureau, in three queries. A department's contacts stand with its school."""
    units = Unit.objects.exclude(level=Unit.Level.DEPARTMENT).order_by("-level", "position", "id")
    found = {unit.pk: Place(unit) for unit in units}
    for seat in sorted(_seats(), key=_rank):
        group = found[seat.unit_id].leadership if seat.role == Role.LEADERSHIP else found[seat.unit_id].supervision
        group.append(Seat(_title(seat), seat.since, seat.shown_name))
    for contact in Contact.objects.select_related("unit__parent"):
        found[(contact.unit.school or contact.unit).pk].contacts.append(contact)
    return [place for place in found.values() if place.is_school or place.contacts]


def _seats() -> QuerySet[Any]:
    """The seats held today. A name leaves the database only where its holder agreed."""
    agreed = Case(When(published_name__isnull=False, then=F("user__name")), default=Value(""))
    seats = Membership.objects.current().filter(role__in=GROUPS).exclude(unit__level=Unit.Level.DEPARTMENT)
    return seats.annotate(shown_name=agreed)


def _rank(seat: Membership) -> tuple[int, int, int]:
    """The chair first, then by line."""
    line = Line.values.index(seat.line) if seat.line else -1
    return Post.values.index(seat.post or Post.MEMBER), line, seat.pk


def _title(seat: Membership) -> str:
    """Post and line, as the public reads them."""
    post = Post(seat.post or Post.MEMBER).label
    if seat.role == Role.LEADERSHIP:
        return str(post)
    return _("%(post)s, %(line)s") % {"post": post, "line": seat.title}
