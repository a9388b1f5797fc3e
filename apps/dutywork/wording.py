"""A duty and its events in words, for the working side."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.disclosures.dates import near
from apps.disclosures.models import Disclosure
from apps.duties.models import Duty, Event
from apps.dutywork.seeing import works_in

NAMES = {
    "open": gettext_lazy("Opened"),
    "move": gettext_lazy("The last day was moved"),
    "lift": gettext_lazy("No longer owed"),
    "owe_again": gettext_lazy("Owed again"),
    "choose": gettext_lazy("A draft was begun for it"),
    "place": gettext_lazy("An item counts for it, by its dates"),
    "displace": gettext_lazy("An item no longer counts for it"),
    "propose_move": gettext_lazy("Proposed: an item belongs here"),
    "confirm_move": gettext_lazy("Confirmed: the item was moved here"),
    "drop_move": gettext_lazy("The proposal was dropped"),
}


def title_seen_by(reader: User, duty: Duty) -> str:
    """The title; who works in the school reads what a clerk typed, which nobody has reviewed, in place of the day."""
    if not works_in(reader, duty.school_id):
        return duty.title
    return _("%(matter)s (%(period)s)") % {"matter": duty.heading.title, "period": duty.own_words}


@dataclass(frozen=True)
class Entry:
    """An event as the page of a duty shows it; the item only for who may see it."""

    event: Event
    said: str
    text: str
    item: Disclosure | None


def log_of(duty: Duty, reader: User) -> list[Entry]:
    """Everything that happened to a duty, oldest first."""
    events = list(duty.events.select_related("actor"))
    keys = [event.disclosure_id for event in events if event.disclosure_id]
    seen = {**_seen(Disclosure.objects.visible_to(reader), keys), **_seen(Disclosure.objects.workable_by(reader), keys)}
    return [
        Entry(event, str(NAMES.get(event.name, event.name)), _text(event), seen.get(event.disclosure_id or 0))
        for event in events
    ]


def _seen(items: object, keys: list[int]) -> dict[int, Disclosure]:
    return items.in_bulk(keys)  # type: ignore[attr-defined]


def _text(event: Event) -> str:
    """The days before and after of one that was moved, else what somebody wrote."""
    before, after = event.detail.get("before"), event.detail.get("after")
    if event.name == "move" and before != after:
        return _("from %(before)s to %(after)s") % {"before": _day(before), "after": _day(after)}
    return event.text


def _day(iso: str | None) -> str:
    return near(datetime.date.fromisoformat(iso)) if iso else _("no day")
