"""In public: what is no longer owed and why, what is no longer shown, and nothing of what a clerk typed."""

from __future__ import annotations

import csv
import datetime
import re
from datetime import date

import pytest
import time_machine

from apps.catalogue.models import Heading
from apps.duties.choosing import choose_rhythm
from apps.duties.models import Duty, Part, Responsibility
from apps.punctuality.asking import Asked
from apps.punctuality.cells import cells_of, tally_of
from tests.boarding import browser
from tests.cast import Cast
from tests.duties import at, calendar_of, duty, happened, heading, opened, posted
from tests.test_punctuality_directory import MAY, SPRING, matter, page

pytestmark = pytest.mark.usefixtures("in_english")

REASON = "与教育局报表一致"
SINCE = "No longer owed since Mar 3"


@pytest.fixture
def school(cast: Cast) -> Cast:
    """Duties are counted since March."""
    calendar_of(cast.school)
    opened(cast, at(2026, 3, 2))
    return cast


@pytest.fixture
def lifted(school: Cast) -> Duty:
    """The duty of April, which the school gave up in March for one of the quarter."""
    with time_machine.travel(at(2026, 3, 3), tick=False):
        choose_rhythm(
            heading("0905"), school.school, "quarterly", since=date(2026, 4, 20), reason=REASON, actor=school.office
        )
    return Duty.objects.get(heading__code="0905", key="2026-04")


def sheet(cast: Cast) -> list[dict[str, str]]:
    text = page_bytes(cast, "/directory.csv").decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def page_bytes(cast: Cast, address: str) -> bytes:
    with time_machine.travel(MAY, tick=False):
        return b"".join(browser(cast, "anonymous").get(address))


def test_duty_that_the_school_gave_up_stands_in_the_directory_with_its_reason(school: Cast, lifted: Duty) -> None:
    shown = matter(page(school), "0905")
    assert f'href="/directory/{lifted.pk}/"' in shown
    assert f'<strong>{SINCE}</strong> <span lang="zh-Hans-CN">{REASON}</span>' in shown


def test_page_of_a_duty_that_was_given_up_says_why(school: Cast, lifted: Duty) -> None:
    shown = page(school, f"/directory/{lifted.pk}/")
    assert (SINCE in shown, REASON in shown) == (True, True)


def test_duty_that_another_unit_took_over_says_so(school: Cast) -> None:
    Responsibility.objects.create(
        heading=heading("1001"), unit=school.department, part=Part.HANDLER, person=school.clerk, since="2026-03-01"
    )
    opened(school, at(2026, 3, 3))
    shown = matter(page(school), "1001")
    assert f"<strong>{SINCE}</strong> <span>the calendar, the catalogue or the responsible unit changed</span>" in shown


def test_what_is_no_longer_owed_is_in_the_file(school: Cast, lifted: Duty) -> None:
    rows = {row["period"]: row["how it stands"] for row in sheet(school) if row["code"] == "0905"}
    assert rows["April 2026"] == "no longer owed"


def test_what_is_no_longer_owed_is_not_counted(school: Cast, lifted: Duty) -> None:
    with time_machine.travel(MAY, tick=False):
        asked = Asked({})
        assert tally_of(cells_of(asked.shown_duties(), school.clerk)) == asked.duties().judged().tally()


def test_what_is_no_longer_owed_is_left_out_where_the_last_day_was_in_another_term(school: Cast, lifted: Duty) -> None:
    with time_machine.travel(MAY, tick=False):
        gone = Duty.objects.filter(term__name=SPRING).exclude(lifted_at=None)
        shown = {cell.duty.pk for cell in cells_of(Asked({}).shown_duties(), school.clerk)}
    inside = set(gone.filter(due_on__lte=date(2026, 8, 31)).values_list("pk", flat=True))
    assert (gone.count() > len(inside), {one.pk for one in gone} & shown) == (True, inside)


@pytest.mark.parametrize("address", ["/directory/", "/directory/{duty}/"])
def test_public_item_past_its_last_day_is_no_longer_shown(school: Cast, address: str) -> None:
    posted(school, "0905", at(2026, 4, 3), display_until=datetime.date(2026, 5, 10))
    shown = page(school, address.format(duty=duty("0905", "2026-03").pk))
    assert ("This item is no longer shown" in shown, "inside the school" in shown) == (True, False)


@pytest.mark.parametrize("reader", ["anonymous", "parent", "inspector"])
@pytest.mark.parametrize("address", ["/directory/", "/directory/{duty}/", "/directory.csv"])
def test_what_a_clerk_typed_is_not_public(school: Cast, address: str, reader: str) -> None:
    happened(Heading.objects.filter(cadence="on_event").first().code, school.department, date(2026, 4, 10))
    opened(school, at(2026, 4, 11))
    one = Duty.objects.get(occurrence__isnull=False)
    with time_machine.travel(MAY, tick=False):
        shown = b"".join(browser(school, reader).get(address.format(duty=one.pk))).decode()
    assert ("event of Apr" in shown, "事件" in shown) == (True, False)


def test_holidays_on_the_way_to_a_last_day_are_read_as_chinese(school: Cast) -> None:
    shown = page(school, f"/directory/{duty('0905', '2026-03').pk}/")
    assert re.search('<td lang="zh-Hans-CN">[^<]*清明', shown)
