"""The publicity period (公示期): from when to when, and why these dates."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from apps.calendars.working_days import Calendar, Day
from apps.disclosures.models import Disclosure
from apps.disclosures.signals import result_requested
from apps.organization.models import SchoolRules, Unit


@dataclass(frozen=True)
class Period:
    """First and last day, how many working days were promised, which days count by today's calendar and which not."""

    starts_on: datetime.date
    ends_at: datetime.datetime
    count: int
    days: list[datetime.date]
    skipped: list[Day]
    is_provisional: bool

    @property
    def ends_on(self) -> datetime.date:
        return timezone.localdate(self.ends_at)

    @property
    def has_begun(self) -> bool:
        return self.starts_on <= timezone.localdate()

    @property
    def today_counts(self) -> bool:
        return timezone.localdate() in self.days

    @property
    def left(self) -> list[datetime.date]:
        """Working days not over yet, today included."""
        return [day for day in self.days if day >= timezone.localdate()]


@dataclass(frozen=True)
class Result:
    """What a publicity period ended with: the outcome, and the statement that becomes part of the record."""

    outcome: str
    statement: str


def result_of(item: Disclosure) -> Result | None:
    """The result as it is counted from the objections; None when nothing here counts them."""
    answers: list[tuple[object, Result | None]] = result_requested.send(Disclosure, item=item)  # type: ignore[assignment]
    return next((result for _receiver, result in answers if result), None)


def rules_of(school: Unit) -> SchoolRules:
    """The school's own rules, or the defaults."""
    return SchoolRules.objects.filter(school=school).first() or SchoolRules(school=school)


def period_from(posted_at: datetime.datetime, working_days: int, rules: SchoolRules) -> Period:
    """The period of an item posted at a time.

    It begins on the next working day unless the school says that the day of posting counts (and it is not past closing
    time then), and closes at the school's closing time on its last working day (regulations.md §7: 民法典 第201–204条;
    item_forms.md §0.2).
    """
    local = timezone.localtime(posted_at)
    posted_on, posted_time = local.date(), local.time()
    calendar = Calendar.between(posted_on, posted_on + datetime.timedelta(days=2 * working_days + 40))
    starts_on = posted_on
    if not (rules.posting_day_counts and calendar.is_working(posted_on) and posted_time < rules.closes_at):
        starts_on = calendar.next_working_day(posted_on)
    ends_on = calendar.add_working_days(starts_on, working_days)
    closes = timezone.make_aware(datetime.datetime.combine(ends_on, rules.closes_at))
    return _period(calendar, starts_on, closes, working_days)


def period_of(item: Disclosure) -> Period | None:
    """The period of a posted item as it was promised, explained by today's calendar; None without one."""
    return periods_of([item])[0]


def periods_of(items: list[Disclosure]) -> list[Period | None]:
    """The periods of several posted items, in their order, with one calendar; None for an item without one."""
    spans = [(item.publicity_starts_on, item.publicity_ends_at, item.publicity_days) for item in items]
    promised = [(first, closes) for first, closes, _count in spans if first and closes]
    if not promised:
        return [None] * len(spans)
    last = timezone.localdate(max(closes for _first, closes in promised))
    calendar = Calendar.between(min(first for first, _closes in promised), last)
    return [
        _period(calendar, first, closes, count or 0) if first and closes else None for first, closes, count in spans
    ]


def expected_period(item: Disclosure) -> Period | None:
    """The period this item would have if it were posted when it is planned to be, or now; None without one."""
    if not item.publicity_days:
        return None
    planned = max(item.publish_at or timezone.now(), timezone.now())
    return period_from(planned, item.publicity_days, rules_of(item.school))


def _period(calendar: Calendar, starts_on: datetime.date, ends_at: datetime.datetime, count: int) -> Period:
    ends_on = timezone.localdate(ends_at)
    return Period(
        starts_on=starts_on,
        ends_at=ends_at,
        count=count,
        days=calendar.working_days(starts_on, ends_on),
        skipped=calendar.skipped(starts_on, ends_on),
        is_provisional=calendar.is_provisional(starts_on, ends_on),
    )
