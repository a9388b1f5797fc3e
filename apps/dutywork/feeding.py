"""A person's duties as a calendar file (RFC 5545), made anew for each reading."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from apps.accounts.models import User
from apps.calendars.working_days import ONE_DAY
from apps.disclosures.addresses import absolute
from apps.duties.conditions import Condition
from apps.duties.models import Duty, Purpose
from apps.duties.people import duties_of
from apps.duties.querysets import DutyQuerySet
from apps.dutywork.seeing import in_full
from apps.dutywork.wording import title_seen_by

BACK = datetime.timedelta(days=92)
"""What was due longer ago leaves the calendar."""


def calendar_of(person: User) -> bytes:
    """The duties this person handles, each an all-day event on its last day; those no longer owed are cancelled.

    An event keeps its UID whatever happens to the duty. SEQUENCE grows and DTSTAMP is later when its day was moved,
    when it was lifted or owed again, and when a statement that it does not apply was posted or withdrawn.
    """
    since = timezone.localdate() - BACK
    duties = with_changes(in_full(duties_of(person)).filter(due_on__gte=since).judged()).order_by("due_on", "id")
    calendar = Calendar()
    calendar.add("prodid", "-//disclosure_portal//duties//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("What we have to disclose"))
    calendar.add("refresh-interval", datetime.timedelta(hours=6), parameters={"value": "DURATION"})
    for duty in duties:
        calendar.add_component(_event(duty, title_seen_by(person, duty)))
    return calendar.to_ical()


def with_changes(duties: DutyQuerySet) -> Any:
    """How often what the calendar shows of each has changed, and when last."""
    same = Duty.objects.filter(pk=OuterRef("pk")).order_by().values("pk")
    moves = same.filter(events__disclosure=None)
    statements = same.filter(placements__purpose=Purpose.EXEMPTS)
    posted, withdrawn = "placements__disclosure__posted_at", "placements__disclosure__withdrawn_at"
    said = _figure(statements, Count(posted) + Count(withdrawn))
    # PostgreSQL leaves out of the greatest what is not known.
    said_at = _figure(statements, Greatest(Max(posted), Max(withdrawn)))
    return duties.annotate(
        sequence=_figure(moves, Count("events")) - 1 + Coalesce(said, 0),
        changed_at=Greatest(_figure(moves, Max("events__at")), said_at),
    )


def _figure(rows: Any, figure: Any) -> Subquery:
    return Subquery(rows.annotate(it=figure).values("it"))


def _event(duty: Any, title: str) -> Event:
    event = Event()
    event.add("uid", f"duty-{duty.pk}@{settings.SITE_URL.partition('//')[2]}")
    event.add("sequence", duty.sequence)
    event.add("dtstamp", duty.changed_at.astimezone(datetime.UTC).replace(microsecond=0))
    event.add("dtstart", duty.due_on)
    event.add("dtend", duty.due_on + ONE_DAY)
    event.add("summary", _("Disclose: %(duty)s") % {"duty": title})
    event.add("description", _description(duty))
    event.add("url", absolute(duty.get_absolute_url()))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if _is_off(duty) else "CONFIRMED")
    return event


def _is_off(duty: Duty) -> bool:
    return duty.lifted_at is not None or duty.condition == Condition.EXEMPT


def _description(duty: Duty) -> str:
    standing = _("no longer owed") if duty.lifted_at else Condition(duty.condition).label
    return f"{duty.unit} · {standing}"
