"""What happened to a duty, as anybody may read it: without the people, and without what tells of an item."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.disclosures.dates import near
from apps.duties.models import Duty, Event

TOLD = {
    "open": gettext_lazy("Opened"),
    "move": gettext_lazy("The last day was moved from %(before)s to %(after)s"),
    "lift": gettext_lazy("No longer owed"),
    "owe_again": gettext_lazy("Owed again"),
    "confirm_move": gettext_lazy("Two people moved an item here that stood under another period"),
}


@dataclass(frozen=True)
class Entry:
    """An event and when it happened."""

    at: datetime.datetime
    words: str


def story_of(duty: Duty) -> list[Entry]:
    """The events of a duty that are told, the oldest first; a move that left the last day as it was is none."""
    events = duty.events.filter(name__in=TOLD)
    return [Entry(event.at, _words(event)) for event in events if not _is_idle(event)]


def _is_idle(event: Event) -> bool:
    return event.name == "move" and event.detail.get("before") == event.detail.get("after")


def _words(event: Event) -> str:
    return str(TOLD[event.name]) % {name: _day(event.detail.get(name)) for name in ("before", "after")}


def _day(iso: str | None) -> str:
    return near(datetime.date.fromisoformat(iso)) if iso else _("no day")
