"""How often a matter is due and from which day its time runs: the catalogue's default, and what a school chose."""

from __future__ import annotations

import csv
import datetime
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.catalogue.models import Cadence, Heading, in_readers_language

TIMINGS = Path(__file__).with_name("timings.csv")


class Rhythm(models.TextChoices):
    """How often a matter is due (S63, S242)."""

    WEEKLY = "weekly", _("every week")
    MONTHLY = "monthly", _("every month")
    QUARTERLY = "quarterly", _("every quarter")
    TERM_START = "term_start", _("at the beginning of each term")
    TERM_END = "term_end", _("at the end of each term")
    ANNUAL = "annual", _("every school year")
    ON_EVENT = "on_event", _("when it happens")
    ANY_TIME = "any_time", _("at any time")


class Counting(models.TextChoices):
    WORKING = "working", _("working days")
    CALENDAR = "calendar", _("calendar days")


class Side(models.TextChoices):
    AFTER = "after", _("after")
    BEFORE = "before", _("before")


class Anchor(models.TextChoices):
    """The day from which is counted."""

    START = "start", _("the first day of the period")
    END = "end", _("the last day of the period")
    EVENT = "event", _("the day it happens")
    DAY = "day", _("a fixed day of the year")


IN_PERIODS = (Rhythm.WEEKLY, Rhythm.MONTHLY, Rhythm.QUARTERLY, Rhythm.TERM_START, Rhythm.TERM_END, Rhythm.ANNUAL)
"""Rhythms whose duties the calendar opens by itself."""


@dataclass(frozen=True)
class Timing:
    """A rhythm and its time limit: so many days of one sort before or after a day."""

    rhythm: Rhythm
    days: int = 0
    counting: Counting = Counting.WORKING
    side: Side = Side.AFTER
    anchor: Anchor = Anchor.END
    day: str = ""
    """The fixed day, such as 10-31."""
    is_statutory: bool = False
    """The number stands in a confirmed basis: a school's own rest days do not lengthen it."""


USUAL = {
    Rhythm.WEEKLY: Timing(Rhythm.WEEKLY, 1),
    Rhythm.MONTHLY: Timing(Rhythm.MONTHLY, 10),
    Rhythm.QUARTERLY: Timing(Rhythm.QUARTERLY, 15),
    Rhythm.TERM_START: Timing(Rhythm.TERM_START, 20, anchor=Anchor.START),
    Rhythm.TERM_END: Timing(Rhythm.TERM_END, 10),
    Rhythm.ANNUAL: Timing(Rhythm.ANNUAL),
    Rhythm.ON_EVENT: Timing(Rhythm.ON_EVENT, 20, anchor=Anchor.EVENT),
    Rhythm.ANY_TIME: Timing(Rhythm.ANY_TIME),
}
"""What holds where neither the catalogue nor the school gives a number; our own defaults, printed as no law."""

RHYTHM_OF = {
    Cadence.REALTIME: Rhythm.ANY_TIME,
    Cadence.WEEKLY: Rhythm.WEEKLY,
    Cadence.MONTHLY: Rhythm.MONTHLY,
    Cadence.QUARTERLY: Rhythm.QUARTERLY,
    Cadence.ANNUAL: Rhythm.ANNUAL,
    Cadence.ON_EVENT: Rhythm.ON_EVENT,
}
AT_THE_END = ("week_end", "month_end", "quarter_end", "term_end", "report_upward", "archiving", "payment", "meeting")
"""Events of the catalogue that lie at the end of their period."""
AT_THE_START = ("week_start", "school_year_start", "charging")
MADE = "formed_or_changed"
"""What is reported is made when its period ends; what holds for a term or a year is made when that begins."""


def default_timing(heading: Heading) -> Timing:
    """The timing of a heading where the school chose nothing: of timings.csv, else from the catalogue's own codes."""
    timing = note.timing if (note := notes().get(heading.code)) and note.timing else derived_timing(heading)
    return replace(timing, is_statutory=bool(heading.time_limit_days and heading.is_confirmed))


def derived_timing(heading: Heading) -> Timing:
    """Read from cadence, number and code, such as 15 and calendar_days_after:month_end (regulations.md §10)."""
    form, _colon, event = heading.time_limit_basis.partition(":")
    rhythm = _rhythm(heading, form, event)
    if form == "by" and is_day(event):
        return Timing(rhythm, anchor=Anchor.DAY, day=event)
    anchor, side = _anchor(rhythm, event), Side.BEFORE if "before" in form else Side.AFTER
    counting = Counting.CALENDAR if form.startswith("calendar") else Counting.WORKING
    days = heading.time_limit_days
    if days is None:
        days = _usual_days(rhythm, form, side, anchor, heading.publicity_days or 0)
    return Timing(rhythm, days, counting, side, anchor)


def is_day(text: str) -> bool:
    """Whether this is a day that every year has, such as 10-31."""
    try:
        datetime.date.fromisoformat(f"2023-{text}")
    except ValueError:
        return False
    return True


def _rhythm(heading: Heading, form: str, event: str) -> Rhythm:
    if form == "ongoing":
        return Rhythm.ANY_TIME
    if heading.cadence == Cadence.SEMESTER:
        return Rhythm.TERM_END if event in AT_THE_END else Rhythm.TERM_START
    return RHYTHM_OF[Cadence(heading.cadence)]


def _anchor(rhythm: Rhythm, event: str) -> Anchor:
    if rhythm == Rhythm.ON_EVENT:
        return Anchor.EVENT
    if event == MADE:
        return Anchor.START if rhythm in (Rhythm.TERM_START, Rhythm.ANNUAL) else Anchor.END
    if event in AT_THE_START:
        return Anchor.START
    return Anchor.EVENT if rhythm == Rhythm.ANNUAL and event not in AT_THE_END[:4] else USUAL[rhythm].anchor


def _usual_days(rhythm: Rhythm, form: str, side: Side, anchor: Anchor, publicity_days: int) -> int:
    """A list with a publicity period has to be up so long before the event that the period can end."""
    if side == Side.BEFORE:
        return {Anchor.EVENT: 1 + publicity_days, Anchor.START: 1}.get(anchor, 0)
    if form in ("on", "by"):
        return 0
    return USUAL[Rhythm.ON_EVENT if anchor == Anchor.EVENT else rhythm].days


@dataclass(frozen=True)
class Note:
    """What timings.csv says of a heading: another timing than the derived one, and what schools do differently."""

    code: str
    timing: Timing | None
    alternatives: tuple[Rhythm, ...]
    chinese: str
    english: str

    @property
    def reason(self) -> str:
        return in_readers_language(self.chinese, self.english)


@cache
def notes() -> dict[str, Note]:
    """The notes by the code of their heading."""
    with TIMINGS.open(encoding="utf-8", newline="") as file:
        return {row["code"]: _note(row) for row in csv.DictReader(file)}


def _note(row: dict[str, str]) -> Note:
    timing = None
    if row["rhythm"]:
        timing = Timing(
            Rhythm(row["rhythm"]), int(row["days"]), Counting(row["counting"]), Side(row["side"]), Anchor(row["anchor"])
        )
    others = tuple(Rhythm(name) for name in row["alternatives"].split())
    return Note(row["code"], timing, others, row["reason"], row["reason_en"])


def chosen_timing(heading: Heading, rhythm: Rhythm, days: int | None) -> Timing:
    """The timing of a heading under a rhythm that a school chose; without a number the usual one."""
    default = default_timing(heading)
    timing = default if rhythm == default.rhythm else USUAL[rhythm]
    return timing if days is None else replace(timing, days=days, is_statutory=False)
