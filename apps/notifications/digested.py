"""The duties of a digest: in the inbox as they stand when it is read, in the mail as they stood when it was written."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.accounts.models import User
from apps.disclosures.dates import near
from apps.duties.conditions import Condition
from apps.duties.models import Duty
from apps.notifications.models import InboxEntry

MOST = 10
"""Duties of a group that a mail or a notice lists."""
LATE, TODAY, SOON, DONE = "late", "today", "soon", "done"
LABELS: dict[str, Promise | str] = {
    LATE: gettext_lazy("overdue"),
    TODAY: gettext_lazy("due that day"),
    SOON: gettext_lazy("due soon"),
    DONE: gettext_lazy("settled since"),
}


@dataclass(frozen=True)
class Group:
    """Duties that stand alike, by their last day."""

    name: str
    duties: list[Duty]

    @property
    def label(self) -> str:
        return str(LABELS[self.name])

    @property
    def is_late(self) -> bool:
        return self.name == LATE

    @property
    def first(self) -> list[Duty]:
        return self.duties[:MOST]

    @property
    def more(self) -> int:
        return len(self.duties) - len(self.first)


def duties_told(reader: User, days: Collection[datetime.date]) -> dict[datetime.date, list[Group]]:
    """What this person was reminded of on each of these days, overdue first, in one query."""
    if not days:
        return {}
    told = Duty.objects.filter(reminders__person=reader, reminders__told_on__in=days)
    told = told.annotate(told_on=F("reminders__told_on")).judged().order_by("due_on", "heading", "id")
    found: dict[datetime.date, dict[str, list[Duty]]] = defaultdict(lambda: defaultdict(list))
    for duty in told.select_related("heading", "unit", "term", "occurrence__announced_by"):
        found[duty.told_on][_standing(duty, duty.told_on)].append(duty)  # type: ignore[attr-defined]
    return {day: [Group(name, groups[name]) for name in LABELS if name in groups] for day, groups in found.items()}


def _standing(duty: Duty, told_on: datetime.date) -> str:
    if duty.lifted_at or duty.due_on is None or duty.condition not in (Condition.DUE, Condition.MISSING):
        return DONE
    if duty.condition == Condition.MISSING:
        return LATE
    return TODAY if duty.due_on <= told_on else SOON


def in_mail(notice: InboxEntry) -> list[str]:
    """The duties of a digest as paragraphs: matter and last day, nothing of what an event was called."""
    groups = duties_told(notice.user, {notice.day}).get(notice.day, []) if notice.day else []
    return ["\n".join([f"{group.label.capitalize()}:", *_lines(group)]) for group in groups]


def _lines(group: Group) -> list[str]:
    lines = [_("%(matter)s, by %(day)s") % {"matter": d.heading.title, "day": near(d.due_on)} for d in group.first]
    if group.more:
        lines.append(ngettext("and %(count)d more", "and %(count)d more", group.more) % {"count": group.more})
    return lines
