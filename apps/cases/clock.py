"""What happens to cases by itself: closing what was answered, going up when overdue, forgetting who wrote."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator
from typing import Any

from django.db.models import Max
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.calendars.working_days import Calendar
from apps.cases.deadlines import level_of
from apps.cases.following import settle_all
from apps.cases.identities import forget
from apps.cases.models import Case, Identity
from apps.cases.states import OPEN, State
from apps.cases.workflow import take
from apps.disclosures.signals import ticked
from apps.disclosures.workflow import Refused

logger = logging.getLogger(__name__)

DAYS_TO_REDO = 10
"""Working days in which the writer may ask for another reply; then the case closes."""
KEPT = datetime.timedelta(days=90)
"""How long a name and an address are kept after the case is over."""


@receiver(ticked)
def settle_cases(sender: Any, *, clock: User, **others: Any) -> list[str]:
    """Everything that is due now, each case in a transaction of its own; says in words what happened."""
    settle_all()  # what a process that ended left undone after a change of the calendar
    return [*close_answered(clock), *go_on_unanswered(clock), *raise_overdue(clock), *forget_writers(clock)]


def close_answered(clock: User) -> Iterator[str]:
    """Close each case whose writer let the time for another reply pass."""
    today = timezone.localdate()
    calendar = Calendar.between(today - datetime.timedelta(days=60), today)
    for case in Case.objects.filter(state=State.REPLIED, decided_at__isnull=False).order_by("pk").iterator():
        decided_on = timezone.localdate(case.decided_at)
        if len(calendar.working_days(decided_on, today)) > DAYS_TO_REDO + calendar.is_working(decided_on):
            yield from _taken("close", case, clock)


def go_on_unanswered(clock: User) -> Iterator[str]:
    """Go on with each case whose writer was asked and never answered, so that no item waits for ever."""
    for case in Case.objects.filter(state=State.ASKED).order_by("pk").iterator():
        yield from _taken("resume", case, clock)


def raise_overdue(clock: User) -> Iterator[str]:
    """Let each overdue case go up as far as its delay says."""
    for case in Case.objects.overdue().order_by("pk").iterator():
        for _level in range(case.climbed, level_of(case)):
            yield from _taken("climb", case, clock)


def forget_writers(clock: User) -> Iterator[str]:
    """Take away name and address of each case that has been over for ninety days (个人信息保护法 art. 47)."""
    unsettled = (*OPEN, State.REPLIED)
    over = Identity.objects.exclude(case__state__in=unsettled).exclude(case__merged_into__state__in=unsettled)
    quiet = over.annotate(last=Max("case__events__at")).filter(last__lt=timezone.now() - KEPT)
    for identity in quiet.order_by("pk").select_related("case"):
        if forget(identity, actor=clock):
            yield _("Name and address of a writer were taken away")


def _taken(step: str, case: Case, clock: User) -> Iterator[str]:
    try:
        take(step, case, actor=clock)
    except Refused:
        return  # somebody acted on it in the same moment: the next turn looks again
    except Exception:  # one case that cannot be settled does not keep the others
        logger.exception("“%s” of case %s failed", step, case.pk)
        return
    yield {
        "close": _("Closed an answered case"),
        "resume": _("Went on with a case whose writer did not answer"),
        "climb": _("An overdue case went up a level"),
    }[step]
