"""What a school owes by its calendar, its catalogue and its own choices: a pure reading, which nothing changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from apps.calendars.models import Term
from apps.catalogue.models import Heading
from apps.disclosures.states import State
from apps.duties.choosing import Stretch, choices_of, stretch_at, stretches
from apps.duties.models import Occurrence
from apps.duties.owners import owners_of
from apps.duties.periods import Frame, Period
from apps.duties.reckoning import Reckoning, reckon
from apps.duties.rhythms import IN_PERIODS, Anchor, Counting, Rhythm, Side, Timing
from apps.organization.models import Unit


@dataclass(frozen=True)
class Wanted:
    """A duty as it should be."""

    heading: Heading
    unit: Unit
    timing: Timing
    period: Period
    reckoning: Reckoning
    term: Term | None
    occurrence: Occurrence | None = None

    @property
    def key(self) -> tuple[int, int, str]:
        return self.heading.pk, self.unit.pk, self.period.key


Happened = dict[tuple[int, int], list[Occurrence]]


def wanted(frame: Frame) -> Iterator[Wanted]:
    """Everything that is due in a frame: what its calendar brings, then what happened."""
    choices, owners, happened = choices_of(frame.school), owners_of(frame.school), happened_in(frame)
    for heading in Heading.objects.filter(is_active=True):
        timings = stretches(heading, choices.get(heading.pk, []))
        for unit in owners.get(heading.pk, [frame.school]):
            yield from _of_calendar(frame, heading, unit, timings, happened)
    for occurrence in (one for several in happened.values() for one in several):
        timings = stretches(occurrence.heading, choices.get(occurrence.heading_id, []))
        yield from _of_event(frame, occurrence, timings)


def happened_in(frame: Frame) -> Happened:
    """The events of the school since the frame begins, by heading and unit; not those whose announcement is gone."""
    found = defaultdict(list)
    units = Unit.objects.under([frame.school.pk])
    events = Occurrence.objects.filter(unit__in=units, happened_on__gte=frame.first)
    events = events.exclude(announced_by__state=State.WITHDRAWN).select_related("heading", "unit")
    for occurrence in events.order_by("happened_on", "id"):
        found[occurrence.heading_id, occurrence.unit_id].append(occurrence)
    return found


def _of_calendar(
    frame: Frame, heading: Heading, unit: Unit, timings: list[Stretch], happened: Happened
) -> Iterator[Wanted]:
    """The duties that come by themselves; each follows the timing that holds on its last day."""
    events = happened.get((heading.pk, unit.pk), [])
    for stretch in timings:
        if stretch.timing.rhythm not in IN_PERIODS:
            continue
        for period in frame.periods(stretch.timing.rhythm):
            one = _reckoned(frame, heading, unit, stretch.timing, period, events)
            if one.reckoning.due_on and stretch.holds(one.reckoning.due_on):
                yield one


def _reckoned(
    frame: Frame, heading: Heading, unit: Unit, timing: Timing, period: Period, events: list[Occurrence]
) -> Wanted:
    """An event that falls into its period sets the day of a duty that waits for one."""
    waits = timing.anchor == Anchor.EVENT
    happened_on = next((e.happened_on for e in events if period.starts_on <= e.happened_on <= period.ends_on), None)
    calendar = frame.statutory if timing.is_statutory else frame.calendar
    reckoning = reckon(timing, period, calendar, happened_on if waits else None)
    belongs_on = reckoning.due_on if timing.rhythm == Rhythm.ANNUAL and reckoning.due_on else period.starts_on
    return Wanted(heading, unit, timing, period, reckoning, frame.term_at(belongs_on))


def _of_event(frame: Frame, occurrence: Occurrence, timings: list[Stretch]) -> Iterator[Wanted]:
    """The duty that an event opened, unless its matter comes by the calendar: then the event only sets the day."""
    timing = stretch_at(timings, occurrence.happened_on).timing
    if timing.rhythm in IN_PERIODS:
        return
    timing = replace(timing, rhythm=Rhythm.ON_EVENT, anchor=Anchor.EVENT)
    if occurrence.days is not None:
        timing = Timing(Rhythm.ON_EVENT, occurrence.days, Counting(occurrence.counting), Side.AFTER, Anchor.EVENT)
    period = Period(f"E{occurrence.pk}", occurrence.happened_on, occurrence.happened_on)
    calendar = frame.statutory if timing.is_statutory else frame.calendar
    reckoning = reckon(timing, period, calendar, occurrence.happened_on)
    term = frame.term_at(occurrence.happened_on)
    yield Wanted(occurrence.heading, occurrence.unit, timing, period, reckoning, term, occurrence)
