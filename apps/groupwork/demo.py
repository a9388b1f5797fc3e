"""What the two groups of the demo school did: meetings, a work plan for each term, monthly checklists."""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any

from apps.groupwork.checking import answer, confirm
from apps.groupwork.models import Answer, Checklist, Meeting, Plan, Question, Verdict
from apps.groupwork.people import members_on
from apps.groupwork.recording import record_meeting, record_plan
from apps.groupwork.years import Month
from apps.organization.models import Role

AFTERNOON = datetime.time(16, 20)
PLAN = (
    "一、每月 5 日前核对公开目录，缺的当月补上。\n二、财务、收费、评优三类公开前，监督小组逐项核对原始材料。\n"
    "三、每月开箱两次，意见 5 个工作日内答复。\n四、学期末向教职工大会报告按时公开的情况，迟公开的说明原因。"
)
MEETINGS = (
    (
        40,
        Role.LEADERSHIP,
        "本学期公开目录的分工；收费公示的核对办法。",
        "每个事项定一名经办人；收费公示由总务处和监督小组共同核对后公布。",
    ),
    (
        24,
        Role.SUPERVISION,
        "抽查上月财务摘要和食堂收支；听取意见箱开箱情况。",
        "数字与凭证一致；食堂添饭排队的意见转总务处，两周内回复。",
    ),
    (
        5,
        Role.LEADERSHIP,
        "逾期未公开的事项和原因；期末公开工作的安排。",
        "逾期事项由分管领导一周内督办；离任经办人的事项重新分工。",
    ),
)
"""Working days before today, the group, what was discussed and what was decided."""
REMARKS = {Question.TIMELY: "有一期后勤简报没有按时公开，已提醒总务处。"}
"""What was noticed in the newest month; the older ones are all in order."""


def add_doings(plan: Any) -> None:
    for days, group, discussed, decided in MEETINGS:
        day = plan.ago(days)
        plan.do(day, AFTERNOON, partial(_meet, on=day, group=group, discussed=discussed, decided=decided))
    for term in plan.terms[1:]:
        day = plan.opening(term, 3)
        plan.do(day, AFTERNOON, partial(_adopt, on=day, term=term))
    for back in (2, 1):
        month = (plan.today.replace(day=1) - datetime.timedelta(days=31 * (back - 1) + 1)).replace(day=1)
        day = plan.after(Month(month).last, 1)
        plan.do(day, AFTERNOON, partial(_check, month=month, remarks=REMARKS if back == 1 else {}))


def _meet(cast: Any, on: datetime.date, group: str, discussed: str, decided: str) -> None:
    seats = members_on(cast.school, on)
    meeting = Meeting(
        school=cast.school, group=group, held_on=on, place="行政楼 203 会议室", discussed=discussed, decided=decided
    )
    present = [key for key, seat in seats.items() if seat.role == group]
    record_meeting(meeting, actor=cast.people["office"], present=present, files=())


def _adopt(cast: Any, on: datetime.date, term: Any) -> None:
    plan = Plan(
        school=cast.school,
        title=f"{term.name}校务公开工作计划",
        period=term.name,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        adopted_on=on,
        text=PLAN,
    )
    record_plan(plan, actor=cast.people["office"], files=())


def _check(cast: Any, month: datetime.date, remarks: dict[Question, str]) -> None:
    """One member answers, the chair confirms; what was noticed waits for a second member."""
    checklist = Checklist(school=cast.school, month=month)
    answers = [
        Answer(
            checklist=checklist,
            question=question,
            verdict=Verdict.PARTLY if question in remarks else Verdict.YES,
            remark=remarks.get(question, ""),
        )
        for question in Question
    ]
    answer(checklist, actor=cast.people["sup3"], answers=answers)
    if not remarks:
        confirm(checklist, actor=cast.people["sup1"])
