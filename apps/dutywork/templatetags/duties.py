"""What other pages of the working side show of duties: what is overdue, this week, the duty of an item."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django import template
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from apps.accounts.models import User
from apps.disclosures.addresses import office_address
from apps.disclosures.badges import Badge
from apps.disclosures.dates import local, weekday
from apps.disclosures.models import Disclosure
from apps.duties.conditions import Condition
from apps.duties.models import Duty, Event, Purpose
from apps.duties.placing import moves_waiting_for
from apps.dutywork.rows import OPEN, Row, rows_of
from apps.dutywork.seeing import to_do_of
from apps.dutywork.weeks import Week, monday_of, week_of
from apps.dutywork.wording import title_seen_by
from apps.organization.roles import allows

register = template.Library()
register.filter("weekday", weekday)
register.simple_tag(office_address)

SHOWN = 5
"""Overdue duties on the desk; the list has them all."""

BADGES = {
    Condition.ON_TIME: ("approved", '<path d="m2.5 6.3 2.4 2.4 4.6-5.2"/>'),
    Condition.LATE: ("returned", '<circle cx="6" cy="6" r="4.6"/><path d="M6 3.4V6l1.8 1.2"/>'),
    Condition.MISSING: ("returned", '<path d="M6 1.8 10.8 10H1.2zM6 5v2.4M6 8.6v.1"/>'),
    Condition.EXEMPT: ("draft", '<path d="M2 6h8"/>'),
    Condition.DUE: ("draft", '<circle cx="6" cy="6" r="4.5" stroke-dasharray="1.6 2"/>'),
}
"""How the condition of a duty looks: a shape beside the word, so that colour is never the only sign."""


@dataclass(frozen=True)
class Late:
    """The first overdue duties, the longest overdue first, and how many there are."""

    rows: list[Row]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


@dataclass(frozen=True)
class AtDesk:
    """What stands on somebody's desk of the duties of the school."""

    late: Late
    week: Week | None
    moves: list[Event]

    @property
    def this_week(self) -> int:
        """How many are still to be disclosed by a day of this week."""
        days = self.week.days if self.week else []
        return sum(row.duty.condition in OPEN for day in days for row in day.duties)


@register.simple_tag(takes_context=True)
def duties_at_desk(context: Any) -> AtDesk | None:
    """Overdue and this week for who drafts; moves that wait for a second person also for who only moves."""
    user = context["request"].user
    if not allows(user, "duties.view"):
        return None
    moves = moves_waiting_for(user) if allows(user, "duties.reattach") else []
    if not allows(user, "disclosures.draft"):
        return AtDesk(Late([], 0), None, moves)
    mine = to_do_of(user)
    return AtDesk(_late(mine, user), week_of(monday_of(timezone.localdate()), mine, user), moves)


def _late(mine: Any, user: User) -> Late:
    missing = mine.judged().with_delay().filter(condition=Condition.MISSING).order_by("due_on", "pk")
    rows = rows_of(missing[:SHOWN], user)
    return Late(rows, missing.count() if len(rows) == SHOWN else len(rows))


@register.simple_tag
def placed_duties(sections: list[Any]) -> dict[int, Duty]:
    """The duties of the items in these sections of the desk, by the key of the item; one query."""
    items = [row.item.pk for section in sections for row in section.rows]
    duties: Any = Duty.objects.filter(placements__disclosure__in=items).annotate(item=F("placements__disclosure"))
    return {duty.item: duty for duty in duties}


@register.filter
def of_item(duties: dict[int, Duty], item: Disclosure) -> Duty | None:
    return duties.get(item.pk)


@register.filter
def seen_by(duty: Duty, reader: User) -> str:
    """The title of a duty for whoever reads the page."""
    return title_seen_by(reader, duty)


@register.inclusion_tag("dutywork/_for.html", takes_context=True)
def duty_of(context: Any, item: Disclosure, quiet: bool = False) -> dict[str, Any]:
    """The line that says for which duty an item is."""
    duties: Any = Duty.objects.select_related("heading", "term", "occurrence__announced_by")
    duty = duties.filter(placements__disclosure=item.pk).annotate(purpose=F("placements__purpose")).first()
    title = title_seen_by(context["request"].user, duty) if duty else ""
    is_exempting = duty and duty.purpose == Purpose.EXEMPTS
    return {"duty": duty, "title": title, "is_exempting": is_exempting, "is_quiet": quiet}


@register.simple_tag
def condition_badge(duty: Duty) -> SafeString:
    """The condition of a judged duty in a frame of its own."""
    condition = Condition(duty.condition)
    shape, drawing = BADGES[condition]
    return Badge(shape, condition.label, drawing).html


@register.filter
def clock(value: datetime.datetime) -> str:
    """17:00, in the school's time zone."""
    return date_format(local(value), "TIME_FORMAT")
