"""What the demo school posts because the calendar asks for it: a short text for each duty that nothing else fulfils.

A few come late and a few never, as in a real school; which ones is counted within their term.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import Any

from apps.disclosures.states import State
from apps.kinds.notices.demo.routine_texts import TEXTS
from apps.kinds.notices.factories import NoticeFactory
from apps.kinds.notices.models import Notice

LATE = {"this": {5: 2, 12: 3}, "last": {2: 1, 6: 3, 13: 2, 20: 4, 26: 2}, "before": {3: 1}}
"""Working days by which the so-many-th of its term is late."""
MISSED = {"this": {9}, "last": {10, 17, 30}, "before": set()}
LONG_BEFORE = {"0401", "0403", "0704", "0808", "0901", "0902", "1101", "1102"}
"""Due by the end of the school year, when nobody enters a day; a school does them in spring."""
FOLLOWED = {"0704": "0705"}
OF_OTHERS = ("0301", "0402", "0501", "0905", "1001")
"""Matters that do not apply, or whose items are all in the books."""
NUMERALS = "一二三四"


def add_routine(plan: Any) -> None:
    of_term = defaultdict(list)
    names = dict(zip((term.name for term in plan.terms), ("before", "last", "this"), strict=True))
    for owed in plan.lacking():
        if owed.code not in OF_OTHERS:
            of_term[names[owed.term.name]].append(owed)
    for name, several in of_term.items():
        for number, owed in enumerate(several):
            day = _day(plan, owed, number, LATE[name].get(number))
            if day < plan.today and number not in MISSED[name]:
                _add(plan, owed, owed.code, day, number)


def _day(plan: Any, owed: Any, number: int, late: int | None) -> datetime.date:
    """The day of its posting: some working days before its last day, or after it."""
    if late and (day := plan.after(owed.due_on, late)) <= owed.closes_on:
        return day
    early = 45 if owed.code in LONG_BEFORE else 1
    return max(plan.before(owed.last_on, early + number % 5), plan.worked(owed.opens_on))


def _add(plan: Any, owed: Any, code: str, day: datetime.date, number: int) -> None:
    text, words = TEXTS[code], _words(plan, owed, number)
    item = plan.item(
        NoticeFactory,
        unit=owed.unit,
        heading=code,
        on=day,
        title=text.title.format(**words),
        summary=text.summary.format(**words),
        genre=Notice.Genre.REPORT,
        body=f"<p>{text.body.format(**words)}</p>",
    )
    if days := item.values["publicity_days"]:
        over = plan.after(day, days + 1)
        item.to = State.CONCLUDED if over < plan.today else State.POSTED
        if code in FOLLOWED and (result := plan.after(over, 8)) < plan.today:
            _add(plan, owed, FOLLOWED[code], result, number)


def _words(plan: Any, owed: Any, number: int) -> dict[str, Any]:
    """The period in words, and some numbers that differ from text to text."""
    first = owed.starts_on
    seed = first.toordinal() + 7 * number + int(owed.code)
    return {
        "month": f"{first.year}年{first.month}月",
        "quarter": f"{first.year}年第{NUMERALS[(first.month - 1) // 3]}季度",
        "term": owed.term.name,
        "years": f"{plan.school_year(first)}学年",
        "year": owed.ends_on.year,
        "last": first.year - 1 if first.month < 9 else first.year,
        "few": 2 + seed % 4,
        "some": 11 + seed % 17,
        "more": 36 + seed % 41,
        "many": 380 + seed % 97,
        "share": 91 + seed % 7,
        "part": seed % 10,
    }
