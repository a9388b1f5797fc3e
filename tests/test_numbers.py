"""The numbers of the replies: counted by the database, checked against a slow count by the calendar."""

from __future__ import annotations

import csv
import datetime
import random
import statistics
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.calendars.filling import fill
from apps.calendars.models import Term
from apps.calendars.working_days import ONE_DAY, Calendar
from apps.cases.models import BoxOpening, Case
from apps.cases.types import Concern, Finding, Type
from apps.disclosures.states import State
from apps.replies.measures import days_taken
from apps.replies.numbers import ADOPTED, Numbers, Report, report_of
from apps.replies.terms import stretches
from tests.boarding import browser
from tests.cast import Cast, draft, walk
from tests.replying import decided, rows_of_cases
from tests.test_replies_seen import body

NEED_NO_ITEM = [type for type in Type.values if type != Type.OBJECTION]


def at(year: int, month: int, day: int, hour: int = 10) -> datetime.datetime:
    return datetime.datetime(year, month, day, hour, tzinfo=timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def calendar(db: None) -> None:
    for year in (2025, 2026):
        fill(year)


def some_cases(cast: Cast, count: int, seed: int) -> list[Case]:
    """Over holidays and worked weekends, some open, some late, in two units and the school itself."""
    dice = random.Random(seed)
    units = [cast.department, cast.other_department, None]
    rows: list[dict[str, Any]] = []
    for _number in range(count):
        received = at(2026, 1, 5) + datetime.timedelta(minutes=dice.randrange(300 * 24 * 60))
        row = {"received_at": received, "unit": dice.choice(units), "type": dice.choice(NEED_NO_ITEM)}
        if dice.random() < 0.8:
            row["decided_at"] = received + datetime.timedelta(minutes=dice.randrange(20 * 24 * 60))
            row["finding"] = dice.choice(Finding.values)
        rows.append({**row, "due_on": received.date() + datetime.timedelta(days=dice.randrange(15))})
    return rows_of_cases(cast, rows)


def slow_days(case: Case) -> int:
    received, decided = (timezone.localdate(moment) for moment in (case.received_at, case.decided_at))
    return len(Calendar.between(received, decided).working_days(received + ONE_DAY, decided))


def slow(cases: list[Case], name: str) -> Numbers:
    decided = [case for case in cases if case.decided_at]
    overdue = [case for case in cases if not case.decided_at and case.due_on < timezone.localdate()]
    return Numbers(
        name,
        received=len(cases),
        decided=len(decided),
        due=len(decided) + len(overdue),
        on_time=sum(timezone.localdate(case.decided_at) <= case.due_on for case in decided),
        median=statistics.median(map(slow_days, decided)) if decided else None,
        adopted=sum(case.finding in ADOPTED for case in cases),
    )


def everything() -> Report:
    (stretch,) = stretches()
    return report_of(stretch)


def units_of(report: Report) -> dict[str, Numbers]:
    return {unit.name: unit for unit in [*report.ranked, *report.unranked]}


@pytest.mark.parametrize("seed", range(5))
def test_days_are_those_of_the_calendar(cast: Cast, seed: int) -> None:
    cases = [case for case in some_cases(cast, 60, seed) if case.decided_at]
    days = days_taken("received_at", "decided_at")
    counted = dict(Case.objects.countable().annotate(days=days).values_list("pk", "days"))
    assert {case.pk: counted[case.pk] for case in cases} == {case.pk: slow_days(case) for case in cases}


DAYS = {
    "the same day": (at(2026, 11, 23, 9), at(2026, 11, 23, 16), 0),
    "the next day": (at(2026, 11, 23), at(2026, 11, 24), 1),
    "over a weekend": (at(2026, 11, 20), at(2026, 11, 23), 1),
    "over the National Day": (at(2026, 9, 30), at(2026, 10, 8), 1),
    "late in the evening is still that day": (at(2026, 11, 23, 23), at(2026, 11, 24, 1), 1),
}


@pytest.mark.parametrize(("received", "decided", "days"), DAYS.values(), ids=DAYS)
def test_days_taken(cast: Cast, received: datetime.datetime, decided: datetime.datetime, days: int) -> None:
    rows_of_cases(cast, [{"received_at": received, "decided_at": decided}])
    assert Case.objects.countable().annotate(days=days_taken("received_at", "decided_at")).get().days == days


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("unit", ["department", "other_department"])
def test_numbers_of_a_unit_are_those_of_its_cases(cast: Cast, seed: int, unit: str) -> None:
    cases, place = some_cases(cast, 60, seed), getattr(cast, unit)
    own = [case for case in cases if case.unit_id == place.pk]
    assert units_of(everything())[f"{cast.school} {place}"] == slow(own, f"{cast.school} {place}")


def test_case_without_a_unit_belongs_to_the_school(cast: Cast) -> None:
    rows_of_cases(cast, [{"received_at": at(2026, 11, 2)}])
    assert units_of(everything())[str(cast.school)].received == 1


def test_total_is_that_of_all_cases(cast: Cast) -> None:
    cases, total = some_cases(cast, 60, 7), everything().total
    assert total == slow(cases, total.name)


def test_types_count_their_cases(cast: Cast) -> None:
    cases = some_cases(cast, 60, 8)
    labels = [slow([case for case in cases if case.type == value], str(label)) for value, label in Type.choices]
    assert everything().types == labels


@pytest.mark.parametrize("concern", [Concern.LEADERSHIP, Concern.SUPERVISION])
def test_case_about_a_group_is_not_counted(cast: Cast, concern: str) -> None:
    rows_of_cases(cast, [{"received_at": at(2026, 11, 2), "concern": concern, "unit": cast.department}] * 6)
    report = everything()
    assert (report.total.received, [unit.received for unit in units_of(report).values()]) == (0, [0] * 4)


@pytest.mark.parametrize(("state", "count"), [(State.POSTED, 0), (State.CONCLUDED, 1), (State.WITHDRAWN, 1)])
def test_objection_is_not_counted_before_its_item_is_concluded(cast: Cast, state: State, count: int) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    decided(cast, Type.OBJECTION, disclosure=item)
    walk(item, state, cast)
    assert everything().total.received == count


def test_page_says_what_is_not_counted(cast: Cast) -> None:
    assert "Cases about members of the leadership" in body(browser(cast, "anonymous"), "/replies/numbers/")


@pytest.mark.parametrize(("count", "is_ranked"), [(0, False), (1, False), (4, False), (5, True)])
def test_unit_is_ranked_from_five_cases_on(cast: Cast, count: int, is_ranked: bool) -> None:
    row = {"received_at": at(2026, 11, 2), "decided_at": at(2026, 11, 3), "unit": cast.department}
    rows_of_cases(cast, [row] * count)
    report = everything()
    assert [str(cast.department) in unit.name for unit in report.ranked] == [True] * is_ranked


def test_page_shows_no_share_of_few_cases(cast: Cast) -> None:
    rows_of_cases(cast, [{"received_at": at(2026, 11, 2), "decided_at": at(2026, 11, 3), "unit": cast.department}] * 4)
    page = body(browser(cast, "anonymous"), "/replies/numbers/").partition("<main")[2].partition("</main>")[0]
    assert ('<td class="num" data-label="Received">4</td>' in page, "%" in page) == (True, False)


def test_units_are_ranked_by_what_was_on_time(cast: Cast) -> None:
    late = {"received_at": at(2026, 11, 2), "decided_at": at(2026, 11, 20), "due_on": datetime.date(2026, 11, 9)}
    rows_of_cases(cast, [{**late, "unit": cast.department}] * 5)
    rows_of_cases(cast, [{**late, "decided_at": at(2026, 11, 9), "unit": cast.other_department}] * 5)
    assert [(unit.name[-3:], unit.share) for unit in everything().ranked] == [("教务处", 100), ("总务处", 0)]


def test_share_is_never_rounded_up(cast: Cast) -> None:
    assert Numbers("", received=200, decided=200, due=200, on_time=199).share == 99


def test_overdue_case_is_not_on_time(cast: Cast) -> None:
    open_case = {"received_at": at(2026, 10, 1), "due_on": datetime.date(2026, 10, 9)}
    rows_of_cases(cast, [open_case])
    total = everything().total
    assert (total.due, total.on_time, total.share) == (1, 0, 0)


def test_case_answered_together_has_the_decision_of_the_other(cast: Cast) -> None:
    row = {"received_at": at(2026, 11, 2), "due_on": datetime.date(2026, 11, 9)}
    (main,) = rows_of_cases(cast, [{**row, "decided_at": at(2026, 11, 4), "finding": "adopted"}])
    rows_of_cases(cast, [{**row, "state": "merged", "merged_into": main}])
    total = everything().total
    assert (total.decided, total.on_time, total.adopted, total.median) == (2, 2, 2, 2)


def terms(cast: Cast) -> list[Term]:
    spans = {"上学期": ("2026-02-20", "2026-07-03"), "下学期": ("2026-08-31", "2027-01-15")}
    return [
        Term.objects.create(school=cast.school, name=name, starts_on=first, ends_on=last)
        for name, (first, last) in spans.items()
    ]


RECEIVED = {
    at(2026, 2, 19, 23): "",
    at(2026, 2, 20, 0): "上学期",
    at(2026, 7, 20): "上学期",  # the holidays
    at(2026, 8, 30, 23): "上学期",
    at(2026, 8, 31, 0): "下学期",
}


@pytest.mark.parametrize(("received", "name"), RECEIVED.items())
def test_case_counts_in_the_term_it_was_received_in(cast: Cast, received: datetime.datetime, name: str) -> None:
    terms(cast)
    rows_of_cases(cast, [{"received_at": received}])
    assert [found.name for found in stretches() if report_of(found).total.received] == ([name] if name else [])


def test_page_shows_the_running_term_and_leads_to_the_others(cast: Cast) -> None:
    before, running = terms(cast)
    page = body(browser(cast, "anonymous"), "/replies/numbers/")
    links = [f'href="/replies/numbers/?term={term.pk}"' in page for term in (before, running)]
    assert (f'?term={running.pk}" aria-current="true"' in page, links) == (True, [True, True])


def test_unknown_term_is_not_found(cast: Cast) -> None:
    terms(cast)
    assert Client().get("/replies/numbers/?term=0").status_code == 404


def table(cast: Cast) -> list[dict[str, str]]:
    return list(csv.DictReader(body(browser(cast, "anonymous"), "/replies/numbers.csv").splitlines()))


def test_csv_begins_with_the_mark_of_utf8(cast: Cast) -> None:
    assert body(browser(cast, "anonymous"), "/replies/numbers.csv").startswith("\ufeff")


def test_csv_has_a_row_for_every_unit(cast: Cast) -> None:
    some_cases(cast, 30, 1)
    assert {row["unit"]: int(row["received"]) for row in table(cast)} == {
        name: unit.received for name, unit in units_of(everything()).items()
    }


def test_csv_leaves_out_what_few_cases_would_tell(cast: Cast) -> None:
    rows_of_cases(cast, [{"received_at": at(2026, 11, 2), "decided_at": at(2026, 11, 3), "unit": cast.department}] * 4)
    (row,) = [row for row in table(cast) if row["received"] == "4"]
    assert list(row.values())[4:] == [""] * 5


def test_csv_holds_no_formula(cast: Cast) -> None:
    cast.school.name = "=1+1"
    cast.school.save()
    assert "'=1+1" in [row["unit"] for row in table(cast)]


@pytest.mark.parametrize("address", ["/replies/numbers/", "/replies/numbers.csv"])
def test_queries_do_not_grow_with_cases(cast: Cast, address: str) -> None:
    some_cases(cast, 1, 1)
    queries(address)  # the first that is asked is counted as the first
    few = queries(address)
    some_cases(cast, 30, 2)
    assert queries(address) == few


def queries(address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        body(Client(), address)
    return len(captured)


def opened(cast: Cast, day: datetime.date, count: int) -> None:
    BoxOpening.objects.create(school=cast.school, opened_on=day, first=cast.office, second=cast.member, count=count)


def test_opening_of_the_box_says_no_number(cast: Cast) -> None:
    """Who sees the registered letters could subtract them, and learn of one about themselves."""
    opened(cast, datetime.date(2026, 3, 2), 7)
    page = body(browser(cast, "anonymous"), "/replies/numbers/")
    assert ("The box was opened." in page, "7 letter" in page) == (True, False)


@pytest.mark.parametrize(("counts", "said"), [((4, 3), "7 letters in the whole term."), ((1, 3), "")])
def test_letters_are_counted_for_a_term_that_is_over(cast: Cast, counts: tuple[int, ...], said: str) -> None:
    past, running = (
        Term.objects.create(
            school=cast.school, name=name, starts_on=begins, ends_on=begins + datetime.timedelta(days=99)
        )
        for name, begins in (("上学期", datetime.date(2025, 2, 10)), ("本学期", datetime.date(2025, 9, 1)))
    )
    for number, count in enumerate(counts):
        opened(cast, datetime.date(2025, 3, 3 + number), count)
        opened(cast, datetime.date(2025, 9, 8 + number), 20)
    pages = [body(browser(cast, "anonymous"), f"/replies/numbers/?term={term.pk}") for term in (past, running)]
    assert [said in page and "in the whole term" in page for page in pages] == [bool(said), False]
