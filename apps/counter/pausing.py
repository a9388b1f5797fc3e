"""The flood switch: the office pauses the web forms of a school; telephone, box and the cases that run stay."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.counter.models import Pause
from apps.disclosures.workflow import Refused
from apps.organization.models import Unit
from apps.organization.roles import allows

PERMISSION = "counter.pause"


def pause_of(school: Unit) -> Pause | None:
    """The pause of this school's web forms that runs now."""
    return Pause.objects.running().filter(school=school).first()


@transaction.atomic
def pause(school: Unit, *, actor: User, reason: str, until: datetime.datetime | None = None) -> Pause:
    """Close the web forms of the school; the same once more is the same pause. Raises Refused, in sentences."""
    _lock(school, actor)
    if running := pause_of(school):
        if (running.set_by, running.reason, running.until) == (actor, reason.strip(), until):
            return running
        raise Refused([_("The forms are paused already. Open them first to pause them for another reason or time.")])
    if not reason.strip():
        raise Refused([_("Say why: whoever opens a form reads it.")])
    if until and until <= timezone.now():
        raise Refused([_("This time is over. Choose a later one, or none.")])
    return Pause.objects.create(school=school, set_by=actor, reason=reason.strip(), until=until)


@transaction.atomic
def reopen(school: Unit, *, actor: User) -> None:
    """Open the web forms of the school again; nothing happens when they are open. Raises Refused, in sentences."""
    _lock(school, actor)
    Pause.objects.running().filter(school=school).update(ended_at=timezone.now(), ended_by=actor)


def _lock(school: Unit, actor: User) -> None:
    """One after the other: a school has one pause at a time."""
    if not allows(actor, PERMISSION, school):
        raise Refused([_("Only the disclosure office pauses the forms.")])
    Unit.objects.select_for_update(no_key=True).get(pk=school.pk)
