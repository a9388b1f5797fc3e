"""A school whose calendar is known by heart: two school years around the Spring Festival of 2026."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import time_machine

from apps.calendars.filling import fill
from apps.calendars.models import SchoolYear, Term, Vacation
from apps.calendars.school_years import year_at
from apps.catalogue.models import Heading
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.duties.models import Duty, Occurrence, Placement, Start
from apps.duties.opening import Opened, open_duties
from apps.organization.models import Unit
from tests.cast import Cast, draft, walk


def calendar_of(school: Unit) -> None:
    """Holidays of 2025 and 2026 as they were announced, 2027 still unknown; three terms, two vacations."""
    fill(2025)
    fill(2026)
    years = [(2025, date(2025, 9, 1), date(2026, 8, 31)), (2026, date(2026, 9, 1), date(2027, 8, 31))]
    for year, first, last in years:
        SchoolYear.objects.create(school=school, name=f"{year}—{year + 1}学年", starts_on=first, ends_on=last)
    for name, first, last in [
        ("2025—2026学年第一学期", date(2025, 9, 1), date(2026, 2, 28)),
        ("2025—2026学年第二学期", date(2026, 3, 1), date(2026, 8, 31)),
        ("2026—2027学年第一学期", date(2026, 9, 1), date(2027, 1, 31)),
    ]:
        Term.objects.create(school=school, name=name, starts_on=first, ends_on=last)
    Vacation.objects.create(school=school, name="寒假", starts_on=date(2026, 1, 26), ends_on=date(2026, 2, 28))
    Vacation.objects.create(school=school, name="暑假", starts_on=date(2026, 7, 4), ends_on=date(2026, 8, 31))


def heading(code: str) -> Heading:
    return Heading.objects.get(code=code)


def happened(code: str, unit: Unit, day: date, **fields: Any) -> Occurrence:
    """An event as a clerk enters it, without what follows from it."""
    return Occurrence.objects.create(
        heading=heading(code), unit=unit, title=f"{code} 事件", happened_on=day, recorded_by_id=1, **fields
    )


def duty(code: str, key: str = "", **conditions: Any) -> Duty:
    """The only duty of a heading for a period, judged by today."""
    found = Duty.objects.judged().with_delay().filter(heading__code=code, **conditions)
    return found.get(key=key) if key else found.get()


def placed(item: Any) -> str:
    """The period of the duty that an item is for; empty for none."""
    placement = Placement.objects.filter(disclosure=item.pk).select_related("duty").first()
    return placement.duty.key if placement else ""


def at(year: int, month: int, day: int, hour: int = 10) -> datetime:
    """An hour of a day in the school's time zone, to travel to."""
    return datetime(year, month, day, hour, tzinfo=ZoneInfo("Asia/Shanghai"))


def posted(cast: Cast, code: str, on: datetime, **fields: Any) -> Disclosure:
    """An item of a heading that walked the road and was posted at an hour."""
    with time_machine.travel(on, tick=False):
        item = draft(cast, **{"heading": heading(code), "publicity_days": None, **fields})
        return walk(item, State.POSTED, cast)


def opened(cast: Cast, on: datetime, **how: Any) -> Opened:
    """What is opened on a day, in a school that counts from the beginning of its school year."""
    counts_from_its_year(cast.school, on)
    with time_machine.travel(on, tick=False):
        return open_duties(cast.school, actor=cast.office, **how)


def counts_from_its_year(school: Unit, on: datetime) -> None:
    Start.objects.get_or_create(school=school, defaults={"on": year_at(school, on.date()).starts_on})
