"""Entering who answers for what."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.calendars.working_days import ONE_DAY
from apps.catalogue.models import Heading
from apps.disclosures.dates import near
from apps.disclosures.workflow import Refused
from apps.duties.colleagues import candidates
from apps.duties.dated import end, enter
from apps.duties.models import Part, Responsibility
from apps.duties.models.people import InForceQuerySet
from apps.organization.models import Unit
from apps.organization.roles import allows


@transaction.atomic
def arrange(
    heading: Heading,
    unit: Unit,
    people: Mapping[Part, User | None],
    *,
    since: datetime.date,
    actor: User,
    seen: Iterable[int] | None = None,
) -> list[Responsibility]:
    """Give the parts of a heading in a unit to these people from a day on (None: to nobody by name); the former ends
    the day before. Returns the rows that are new. Raises Refused, with nothing changed.

    `seen` are the keys of the rows that the actor looked at: who arranged them meanwhile is not undone unseen.
    """
    _lock(unit, actor)
    rows = Responsibility.objects.filter(heading=heading, unit=unit)
    if seen is not None and set(seen) != keys_of(rows):
        raise Refused([_("Somebody changed this a moment ago. Look at who is entered now, then send it again.")])
    made = [_give(heading, unit, part, person, since, actor) for part, person in people.items()]
    return [row for row in made if row]


def keys_of(rows: InForceQuerySet) -> set[int]:
    """The rows in force today or later."""
    return set(rows.touching(timezone.localdate(), None).values_list("pk", flat=True))


@transaction.atomic
def hand_over(
    headings: Iterable[Heading], unit: Unit, handler: User | None, *, since: datetime.date, alone: bool, actor: User
) -> int:
    """Let a unit and its handler answer for these headings from a day on; how many were changed. Raises Refused.

    `alone`: no other unit of the school answers for them any more. Without a handler the unit's clerk has the part by
    role only where the unit answers already; so a handler is needed.
    """
    school = _lock(unit, actor)
    changed = 0
    for heading in headings:
        given = _give(heading, unit, Part.HANDLER, handler, since, actor)
        ended = _end_elsewhere(heading, unit, school, since, actor) if alone else 0
        changed += bool(given or ended)
    return changed


def _lock(unit: Unit, actor: User) -> Unit:
    """The school, so that two people who arrange at once wait for one another. Raises Refused."""
    school = unit.school
    if school is None or not allows(actor, "duties.arrange", unit):
        raise Refused([_("Only the disclosure office of the school arranges who answers for what.")])
    return Unit.objects.select_for_update(no_key=True).get(pk=school.pk)


def _give(
    heading: Heading, unit: Unit, part: Part, person: User | None, since: datetime.date, actor: User
) -> Responsibility | None:
    """The new row; None where nothing had to be changed or nobody follows."""
    rows = Responsibility.objects.filter(heading=heading, unit=unit, part=part).touching(since, None)
    now = rows.filter(since__lte=since).first()
    if (now.person if now else None) == person:
        return None
    if since < timezone.localdate() and rows.exists():
        raise Refused([_("Somebody had this part since %(day)s. Choose today or a later day.") % {"day": near(since)}])
    if now:
        end(now, since - ONE_DAY, actor)
    if person is None:
        return None
    if not candidates(unit, part, since).filter(pk=person.pk).exists():
        raise Refused(
            [_("On that day %(person)s has no role for this part. Choose somebody else.") % {"person": person}]
        )
    row = Responsibility(heading=heading, unit=unit, part=part, person=person, since=since)
    return enter(row, actor)


def _end_elsewhere(heading: Heading, unit: Unit, school: Unit, since: datetime.date, actor: User) -> int:
    """End what other units of the school have in a heading; how many rows."""
    others = Responsibility.objects.filter(heading=heading, unit__in=Unit.objects.under([school.pk]))
    rows = list(others.exclude(unit=unit).touching(max(since, timezone.localdate()), None))
    for row in rows:
        end(row, max(since, timezone.localdate()) - ONE_DAY, actor)
    return len(rows)
