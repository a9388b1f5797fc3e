"""Reminders that climb, once a working day at 8:00 or at the first tick after it.

One transaction for all schools: a clock that stops in the middle has told nobody, and tells everybody at its next turn.
A school that fails keeps no other; the day's round is made again at every turn until all schools went well, and tells
only what was not told.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Subquery
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.disclosures.signals import ticked
from apps.duties.models import Duty, Start
from apps.duties.people import holders_of
from apps.notifications.climbing import Ladder, Reach, reach_of
from apps.notifications.digests import HOUR
from apps.notifications.models import Reminder, Round, Stage
from apps.notifications.telling import tell
from apps.organization.models import Unit

logger = logging.getLogger(__name__)


@receiver(ticked)
def remind(sender: Any, **others: Any) -> list[str]:
    """Today's round, unless it is too early or was made. A round of another day stops nothing: a clock may be wrong."""
    now = timezone.localtime()
    if now.time() < HOUR or _is_made(now.date()):
        return []
    with transaction.atomic():
        starts = Start.objects.select_for_update(of=("self",)).select_related("school__parent").order_by("school")
        schools = [start.school for start in starts]  # a second clock waits here for the first
        return [] if _is_made(now.date()) else list(_round(schools, now.date()))


def _is_made(day: datetime.date) -> bool:
    return Round.objects.filter(on=day).exists()


def _round(schools: list[Unit], today: datetime.date) -> Iterator[str]:
    last = Round.objects.filter(on__lt=today).aggregate(last=Max("on"))["last"]
    if last and (missed := (today - last).days - 1):
        yield ngettext("Reminders come %(days)d day late", "Reminders come %(days)d days late", missed) % {
            "days": missed
        }
    told, failed = set[User](), list[Unit]()
    for school in schools:
        try:
            with transaction.atomic():
                made = reminders(school, today)
                Reminder.objects.bulk_create(made, ignore_conflicts=True, batch_size=500)
        except Exception:  # one school whose calendar cannot be read does not keep the others
            logger.exception("nobody was reminded in school %s", school.pk)
            failed.append(school)
        else:
            told.update(reminder.person for reminder in made)
    tell(told, "duties", f"duties {today}", day=today)
    if told:
        yield ngettext("Reminded: %(count)d person", "Reminded: %(count)d people", len(told)) % {"count": len(told)}
    for school in failed:
        yield _(
            "Nobody was reminded in %(school)s. The log of the service says why. It is tried again at the next turn."
        ) % {"school": school}
    if not failed:
        Round.objects.create(on=today)


def reminders(school: Unit, today: datetime.date) -> list[Reminder]:
    """What is to be told in a school: every duty that stands higher than it was told. In so many queries for all."""
    reach = reach_of(school, today)
    climbed = list(_climbed(school, today, reach)) if reach else []
    if not climbed:
        return []
    ladder, holders = Ladder(school, today), holders_of([duty for duty, _told, _stage in climbed], today)
    return [
        Reminder(duty=duty, due_on=duty.due_on, stage=stage, person=person, told_on=today)
        for duty, told, stage in climbed
        for person in ladder.people(holders[duty.pk], told, stage)
    ]


def _climbed(school: Unit, today: datetime.date, reach: Reach) -> Iterator[tuple[Duty, int, Stage]]:
    """Each open duty with the stage that was told and the one it has reached, where that is higher."""
    told = Reminder.objects.filter(duty=OuterRef("pk"), due_on=OuterRef("due_on")).order_by()
    highest = told.values("duty").annotate(highest=Max("stage")).values("highest")
    waiting = Duty.objects.of_school(school).open(today).filter(due_on__lte=reach.farthest)
    waiting = waiting.exclude(Exists(told.filter(stage=Stage.INSPECTOR))).annotate(told=Subquery(highest))
    for duty in waiting.order_by(F("due_on"), "pk"):
        stage, known = reach.stage_of(duty), duty.told or 0  # type: ignore[attr-defined]
        if stage and stage > known:
            yield duty, known, stage
