"""A duty in words: its period, and why it is due on that day."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.catalogue.models import Audience
from apps.duties.rhythms import Anchor, Counting, Rhythm, Side

if TYPE_CHECKING:
    from apps.duties.models import Duty


def label_of(duty: Duty) -> str:
    """The period as readers name it."""
    if duty.occurrence_id and duty.rhythm == Rhythm.ON_EVENT:
        return occurrence_label(duty)
    if duty.rhythm in (Rhythm.TERM_START, Rhythm.TERM_END) and duty.term:
        return str(duty.term)
    return LABELS[Rhythm(duty.rhythm)](duty.starts_on, duty.ends_on)


def occurrence_label(duty: Duty) -> str:
    """The day; of an item that announced it, its number, since its title may name people. A duty is a public fact: what
    a clerk typed is not in it, nor the number of an item that is not for everybody."""
    occurrence = duty.occurrence
    assert occurrence is not None
    if occurrence.announced_by is None:
        return _("event of %(day)s") % {"day": _day(occurrence.happened_on)}
    if occurrence.announced_by.audience != Audience.PUBLIC:
        return _("what follows an item inside the school")
    return _("what follows %(number)s") % {"number": occurrence.announced_by.register_no}


def _week(first: datetime.date, last: datetime.date) -> str:
    days = {"first": date_format(first, "MONTH_DAY_FORMAT"), "last": date_format(last, "MONTH_DAY_FORMAT")}
    return _("week of %(first)s to %(last)s") % days


def _month(first: datetime.date, last: datetime.date) -> str:
    return date_format(first, "YEAR_MONTH_FORMAT")


def _quarter(first: datetime.date, last: datetime.date) -> str:
    return _("quarter %(number)d of %(year)d") % {"number": (first.month + 2) // 3, "year": first.year}


def _year(first: datetime.date, last: datetime.date) -> str:
    return _("school year %(first)d–%(last)d") % {"first": first.year, "last": last.year}


LABELS = {
    Rhythm.WEEKLY: _week,
    Rhythm.MONTHLY: _month,
    Rhythm.QUARTERLY: _quarter,
    Rhythm.TERM_START: _year,
    Rhythm.TERM_END: _year,
    Rhythm.ANNUAL: _year,
    Rhythm.ON_EVENT: _year,
    Rhythm.ANY_TIME: _year,
}


def why(duty: Duty) -> list[tuple[str, str]]:
    """Rows of “why this day”, from the account that was kept when the day was set."""
    account = duty.reckoning
    if not account or duty.due_on is None:
        return [(_("Last day"), _("none: disclosed whenever there is something to say"))]
    anchor_on = datetime.date.fromisoformat(account["anchor_on"])
    rows = [
        (_("Period"), f"{_day(duty.starts_on)} – {_day(duty.ends_on)}"),
        (ANCHORS[Anchor(account["anchor"])](), _day(anchor_on)),
        (_("Counted"), counted_in_words(account["days"], account["counting"], account["side"])),
    ]
    if account["waits_for_event"]:
        rows.append((_("Event"), _("not entered yet; without it the end of the period is the last day")))
    if account["skipped"]:
        named = (f"{_day(datetime.date.fromisoformat(day))} {name}" for day, name in account["skipped"])
        rows.append((_("Days of rest on the way, beside weekends"), "；".join(named)))
    if account["exact"] != duty.due_on.isoformat():
        exact = _day(datetime.date.fromisoformat(account["exact"]))
        rows.append((_("Moved on"), _("%(day)s is a day of rest: the first working day after it") % {"day": exact}))
    if account["is_provisional"]:
        rows.append((_("Provisional"), _("the holidays of that year are not published yet; the day may still move")))
    return [*rows, (_("Last day"), _day(duty.due_on))]


ANCHORS = {
    Anchor.START: lambda: _("First day of the period"),
    Anchor.END: lambda: _("Last day of the period"),
    Anchor.EVENT: lambda: _("Day of the event"),
    Anchor.DAY: lambda: _("Fixed day of the year"),
}


def counted_in_words(days: int, counting: str, side: str) -> str:
    """Within 10 working days after it; on that day; at least 30 days before it."""
    if not days:
        return _("on that day at the latest")
    said = {
        (Counting.WORKING, Side.AFTER): ngettext(
            "%(days)d working day after it", "%(days)d working days after it", days
        ),
        (Counting.CALENDAR, Side.AFTER): ngettext("%(days)d day after it", "%(days)d days after it", days),
        (Counting.WORKING, Side.BEFORE): ngettext(
            "%(days)d working day before it", "%(days)d working days before it", days
        ),
        (Counting.CALENDAR, Side.BEFORE): ngettext("%(days)d day before it", "%(days)d days before it", days),
    }
    return said[Counting(counting), Side(side)] % {"days": days}


def _day(day: datetime.date) -> str:
    return date_format(day, "DATE_FORMAT")
