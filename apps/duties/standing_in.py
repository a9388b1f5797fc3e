"""Saying who stands in for whom while somebody is away."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.calendars.working_days import ONE_DAY
from apps.disclosures.workflow import Refused
from apps.duties.colleagues import colleagues
from apps.duties.dated import end, enter
from apps.duties.models import StandIn
from apps.organization.roles import allows


@transaction.atomic
def stand_in(
    person: User, other: User, *, since: datetime.date, until: datetime.date, reason: str, actor: User
) -> StandIn:
    """Another does what this person would, from a day to a day. Raises Refused, with every reason."""
    list(User.objects.select_for_update(no_key=True).filter(pk__in=[person.pk, other.pk]).order_by("pk"))
    if reasons := list(_against(person, other, since, until, actor)):
        raise Refused(reasons)
    return enter(StandIn(person=person, stand_in=other, since=since, until=until, reason=reason.strip()), actor)


def may_arrange_for(person: User, actor: User) -> bool:
    """Whether this actor says who stands in for that person: oneself, and the office of the school."""
    seats = person.memberships.current().select_related("unit__parent__parent")
    return person == actor or any(allows(actor, "duties.arrange", seat.unit) for seat in seats)


def _against(person: User, other: User, since: datetime.date, until: datetime.date, actor: User) -> Iterator[str]:
    if not may_arrange_for(person, actor):
        yield _("Only this person and the disclosure office say who stands in.")
    if since < timezone.localdate():
        yield _("What has been stays as it was. Choose today or a later day.")
    if person != other and not colleagues(person).filter(pk=other.pk).exists():
        yield _("%(person)s does not work in the same school. Choose somebody else.") % {"person": other}
    if until < since:
        return
    rows = StandIn.objects.touching(since, until)
    if rows.filter(person=other).exists():
        yield _("%(person)s is away in these days too. Choose somebody else.") % {"person": other}
    if rows.filter(stand_in=person).exists():
        yield _("%(person)s stands in for somebody in these days. Let somebody else do that first.") % {
            "person": person
        }


@transaction.atomic
def come_back(absence: StandIn, *, actor: User) -> None:
    """The person is there again from today on. Raises Refused."""
    locked = StandIn.objects.select_for_update(of=("self",)).select_related("person").get(pk=absence.pk)
    today = timezone.localdate()
    if not may_arrange_for(locked.person, actor):
        raise Refused([_("Only this person and the disclosure office say who stands in.")])
    if locked.struck_at or locked.until < today:
        raise Refused([_("This is over already.")])
    end(locked, today - ONE_DAY, actor)
