"""The road an item took, as the public reads it: dates and roles, never a name, never an internal reason."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from apps.disclosures import dates
from apps.disclosures.models import Disclosure, Event
from apps.disclosures.opinions import seats_on
from apps.disclosures.publicity import Period
from apps.disclosures.templatetags.portal import listed


@dataclass(frozen=True)
class Stage:
    """A stop on the road; it is over, it is now, or it is to come."""

    name: str
    when: str
    by: str
    standing: str = "done"
    is_role: bool = False


@dataclass(frozen=True)
class Record:
    """A line of the history: when, what, the role that did it, and a remark."""

    at: datetime.datetime
    what: str
    by: str
    note: str


@dataclass(frozen=True)
class History:
    """The events of a posted item, oldest first."""

    item: Disclosure
    events: list[Event]
    period: Period | None

    @property
    def stages(self) -> list[Stage]:
        """Drafted, reviewed, posted and, with a publicity period, its end."""
        drafted, approved, posted = (self._last(name) for name in ("draft", "approved", "post"))
        stages = [
            Stage(pgettext("stage", "Drafted"), dates.near(drafted.at), self._drafter(drafted), is_role=True),
            Stage(
                pgettext("stage", "Supervision group"),
                _("approved on %(date)s") % {"date": dates.near(approved.at)},
                self._votes(approved),
            ),
        ]
        when = _("posted on %(date)s") % {"date": dates.near(posted.at)}
        if not self.period:
            return [*stages, Stage(pgettext("stage", "Posted"), when, posted.actor_title, is_role=True)]
        return [*stages, self._in_publicity(self.period, when), self._end(self.period)]

    def _in_publicity(self, period: Period, when: str) -> Stage:
        begins = _("the period begins on %(date)s") % {"date": dates.near(period.starts_on)}
        standing = "now" if self.item.in_publicity else "done"
        return Stage(pgettext("badge", "In publicity"), when, begins, standing)

    def _end(self, period: Period) -> Stage:
        name, closes = pgettext("badge", "Publicity ended"), dates.moment(period.ends_at)
        if self.item.in_publicity:
            return Stage(name, _("expected %(moment)s") % {"moment": closes}, _("then the result is recorded"), "todo")
        return Stage(name, closes, self.item.get_outcome_display() or _("the result is being recorded"))

    def _drafter(self, drafted: Event) -> str:
        return f"{self.item.unit} {drafted.actor_title}".strip()

    def _votes(self, approved: Event) -> str:
        return votes_in_words(self._count(approved.version), seats_on(self.item, timezone.localdate(approved.at)))

    def _count(self, version: int) -> Counter[str]:
        return Counter(event.name for event in self.events if event.version == version)

    def _last(self, name: str) -> Event:
        return next(event for event in reversed(self.events) if event.name == name)

    @property
    def records(self) -> list[Record]:
        """What happened to its versions, newest first."""
        told = [(event, self._told(event)) for event in reversed(self.events)]
        return [Record(event.at, words[0], _role(event), words[1]) for event, words in told if words]

    def _told(self, event: Event) -> tuple[str, str] | None:
        """What happened, and a remark; None for what stays inside."""
        version, figures = {"version": event.version}, listed(_figures(self._count(event.version)))
        opinions = _("The supervision group: %(opinions)s.") % {"opinions": figures}
        return {
            "draft": (_("Drafted."), ""),
            "submit": (_("Version %(version)d, submitted for review.") % version, ""),
            "returned": (_("Version %(version)d, returned.") % version, opinions),
            "recall": (_("Version %(version)d, taken back before it was posted.") % version, ""),
            "approved": (_("Version %(version)d, approved.") % version, opinions),
            "post": (_("Version %(version)d, posted.") % version, _("The text is the one that was approved.")),
            "conclude": (_("The publicity period was concluded."), self.item.get_outcome_display()),
            "superseded": (_("Replaced by a correction."), ""),
            "withdraw": (_("Withdrawn."), self.item.withdrawal_reason),
        }.get(event.name)


def votes_in_words(count: Counter[str], seats: int) -> str:
    """How many sat in the group that day, how many gave an opinion, and which; never who."""
    given = count["endorse"] + count["return"]
    seats = max(seats, given + count["recuse"])
    attendance = _("%(given)d of %(seats)d members gave an opinion") % {"given": given, "seats": seats}
    if count["return"]:
        return listed([attendance, *_figures(count)])
    return listed([attendance, _("all in favour"), *_figures(Counter(recuse=count["recuse"]))])


def _figures(count: Counter[str]) -> list[str]:
    """How many said what, without what nobody said."""
    words = {"endorse": _("%(count)d in favour"), "return": _("%(count)d against"), "recuse": _("%(count)d recused")}
    return [said % {"count": count[name]} for name, said in words.items() if count[name]]


def _role(event: Event) -> str:
    """The role in which somebody acted. The group's decisions are nobody's: the last opinion only tipped them."""
    return "" if event.name in ("approved", "returned") else event.actor_title
