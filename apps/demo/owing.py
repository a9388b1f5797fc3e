"""What the demo school will owe, read from its calendar before anything is there: so that its items come in time."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from apps.calendars.models import SchoolYear, Term, Vacation
from apps.calendars.working_days import ONE_DAY, Calendar
from apps.catalogue.models import Heading
from apps.duties.periods import Frame
from apps.duties.reckoning import reckon
from apps.duties.rhythms import IN_PERIODS, Rhythm, chosen_timing, default_timing
from apps.organization.models import Unit


class Chosen(NamedTuple):
    """How often the school discloses a matter, and why not as the catalogue has it."""

    rhythm: Rhythm
    reason: str


CHOICES = {
    "0705": Chosen(Rhythm.ON_EVENT, "职称评审结果由区里下达，什么时候下达，就从那天起算。"),
    "0711": Chosen(Rhythm.TERM_END, "平时考勤按月在年级组内核对，全校汇总到学期末公开一次。"),
    "0906": Chosen(Rhythm.QUARTERLY, "学校的资产负债变动不大，按季度公开看得更清楚。"),
    "1001": Chosen(Rhythm.QUARTERLY, "寒暑假食堂不开，逐月没有可比的收支；每月照常张贴，按季度登记。"),
    "1002": Chosen(Rhythm.TERM_START, "每周食谱张贴在食堂门口和班级群；供应商每学期招标一次，随学期公开。"),
    "1004": Chosen(Rhythm.MONTHLY, "九年制学校后勤人手少，每周一期写不出新内容，改为每月一期。"),
}
"""Rhythms that a school of nine grades sets otherwise."""
OWNERS = {
    "0202": "工会", "0203": "总务处", "0205": "德育处", "0405": "德育处", "0406": "德育处", "0407": "德育处",
    "0706": "工会", "0711": "教务处", "1006": "教务处", "1105": "教务处", "1106": "德育处", "1108": "德育处",
}  # fmt: skip
"""Matters that do not lie with the department of their class."""
CLASSES = {
    "01": "校长办公室", "02": "校长办公室", "03": "校长办公室", "04": "教务处", "05": "总务处", "06": "教务处",
    "07": "党支部", "08": "总务处", "09": "总务处", "10": "总务处", "11": "工会", "12": "工会",
}  # fmt: skip


def owner_of(code: str) -> str:
    """The department that answers for a matter."""
    return OWNERS.get(code) or CLASSES[code[:2]]


@dataclass(frozen=True)
class Owed:
    """One duty of the plan: a matter, its period, its last day, and the days between which an item is for it."""

    code: str
    term: Term
    starts_on: datetime.date
    ends_on: datetime.date
    opens_on: datetime.date
    due_on: datetime.date
    closes_on: datetime.date

    @property
    def last_on(self) -> datetime.date:
        """The last day on which an item fulfils it in time."""
        return min(self.due_on, self.closes_on)

    @property
    def unit(self) -> str:
        return owner_of(self.code)


def owed_by(
    years: list[SchoolYear], terms: list[Term], vacations: list[Vacation], headings: dict[str, Heading]
) -> Iterator[Owed]:
    """Everything that the calendar brings from the first of these terms on, by the rules of apps/duties."""
    calendar = Calendar.between(years[0].starts_on, years[-1].ends_on)
    frame = Frame(Unit(), years, terms, vacations, calendar, calendar)
    for code, heading in headings.items():
        timing = chosen_timing(heading, CHOICES[code].rhythm, None) if code in CHOICES else default_timing(heading)
        if timing.rhythm not in IN_PERIODS:
            continue
        periods = list(frame.periods(timing.rhythm))
        reckonings = [reckon(timing, period, calendar) for period in periods]
        closings = [following.opens_on - ONE_DAY for following in reckonings[1:]] + [frame.last]
        for period, reckoning, closes_on in zip(periods, reckonings, closings, strict=True):
            assert reckoning.due_on is not None
            term = frame.term_at(reckoning.due_on if timing.rhythm == Rhythm.ANNUAL else period.starts_on)
            if term:
                days = period.starts_on, period.ends_on, reckoning.opens_on, reckoning.due_on, closes_on
                yield Owed(code, term, *days)
