"""A school year with figures that were counted by hand, and its report."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from apps.accounts.models import User
from apps.archive.annual import Table, tables_of
from apps.archive.annual_drafting import draft_report
from apps.calendars.models import Term
from apps.cases.types import Type
from apps.catalogue.models import Heading
from apps.disclosures.factories import HeadingFactory
from apps.disclosures.models import Disclosure
from apps.duties.models import Duty, Placement
from apps.duties.opening import open_duties
from apps.groupwork.years import Year
from tests.boarding import base_rows, without_guards
from tests.cast import Cast, again
from tests.replying import rows_of_cases

WORDS = "四月的公示晚了两天，已改为提前三天起草。"
HERE = timezone.get_default_timezone()
TODAY = datetime.datetime(2026, 11, 23, 12, tzinfo=HERE)
SPRING = datetime.datetime(2026, 3, 10, 9, tzinfo=HERE)
MARCH, ONE_DAY = datetime.date(2026, 3, 1), datetime.timedelta(days=1)
AFTERWARDS = ("下一学期", datetime.date(2026, 9, 1), datetime.date(2027, 2, 28))
YEAR = Year("2025—2026学年", datetime.date(2025, 9, 1), datetime.date(2026, 8, 31))


def table(cast: Cast, key: str) -> Table:
    return next(found for found in tables_of(cast.school, YEAR, again(cast.office)) if found.key == key)


def rows(cast: Cast, key: str) -> dict[str, tuple]:
    return {row.key: row.values for row in table(cast, key).rows}


def items(cast: Cast, count: int, **fields: Any) -> list[Disclosure]:
    return base_rows(cast, count, **{"heading": Heading.objects.get(code="0501"), "posted_at": SPRING, **fields})


def drafted(cast: Cast, **changes: Any) -> Disclosure:
    return draft_report(cast.school, YEAR, **{"actor": again(cast.office), "words": WORDS, **changes})


def monthly(cast: Cast) -> None:
    """One monthly matter in two terms of six months: March was disclosed in time, April late, ten are missing."""
    HeadingFactory(code="9901", cadence="monthly")
    Heading.objects.exclude(code="9901").update(is_active=False)
    for name, first, last in (("第一学期", YEAR.first, MARCH - ONE_DAY), ("第二学期", MARCH, YEAR.last), AFTERWARDS):
        Term.objects.create(school=cast.school, name=name, starts_on=first, ends_on=last)
    open_duties(cast.school, actor=User.objects.clock(), since=YEAR.first)
    Heading.objects.update(is_active=True)
    for month, posted in (
        (3, datetime.datetime(2026, 4, 8, tzinfo=HERE)),
        (4, datetime.datetime(2026, 5, 29, tzinfo=HERE)),
    ):
        (item,) = base_rows(cast, 1, posted_at=posted)
        with without_guards():
            Placement.objects.create(
                disclosure=item, root=item, duty=Duty.objects.get(starts_on=MARCH.replace(month=month))
            )


def applications(cast: Cast, findings: list[str], **fields: Any) -> None:
    """Each received on 10 March and, with a finding, decided in time on the 20th."""
    decided = SPRING + datetime.timedelta(days=10)
    due = datetime.date(2026, 4, 8)
    rows_of_cases(
        cast,
        (
            {"type": Type.APPLICATION, "received_at": SPRING, "due_on": due, "finding": finding}
            | ({"decided_at": decided} if finding else {})
            | fields
            for finding in findings
        ),
    )
