"""The road an item took, as the public reads it: dates and roles, never a name, never an internal reason."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from apps.disclosures import dates
from apps.disclosures.models import Disclosure, Event
from apps.disclosures.publicity import Period


@dataclass(frozen=True)
class Stage:
    """A stop on the road; it is over, it is now, or it is to come."""

    name: str
    when: str
    by: str
    standing: str = "done"


@dataclass(frozen=True)
class Record:
    """A line of the history."""

    at: datetime.datetime
    what: str
    note: str = ""


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
            Stage(pgettext("stage", "Drafted"), dates.near(drafted.at), self._drafter(drafted)),
            Stage(
                pgettext("stage", "Supervision group"),
                _("approved on %(date)s") % {"date": dates.near(approved.at)},
                self._votes(),
            ),
        ]
        when = _("posted on %(date)s") % {"date": dates.near(posted.at)}
        if not self.period:
            return [*stages, Stage(pgettext("stage", "Posted"), when, posted.actor_title)]
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

    def _votes(self) -> str:
        votes = [event.name for event in self.events if event.version == self.item.version]
        agreed, against = votes.count("endorse"), votes.count("return")
        if against:
            return _("%(agreed)d in favour, %(against)d against") % {"agreed": agreed, "against": against}
        return ngettext("%(agreed)d opinion, in favour", "%(agreed)d opinions, all in favour", agreed) % {
            "agreed": agreed
        }

    def _last(self, name: str) -> Event:
        return next(event for event in reversed(self.events) if event.name == name)

    @property
    def records(self) -> list[Record]:
        """What happened to its versions, newest first."""
        told = [(event, self._told(event)) for event in reversed(self.events)]
        return [Record(event.at, *words) for event, words in told if words]

    def _told(self, event: Event) -> tuple[str, str] | None:
        """What happened, and a remark; None for what stays inside."""
        version = {"version": event.version}
        return {
            "submit": (_("Version %(version)d, submitted for review.") % version, ""),
            "returned": (_("Version %(version)d, returned.") % version, _("The supervision group asked for changes.")),
            "recall": (_("Version %(version)d, taken back before it was posted.") % version, ""),
            "approved": (_("Version %(version)d, approved.") % version, _("By the supervision group.")),
            "post": (_("Version %(version)d, posted.") % version, _("The text is the one that was approved.")),
            "conclude": (_("The publicity period was concluded."), self.item.get_outcome_display()),
            "superseded": (_("Replaced by a correction."), ""),
            "withdraw": (_("Withdrawn."), self.item.withdrawal_reason),
        }.get(event.name)
