"""When a reply is due, for the rows of a list: by the promised day, with one calendar for all of them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.calendars.working_days import ONE_DAY, Calendar
from apps.cases.deadlines import AMBER
from apps.cases.models import Case
from apps.cases.states import State
from apps.disclosures.dates import month_day_weekday, near


@dataclass(frozen=True)
class Due:
    """The last day for a reply, the working days left with today, or those gone by since."""

    on: datetime.date
    left: int
    late: int
    rests: bool

    @property
    def is_overdue(self) -> bool:
        return not self.rests and self.on < timezone.localdate()

    @property
    def is_pressing(self) -> bool:
        """Overdue or amber: printed in ochre."""
        return not self.rests and self.left <= AMBER

    def __str__(self) -> str:
        if self.rests:
            return _("Waits for its writer; the time rests")
        if self.is_overdue:
            return ngettext(
                "Overdue by %(days)d working day (reply was due on %(day)s)",
                "Overdue by %(days)d working days (reply was due on %(day)s)",
                self.late,
            ) % {"days": self.late, "day": near(self.on)}
        return ngettext(
            "Reply due on %(day)s, %(days)d working day left with today",
            "Reply due on %(day)s, %(days)d working days left with today",
            self.left,
        ) % {"days": self.left, "day": month_day_weekday(self.on)}


def dues_of(cases: list[Case]) -> dict[int, Due]:
    """The days of the open ones among these cases."""
    running = [case for case in cases if case.is_open]
    if not running:
        return {}
    today = timezone.localdate()
    days = [case.due_on for case in running]
    calendar = Calendar.between(min(today, *days), max(today, *days))
    return {case.pk: _due(case, calendar, today) for case in running}


def _due(case: Case, calendar: Calendar, today: datetime.date) -> Due:
    left = len(calendar.working_days(today, case.due_on))
    late = len(calendar.working_days(case.due_on + ONE_DAY, today))
    return Due(case.due_on, left, late, rests=case.state == State.ASKED)
