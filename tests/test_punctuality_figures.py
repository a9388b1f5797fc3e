"""The figures of punctuality: term after term, on the board, school beside school, and as files."""

from __future__ import annotations

import csv
import html
import re
from dataclasses import dataclass
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.calendars.models import Term
from apps.duties.conditions import FEWEST_TO_RANK, Tally
from apps.duties.models import Duty, Placement
from apps.duties.opening import open_duties
from apps.organization.models import Unit
from apps.punctuality.trend import Bar
from tests.boarding import base_rows, browser, without_guards
from tests.cast import Cast
from tests.duties import at, calendar_of, opened, posted

pytestmark = pytest.mark.usefixtures("in_english")

NOVEMBER = at(2026, 11, 20)
SPRING, AUTUMN = "2025—2026学年第二学期", "2026—2027学年第一学期"


@pytest.fixture
def school(cast: Cast) -> Cast:
    """Duties of two terms; of March and September one each was met."""
    calendar_of(cast.school)
    opened(cast, at(2026, 3, 2))
    posted(cast, "0905", at(2026, 4, 3))
    opened(cast, at(2026, 9, 2))
    posted(cast, "0905", at(2026, 10, 9))
    return cast


@pytest.fixture
def alone(school: Cast) -> Cast:
    """The only school of its portal."""
    Unit.objects.filter(pk=school.other_school.pk).update(level="department", parent=school.school)
    return school


def page(cast: Cast, address: str = "/directory/") -> str:
    with time_machine.travel(NOVEMBER, tick=False):
        return browser(cast, "anonymous").get(address).content.decode()


def sheet(cast: Cast, address: str) -> list[dict[str, str]]:
    with time_machine.travel(NOVEMBER, tick=False):
        text = b"".join(browser(cast, "anonymous").get(address)).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def tally(school: Unit, term: str) -> Tally:
    with time_machine.travel(NOVEMBER, tick=False):
        return Duty.objects.owed().of_school(school).filter(term__name=term).judged().tally()


@dataclass
class AnyTerm:
    name: str = "学期"


def bar(**counts: int) -> Bar:
    term: Any = AnyTerm()
    return Bar(term, Tally(**counts), is_now=True, top=0)


# Term after term.


def test_parts_of_a_bar_follow_one_another_and_fill_it() -> None:
    parts = bar(on_time=2, late=1, missing=1, due=9).parts
    assert [(part.condition, part.x, part.width) for part in parts] == [
        ("on_time", "0.00%", "50.00%"),
        ("late", "50.00%", "25.00%"),
        ("missing", "75.00%", "25.00%"),
    ]


def test_term_in_which_nothing_was_due_has_no_bar() -> None:
    assert bar(due=3, exempt=1).parts == []


def test_drawing_and_table_have_the_same_figures(school: Cast) -> None:
    trend = re.search(r'aria-labelledby="trend-h">.*?</section>', page(school), re.DOTALL)[0]
    drawn = re.findall(r'text-anchor="end">([^<]+)</text>', trend)[-2:]
    listed = re.findall(r'data-label="Share on time">([^<]+)</td>', trend)[-2:]
    assert drawn == listed == [f"{tally(school.school, term).share}%" for term in (SPRING, AUTUMN)]


def test_drawing_has_its_words(school: Cast) -> None:
    found = tally(school.school, AUTUMN)
    said = f"{AUTUMN}: {found.on_time} of {found.counted} on time, {found.late} late, {found.missing} missing"
    assert said in re.search(r"<desc[^>]*>([^<]*)", page(school))[1]


def test_one_term_alone_is_no_trend(cast: Cast) -> None:
    calendar_of(cast.school)
    opened(cast, at(2026, 9, 2))
    assert 'id="trend-h"' not in page(cast)


# On the board.


def test_panel_shows_the_running_term(alone: Cast) -> None:
    found = tally(alone.school, AUTUMN)
    shown = re.search(r'aria-labelledby="punct-h">.*?</section>', page(alone, "/"), re.DOTALL)[0]
    cells = [shown.count(f'<li class="{name}">') for name in ("on_time", "late", "missing")]
    assert f"<b>{found.on_time}</b><span>of {found.counted} disclosed on time</span>" in shown
    assert cells == [found.on_time, found.late, found.missing]


def test_panel_has_a_row_for_each_class(alone: Cast) -> None:
    shown = re.search(r'aria-labelledby="punct-h">.*?</section>', page(alone, "/"), re.DOTALL)[0]
    counts = [int(number) for number in re.findall(r'</th><td class="num">(\d+)<', shown)]
    assert sum(counts) == tally(alone.school, AUTUMN).counted


