"""Cases that were answered, and what of them is public."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from apps.cases import codes
from apps.cases.filing import file_case
from apps.cases.models import Case, Event, Publication
from apps.cases.publishing import hide, propose_hiding, publish
from apps.cases.states import State
from apps.cases.types import TYPES, WATCHED, Type
from apps.cases.workflow import take
from apps.disclosures.models import Disclosure
from tests.boarding import without_guards
from tests.cast import Cast

LETTER, QUESTION, ANSWER = "信里写的是石榴树下的事情。", "石榴树什么时候修剪？", "本周六由总务处修剪，请绕行。"


def decided(cast: Cast, type: str = Type.OPINION, finding: str = "", **fields: Any) -> Case:
    """A case that went the whole road to its reply."""
    case = file_case(type, school=cast.school, text=LETTER, **{"may_publish": True, **fields}).case
    take("accept", case, actor=cast.office)
    take("assign", case, actor=cast.office, handler=cast.clerk, unit=cast.department)
    take("draft_reply", case, actor=cast.clerk, text=LETTER, finding=finding or TYPES[Type(type)].findings[0])
    return take("send_reply", case, actor=cast.member if type in WATCHED else cast.deputy)


def published(cast: Cast, type: str = Type.OPINION, *, question: str = QUESTION, **fields: Any) -> Publication:
    return publish(decided(cast, type, **fields), actor=cast.office, question=question, answer=ANSWER)


def about(cast: Cast, item: Disclosure, **fields: Any) -> Publication:
    """A reply about an item in any state in which it was posted."""
    return published(cast, Type.MISTAKE, disclosure=item, **fields)


def hidden(cast: Cast, **fields: Any) -> Publication:
    reply = published(cast, **fields)
    propose_hiding(reply.case, actor=cast.office, reason="personal")
    hide(reply.case, actor=cast.chair)
    return reply


def rows_of_cases(cast: Cast, rows: Iterable[dict[str, Any]]) -> list[Case]:
    """Cases as rows, without their road: what numbers are counted from."""
    cases = [
        Case(
            **{
                "type": Type.OPINION,
                "school": cast.school,
                "text": LETTER,
                "state": State.REPLIED if row.get("decided_at") else State.ASSIGNED,
                "finding": "explained" if row.get("decided_at") else "",
                "due_on": row["received_at"].date() + datetime.timedelta(days=7),
                "code": codes.new_code(),
                **row,
            }
        )
        for row in rows
    ]
    with without_guards():
        Case.objects.bulk_create(cases)
    told = ({"case": case, "from_state": case.state, "to_state": case.state} for case in cases)
    Event.objects.bulk_create(Event(name="file", **fields) for fields in told)
    return cases
