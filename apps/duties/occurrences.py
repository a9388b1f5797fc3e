"""What happened and has to be disclosed: entered by a clerk, or announced by an item."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.catalogue.models import Heading
from apps.disclosures.models import Disclosure
from apps.disclosures.workflow import Refused
from apps.duties.models import Consequence, Occurrence
from apps.duties.opening import open_duties
from apps.organization.models import Unit
from apps.organization.roles import acting_as, allows

FURTHEST = datetime.timedelta(days=370)
"""An event further away than this is a slip of the pen."""


def reasons_against(heading: Heading, unit: Unit, title: str, happened_on: datetime.date, actor: User) -> list[str]:
    """What speaks against entering this event, in sentences."""
    found = []
    if not allows(actor, "duties.record", unit):
        found.append(_("You do not have the role to enter events of this unit."))
    if not title.strip():
        found.append(_("Say in a few words what happened."))
    if abs(happened_on - timezone.localdate()) > FURTHEST:
        found.append(_("That day is more than a year away. Check the year."))
    if not heading.is_active:
        found.append(_("This matter is no longer in the catalogue. Choose another."))
    return found


def record(
    heading: Heading, unit: Unit, *, title: str, happened_on: datetime.date, actor: User,
    form_token: uuid.UUID | None = None,
) -> Occurrence:  # fmt: skip
    """Enter an event and open its duty; a form sent twice (same token) is one event. Raises Refused."""
    if form_token and (before := Occurrence.objects.filter(form_token=form_token).first()):
        return before
    if reasons := reasons_against(heading, unit, title, happened_on, actor):
        raise Refused(reasons)
    try:
        return _made(heading, unit, actor, title=title.strip()[:80], happened_on=happened_on, form_token=form_token)
    except IntegrityError:
        if form_token and (before := Occurrence.objects.filter(form_token=form_token).first()):
            return before
        raise


@transaction.atomic
def _made(heading: Heading, unit: Unit, actor: User, **fields: Any) -> Occurrence:
    role = acting_as(actor, "duties.record", unit)
    made = Occurrence.objects.create(heading=heading, unit=unit, recorded_by=actor, recorded_as=role, **fields)
    open_duties(unit.school or unit, actor=actor, back_to=made.happened_on)
    return made


def announce(item: Disclosure, *, actor: User) -> list[Occurrence]:
    """What an item with a publicity period announces by being posted: its result is due when the period is over."""
    if not item.publicity_ends_at or item.replaces_id:
        return []
    ends_on = timezone.localdate(item.publicity_ends_at)
    made = [
        Occurrence.objects.create(
            heading=follows.then,
            unit=item.unit,
            title=item.register_no,
            happened_on=ends_on,
            announced_by_id=item.pk,
            days=follows.days,
            counting=follows.counting,
            recorded_by=actor,
            recorded_as="",
        )
        for follows in Consequence.objects.of(item.heading_id)
    ]
    if made:
        open_duties(item.school, actor=actor)
    return made
