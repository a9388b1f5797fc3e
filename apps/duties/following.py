"""Duties follow what happens elsewhere: steps of items, changes of the calendar, and the clock."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.calendars.models import CalendarDay, CalendarYear, RestDay, SchoolYear, Term, Vacation
from apps.catalogue.models import Heading
from apps.disclosures.models import Disclosure, Event
from apps.disclosures.signals import state_changed, step_requested, ticked
from apps.duties.models import Placement, Responsibility, Start
from apps.duties.occurrences import announce
from apps.duties.opening import Opened, open_duties
from apps.duties.placing import against_its_duty, settle
from apps.organization.models import Unit

logger = logging.getLogger(__name__)


@receiver(state_changed, dispatch_uid="duties.follow_step")
def follow_step(sender: Any, *, item: Disclosure, event: Event, **others: Any) -> None:
    """A posted item takes its place among the duties, in the transaction of its posting."""
    if event.name not in ("post", "withdraw") or not Start.objects.filter(school=item.school_id).exists():
        return
    clock = User.objects.clock()
    if event.name == "post":
        announce(item, actor=clock)
    settle(item.school, actor=clock, headings=[item.heading_id])
    # Duties that are being opened at this moment are not seen here: the next turn of the clock looks once more.
    Start.objects.filter(school=item.school_id).exclude(looked_on=None).update(looked_on=None)


@receiver(step_requested, dispatch_uid="duties.speak_for_duty")
def speak_for_duty(sender: Any, *, item: Disclosure, step: Any, actor: User, **others: Any) -> list[str]:
    """An item that was drafted for a duty stays one that can meet it."""
    if step.name not in ("submit", "post"):
        return []
    placement = Placement.objects.filter(disclosure=item.pk).select_related("duty__heading").first()
    return against_its_duty(item, placement) if placement else []


@receiver([post_save, post_delete], sender=CalendarDay)
@receiver([post_save, post_delete], sender=CalendarYear)
@receiver([post_save, post_delete], sender=Heading)
def looked_at_again(sender: Any, **others: Any) -> None:
    """A holiday or another cadence moves what is still open in every school: at the next turn of the clock, since a
    bureau has many schools and whoever entered it does not wait for them."""
    Start.objects.exclude(looked_on=None).update(looked_on=None)


@receiver([post_save, post_delete], sender=Term)
@receiver([post_save, post_delete], sender=SchoolYear)
@receiver([post_save, post_delete], sender=Vacation)
@receiver([post_save, post_delete], sender=RestDay)
def school_calendar_changed(sender: Any, *, instance: Any, **others: Any) -> None:
    _once(instance.school_id)


@receiver([post_save, post_delete], sender=Responsibility)
def responsibility_changed(sender: Any, *, instance: Responsibility, **others: Any) -> None:
    """Another unit may owe the heading from now on."""
    _once(instance.unit.school.pk if instance.unit.school else instance.unit_id)


def _once(school: int) -> None:
    """After the commit and once for a transaction, however many rows were entered."""
    waiting = transaction.get_connection().run_on_commit
    call = partial(_follow, school)
    if not any(
        isinstance(other, partial) and other.func is _follow and other.args == call.args for _s, other, _r in waiting
    ):
        transaction.on_commit(call)


def _follow(school: int) -> None:
    if start := Start.objects.filter(school=school).select_related("school").first():
        _opened(start.school, User.objects.clock())


@receiver(ticked, dispatch_uid="duties.open")
def open_what_is_due(sender: Any, *, clock: User, **others: Any) -> list[str]:
    """What the calendar opens by itself, once a day for each school."""
    today = timezone.localdate()
    begin_where_terms_run(today)
    waiting = Start.objects.filter(Q(looked_on=None) | ~Q(looked_on=today)).select_related("school")
    return [said for start in waiting.order_by("school") for said in _look(start, clock, today)]


def begin_where_terms_run(today: datetime.date) -> None:
    """A school that has entered a running term owes from today on what is due: nobody has to remember to begin."""
    running = Term.objects.at(today).filter(school__level=Unit.Level.SCHOOL, school__duties_start=None)
    schools = set(running.values_list("school", flat=True))
    Start.objects.bulk_create([Start(school_id=pk, on=today) for pk in schools], ignore_conflicts=True)


def _look(start: Start, clock: User, today: datetime.date) -> Iterator[str]:
    """Open what is due, and say how long nobody looked. What was changed meanwhile is looked at again."""
    opened = _opened(start.school, clock)
    if opened is None:
        yield _("The duties of %(school)s could not be opened. The log says why.") % {"school": start.school}
        return
    Start.objects.filter(pk=start.pk, looked_on=start.looked_on).update(looked_on=today)
    if start.looked_on and (today - start.looked_on).days > 1:
        yield _("Duties were not looked at for %(days)d days") % {"days": (today - start.looked_on).days - 1}
    if opened.total:
        yield in_words(opened)


def _opened(school: Unit, actor: User) -> Opened | None:
    """What was opened; None when it failed: one school whose calendar cannot be read does not keep the others."""
    try:
        return open_duties(school, actor=actor)
    except Exception:
        logger.exception("the duties of school %s could not be opened", school.pk)
        return None


def in_words(opened: Opened) -> str:
    if not opened.total:
        return ""
    return _("Duties: %(opened)d opened, %(moved)d moved, %(lifted)d no longer owed") % {
        "opened": opened.opened,
        "moved": opened.moved,
        "lifted": opened.lifted,
    }