def test_panel_of_several_schools_leads_to_their_comparison(school: Cast) -> None:
    Term.objects.create(school=school.other_school, name=AUTUMN, starts_on="2026-09-01", ends_on="2027-01-31")
    assert '<a href="/directory/schools/">All schools side by side</a>' in page(school, "/")


def test_board_without_duties_has_no_panel(cast: Cast) -> None:
    assert 'id="punct-h"' not in page(cast, "/")


# School beside school.


def test_school_with_the_higher_share_stands_first(school: Cast) -> None:
    school_with(school, 12)
    met(school, school.other_school)
    rows = sheet(school, f"/directory/schools.csv?term={SPRING}")
    assert [(row["place"], row["school"]) for row in rows] == [("1", "云岭小学"), ("2", "澄溪九年制学校")]


def test_school_with_few_duties_has_no_place(school: Cast) -> None:
    school_with(school, FEWEST_TO_RANK - 1)
    met(school, school.other_school)
    rows = sheet(school, f"/directory/schools.csv?term={SPRING}")
    few = rows[1]
    assert (few["place"], few["school"], few["due by now"]) == ("", "云岭小学", str(FEWEST_TO_RANK - 1))
    assert "Too few duties for a place" in page(school, f"/directory/schools/?term={SPRING}")


def test_school_that_has_not_begun_is_listed_without_a_place(school: Cast) -> None:
    assert {(row["school"], row["place"], row["due by now"]) for row in sheet(school, "/directory/schools.csv")} >= {
        ("云岭小学", "", "0")
    }


def test_term_that_no_school_has_is_not_found(school: Cast) -> None:
    with time_machine.travel(NOVEMBER, tick=False):
        answers = [
            browser(school, "anonymous").get(f"/directory/schools{ending}?term=2019") for ending in ("/", ".csv")
        ]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_comparison_takes_as_many_queries_for_many_schools(school: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            page(school, "/directory/schools/")
        return len(found)

    few = queries()
    for number in range(20):
        added = Unit.objects.create(name=f"第{number}小学", level="school", parent=school.bureau)
        Term.objects.create(school=added, name=AUTUMN, starts_on="2026-09-01", ends_on="2027-01-31")
    assert queries() == few <= 5


def school_with(cast: Cast, count: int) -> None:
    """The other school owes so many duties of the spring term, all of them overdue."""
    calendar_of(cast.other_school)
    with time_machine.travel(at(2026, 3, 2), tick=False):
        open_duties(cast.other_school, actor=cast.office)
    keep(cast.other_school, count)


def keep(school: Unit, count: int) -> None:
    """Leave so many duties of the spring term that were due, and lift the others."""
    due = Duty.objects.of_school(school).filter(term__name=SPRING, due_on__lt="2026-11-01").order_by("pk")
    keys = list(due.values_list("pk", flat=True)[:count])
    assert len(keys) == count
    with without_guards():
        Duty.objects.of_school(school).exclude(pk__in=keys).update(lifted_at=timezone.now())


def met(cast: Cast, school: Unit) -> None:
    """One item for each duty of the school that is still owed."""
    duties = list(Duty.objects.owed().of_school(school))
    items = base_rows(cast, len(duties), school=school, unit=school, posted_at=at(2026, 3, 3), register_year=2020)
    with without_guards():
        pairs = zip(items, duties, strict=True)
        Placement.objects.bulk_create(Placement(disclosure=item, root=item, duty=duty) for item, duty in pairs)


# As a file.


def test_file_has_a_line_for_each_duty(school: Cast) -> None:
    found = tally(school.school, AUTUMN)
    words = [row["how it stands"] for row in sheet(school, "/directory.csv")]
    assert (words.count("on time"), words.count("overdue, not disclosed")) == (found.on_time, found.missing)


def test_file_is_narrowed_as_the_page(school: Cast) -> None:
    assert {row["how it stands"] for row in sheet(school, "/directory.csv?condition=on_time")} == {"on time"}


def test_file_holds_no_formula(school: Cast) -> None:
    Unit.objects.filter(pk=school.school.pk).update(name="=HYPERLINK(1)")
    assert {row["school"] for row in sheet(school, "/directory.csv")} == {"'=HYPERLINK(1)"}


def test_page_leads_to_its_file(school: Cast) -> None:
    shown = html.unescape(page(school, f"/directory/?school={school.school.pk}&condition=late"))
    assert f'href="/directory.csv?school={school.school.pk}&condition=late"' in shown
