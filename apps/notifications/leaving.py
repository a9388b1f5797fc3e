"""A handler who left: whoever has the first part in the case is told, once in a working day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.calendars.working_days import Calendar
from apps.cases.circles import SEES, first_part
from apps.cases.models import Case
from apps.disclosures.signals import ticked
from apps.notifications.telling import tell_of_case
from apps.organization.models import Membership


@receiver(ticked)
def handlers_left(sender: Any, **others: Any) -> list[str]:
    """Tell of every open case whose handler can no longer be given it; on a day off nobody is told."""
    today = timezone.localdate()
    if not Calendar.between(today, today).working_days(today, today):
        return []
    told = 0
    for person in _firsts():
        for case in _left(person):
            told += _tell(person, case, f"handler left {case.pk} {today}")
    return [_("Told that a handler left: %(count)d") % {"count": told}] if told else []


@transaction.atomic
def _tell(person: User, case: Case, key: str) -> bool:
    """Whether this is told now; has been it today, it is not again."""
    if person.inbox.filter(key=key).exists():
        return False
    return bool(tell_of_case([person], "handler_left", key, case))


def _firsts() -> Iterator[User]:
    """Everybody whose role sees cases; in which of them they have the first part is asked of the cases."""
    seats = Membership.objects.current().filter(role__in=SEES)
    yield from User.objects.filter(pk__in=seats.values("user"), is_active=True)


def _left(person: User) -> Iterator[Case]:
    """Of the open cases in which this person has the first part, those whose handler left."""
    cases = Case.objects.seen_by(person).open().filter(first_part(person)).exclude(handler=None)
    for key in set(cases.values_list("handler", flat=True)):
        given = cases.filter(handler=key).select_related("school")
        handler = User.objects.filter(pk=key, is_active=True).first()
        remain = given.could_be_given_to(handler) if handler else given.none()
        yield from given.exclude(pk__in=remain.values("pk"))
