"""Reminders that climb, once a working day at 8:00 or at the first tick after it.

One transaction for all schools: a clock that stops in the middle has told nobody, and tells everybody at its next turn.
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
    """Today's round, unless it is too early, was made, or the clock was set back behind one that was made."""
    now = timezone.localtime()
    if now.time() < HOUR or Round.objects.filter(on__gte=now.date()).exists():
        return []
    with transaction.atomic():
        last = Round.objects.aggregate(last=Max("on"))["last"]
        is_mine = Round.objects.get_or_create(on=now.date())[1]  # a second clock waits here for the first
        return list(_round(now.date(), last)) if is_mine else []


def _round(today: datetime.date, last: datetime.date | None) -> Iterator[str]:
    missed = (today - last).days - 1 if last else 0
    if missed:
        yield ngettext("Reminders come %(days)d day late", "Reminders come %(days)d days late", missed) % {
            "days": missed
        }
    for start in Start.objects.select_related("school__parent").order_by("school"):
        try:
            with transaction.atomic():
                Reminder.objects.bulk_create(reminders(start.school, today), ignore_conflicts=True, batch_size=500)
        except Exception:  # one school whose calendar cannot be read does not keep the others
            logger.exception("nobody was reminded in school %s", start.school_id)
    people = User.objects.filter(Exists(Reminder.objects.filter(person=OuterRef("pk"), told_on=today)))
    tell(people, "duties", f"duties {today}", day=today)
    if count := people.count():
        yield ngettext("Reminded: %(count)d person", "Reminded: %(count)d people", count) % {"count": count}


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
