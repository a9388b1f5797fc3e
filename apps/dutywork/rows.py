"""A duty as the lists of the working side show it: its items that may be seen, and the one thing to press."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.calendars.working_days import Calendar
from apps.disclosures.addresses import form_address, office_address
from apps.disclosures.dates import month_day_weekday, near
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.duties.conditions import Condition
from apps.duties.models import Duty
from apps.dutywork.seeing import may_draft
from apps.dutywork.wording import title_seen_by

LIMIT = 20
"""Most duties of a list on the desk, and on a page of the full list."""
OPEN = (Condition.DUE, Condition.MISSING)


@dataclass(frozen=True)
class Row:
    """A duty, its items that this person may see (newest first), and what this person can do for it."""

    duty: Duty
    items: list[Disclosure] = field(default_factory=list)
    action: str = ""
    address: str = ""
    due: str = ""
    title: str = ""

    @property
    def item(self) -> Disclosure | None:
        return self.items[0] if self.items else None


def rows_of(duties: Iterable[Duty], user: User) -> list[Row]:
    """The rows of judged duties; a fixed number of queries for all of them."""
    found = list(duties)
    items, calendar = items_of(found, user), _calendar([duty for duty in found if duty.condition == Condition.DUE])
    return [_row(duty, items.get(duty.pk, []), user, calendar) for duty in found]


def items_of(duties: list[Duty], user: User) -> dict[int, list[Disclosure]]:
    """The items for each duty that this person may read or work on, newest first."""
    seen = Disclosure.objects.visible_to(user) | Disclosure.objects.workable_by(user)
    items: Any = seen.filter(placement__duty__in=duties).annotate(duty_key=F("placement__duty")).order_by("-pk")
    found = defaultdict(list)
    for item in items:
        found[item.duty_key].append(item)
    return found


def _calendar(due: list[Duty]) -> Calendar | None:
    """From today to the last of these days; none where nothing is still to come."""
    days = [duty.due_on for duty in due if duty.due_on]
    return Calendar.between(timezone.localdate(), max(days)) if days else None


def _row(duty: Duty, items: list[Disclosure], user: User, calendar: Calendar | None) -> Row:
    address, action = next_step(duty, items, user)
    return Row(duty, items, action, address, due_words(duty, calendar), title_seen_by(user, duty))


def next_step(duty: Duty, items: list[Disclosure], user: User) -> tuple[str, str]:
    """Where this person goes on with it and what the button says; nothing where it is not theirs or is done."""
    if duty.condition not in OPEN or duty.lifted_at or not may_draft(user, duty):
        return "", ""
    if draft := next((item for item in items if item.state == State.DRAFT), None):
        return office_address(draft), _("Continue writing")
    if items:
        return office_address(items[0]), _("Look")
    return address_to_draft(duty), _("Draft now")


def address_to_draft(duty: Duty) -> str:
    """The form of the heading's usual kind, filled in for this duty; without one the page where a kind is chosen."""
    kind = Disclosure.kind_of(duty.heading.kind)
    return form_address(kind, duty=duty.pk) if kind else f"{duty.get_absolute_url()}#draft"


def due_words(duty: Duty, calendar: Calendar | None) -> str:
    """Until when, or since when, in words; the calendar reaches from today to the last day of the duty."""
    if duty.due_on is None:
        return _("No last day: disclosed whenever there is something to say.")
    if duty.condition == Condition.MISSING:
        return overdue_words(duty)
    if duty.condition != Condition.DUE or calendar is None:
        return _("Was due on %(day)s") % {"day": near(duty.due_on)}
    left = len(calendar.working_days(timezone.localdate(), duty.due_on))
    return ngettext(
        "Due on %(day)s, %(days)d working day left with today",
        "Due on %(day)s, %(days)d working days left with today",
        left,
    ) % {"day": _with_year(duty.due_on), "days": left}


def overdue_words(duty: Duty) -> str:
    return ngettext(
        "Overdue by %(days)d working day (was due on %(day)s)",
        "Overdue by %(days)d working days (was due on %(day)s)",
        duty.delay,
    ) % {"days": duty.delay, "day": near(duty.due_on)}


def _with_year(day: datetime.date) -> str:
    return month_day_weekday(day) if day.year == timezone.localdate().year else near(day)
