"""The groups' records in a test, and their forms as a browser would send them."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.groupwork.checking import answer
from apps.groupwork.models import Answer, Checklist, Meeting, Plan, Question, Verdict
from apps.groupwork.recording import record_meeting, record_plan
from apps.groupwork.years import Month
from apps.organization.models import Role
from tests.cast import Cast, again
from tests.visiting import visiting

HOME = reverse("groupwork:home")
NEW_MEETING = reverse("groupwork:new_meeting")
NEW_PLAN = reverse("groupwork:new_plan")
DECIDED = "决定每周三下午核对公开栏。"


def since_long(cast: Cast) -> None:
    """Everybody has had their seat for two years: what was earlier can be recorded too."""
    for person in (cast.chair, cast.deputy, cast.office, *cast.supervisors):
        person.memberships.update(since=timezone.localdate() - datetime.timedelta(days=730))


def met(cast: Cast, **fields: Any) -> Meeting:
    given = {
        "school": cast.school,
        "group": Role.SUPERVISION,
        "held_on": timezone.localdate(),
        "place": "二楼会议室",
        "discussed": "九月份公开的内容。",
        "decided": DECIDED,
    }
    actor, files = fields.pop("actor", cast.office), fields.pop("files", ())
    present = fields.pop("present", [cast.member.pk, cast.supervisors[1].pk])
    return record_meeting(Meeting(**given | fields), actor=again(actor), present=present, files=files)


def planned(cast: Cast, **fields: Any) -> Plan:
    today = timezone.localdate()
    given = {
        "school": cast.school,
        "period": "2026—2027学年第一学期",
        "starts_on": today,
        "ends_on": today,
        "title": "第一学期校务公开工作计划",
        "text": "一、公开目录按时公开。",
        "adopted_on": today,
    }
    files = fields.pop("files", ())
    return record_plan(Plan(**given | fields), actor=again(cast.office), files=files)


def answered(cast: Cast, actor: User | None = None, month: Month | None = None, **verdicts: Any) -> Checklist:
    """A checklist; `verdicts` are pairs (verdict, remark) by question, all others a yes."""
    month = month or Month.of(timezone.localdate())
    checklist = Checklist(school=cast.school, month=month.first)
    pairs = [(question, *verdicts.get(question, (Verdict.YES, ""))) for question in Question]
    answers = [Answer(checklist=checklist, question=q, verdict=v, remark=remark) for q, v, remark in pairs]
    return answer(checklist, actor=again(actor or cast.member), answers=answers)


def typed_meeting(cast: Cast, **fields: Any) -> dict[str, Any]:
    """What the browser sends for a meeting of today."""
    today = timezone.localdate()
    return {
        "token": uuid.uuid4(),
        "listed": today,
        "group": Role.SUPERVISION,
        "held_on": today,
        "place": "二楼会议室",
        "present": [cast.member.pk],
        "guests": "",
        "discussed": "九月份公开的内容。",
        "decided": DECIDED,
        **fields,
    }


def typed_answers(**fields: Any) -> dict[str, Any]:
    """What the browser sends for a month in which everything was well."""
    return {"do": "answer", "token": uuid.uuid4(), **dict.fromkeys(Question.values, "yes"), **fields}


def send(user: User, address: str, **typed: Any) -> HttpResponse:
    return visiting(user).post(address, typed)


def page_of(cast: Cast, month: Month | None = None) -> str:
    return reverse("groupwork:checklist", args=[cast.school.pk, month or Month.of(timezone.localdate())])
