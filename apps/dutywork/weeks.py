"""A week on the working side: what is due on each day, which publicity periods end, how many replies are due."""

from __future__ import annotations

import datetime
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.calendars.working_days import ONE_DAY, SATURDAY, Calendar
from apps.cases.models import Case
from apps.disclosures.dates import month_day
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.duties.querysets import DutyQuerySet
from apps.dutywork.rows import Row, rows_of

ONE_WEEK = datetime.timedelta(days=7)
WRITTEN = re.compile(r"([0-9]{4})-W([0-9]{2})")


@dataclass
class WeekDay:
    """A day of the week and what falls on it."""

    date: datetime.date
    name: str
    is_working: bool
    duties: list[Row] = field(default_factory=list)
    ending: list[Disclosure] = field(default_factory=list)
    replies: int = 0

    @property
    def is_today(self) -> bool:
        return self.date == timezone.localdate()

    @property
    def is_empty(self) -> bool:
        return not (self.duties or self.ending or self.replies)

    @property
    def is_shown(self) -> bool:
        """Monday to Friday, and a weekend day that is worked or has something."""
        return self.date.weekday() < SATURDAY or self.is_working or not self.is_empty


@dataclass(frozen=True)
class Week:
    """Seven days from a Monday."""

    days: list[WeekDay]

    @property
    def shown(self) -> list[WeekDay]:
        return [day for day in self.days if day.is_shown]

    @property
    def title(self) -> str:
        return _("%(first)s to %(last)s") % {
            "first": month_day(self.days[0].date), "last": month_day(self.days[-1].date),
        }  # fmt: skip

    @property
    def is_this_week(self) -> bool:
        return any(day.is_today for day in self.days)

    @property
    def before(self) -> str:
        return written(self.days[0].date - ONE_WEEK)

    @property
    def after(self) -> str:
        return written(self.days[0].date + ONE_WEEK)


def monday_of(day: datetime.date) -> datetime.date:
    return day - day.weekday() * ONE_DAY


def written(day: datetime.date) -> str:
    """The week of a day as an address has it: 2026-W37."""
    return f"{day:%G-W%V}"


def read(typed: str) -> datetime.date:
    """The Monday of the week that an address names; that of today when it names none between 2001 and 2099."""
    found = WRITTEN.fullmatch(typed)
    try:
        if found and 2000 < int(found[1]) < 2100:
            return datetime.date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        pass
    return monday_of(timezone.localdate())


def week_of(monday: datetime.date, duties: DutyQuerySet, user: User) -> Week:
    """The week for this person: of these duties those due in it, and the items and cases that they may see."""
    sunday = monday + 6 * ONE_DAY
    calendar = Calendar.between(monday, sunday)
    days = {day: _empty(day, calendar) for day in (monday + number * ONE_DAY for number in range(7))}
    due = duties.owed().judged().with_delay().filter(due_on__range=(monday, sunday)).order_by("due_on", "heading", "id")
    for row in rows_of(due, user):
        days[row.duty.due_on].duties.append(row)  # type: ignore[index]
    for day, items in _ending(monday, sunday, duties, user).items():
        days[day].ending = items
    for day, number in _replies(monday, sunday, user).items():
        days[day].replies = number
    return Week(list(days.values()))


def _empty(date: datetime.date, calendar: Calendar) -> WeekDay:
    day = calendar.day(date)
    return WeekDay(date, day.name, day.is_working)


def _ending(
    monday: datetime.date, sunday: datetime.date, duties: DutyQuerySet, user: User
) -> dict[datetime.date, list[Disclosure]]:
    """The posted items of the same units whose publicity period ends in the week."""
    items = Disclosure.objects.workable_by(user).filter(
        school__in=duties.order_by().values("school"),
        state=State.POSTED,
        publicity_ends_at__date__range=(monday, sunday),
    )
    found = defaultdict(list)
    for item in items.order_by("publicity_ends_at", "id"):
        found[timezone.localdate(item.publicity_ends_at)].append(item)
    return found


def _replies(monday: datetime.date, sunday: datetime.date, user: User) -> Counter[datetime.date]:
    """How many open cases that this person sees are to be answered on each day."""
    cases = Case.objects.seen_by(user).open().filter(due_on__range=(monday, sunday))
    return Counter(cases.values_list("due_on", flat=True))
