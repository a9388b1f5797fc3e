"""The directory: every matter, what became of its duties, and nothing of an item that its reader may not read."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.calendars.models import RestDay
from apps.catalogue.loading import rows
from apps.catalogue.models import Heading
from apps.disclosures.factories import HeadingFactory
from apps.disclosures.states import State
from apps.duties.choosing import choose_rhythm
from apps.duties.exempting import draft_exemption
from apps.duties.models import Duty
from tests.boarding import browser
from tests.cast import Cast, walk
from tests.duties import at, calendar_of, duty, happened, heading, opened, posted

pytestmark = pytest.mark.usefixtures("in_english")

MOST_QUERIES = 10
MOST_BYTES = 20_000
"""Over the wire, compressed: the whole catalogue with all the duties of a term."""
MAY = at(2026, 5, 20)
SPRING = "2025—2026学年第二学期"
REASON = "本学期没有银行存款以外的资产，不编制报表。"


@pytest.fixture
def school(cast: Cast) -> Cast:
    """Duties are counted since March."""
    calendar_of(cast.school)
    opened(cast, at(2026, 3, 2))
    return cast


def page(cast: Cast, address: str = "/directory/", reader: str = "anonymous") -> str:
    """The page as it is on 20 May 2026."""
    with time_machine.travel(MAY, tick=False):
        return browser(cast, reader).get(address).content.decode()


def matter(html: str, code: str) -> str:
    """What the page says of one matter, on one line."""
    found = re.search(rf'id="matter-{code}".*?</article>', html, re.DOTALL)
    return " ".join(found[0].split()) if found else ""


def exempted(cast: Cast, owed: Duty) -> Any:
    with time_machine.travel(at(2026, 4, 7), tick=False):
        return walk(draft_exemption(owed, actor=cast.office, reason=REASON), State.POSTED, cast)


def test_what_was_disclosed_in_time_is_on_time_with_its_item(school: Cast) -> None:
    item = posted(school, "0905", at(2026, 4, 3))
    shown = matter(page(school), "0905")
    assert '<span class="on_time"></span>' in shown
    assert item.get_absolute_url() in shown


def test_what_was_disclosed_late_says_by_how_many_working_days(school: Cast) -> None:
    posted(school, "0905", at(2026, 4, 17))
    assert duty("0905", "2026-03").due_on.isoformat() == "2026-04-15"
    assert "<strong>Late by 2 working days</strong>" in matter(page(school), "0905")


def test_what_is_missing_says_for_how_many_working_days(school: Cast) -> None:
    with time_machine.travel(MAY, tick=False):
        delay = duty("0905", "2026-03").delay
    assert f"<strong>Not disclosed, overdue by {delay} working days</strong>" in matter(page(school), "0905")


def test_what_does_not_apply_leads_to_the_public_statement(school: Cast) -> None:
    item = exempted(school, duty("0905", "2026-03"))
    shown = matter(page(school), "0905")
    assert "<strong>Not applicable</strong>" in shown
    assert item.get_absolute_url() in shown


def test_what_is_not_due_yet_says_its_last_day(school: Cast) -> None:
    assert "<strong>Due by Jun 12</strong>" in matter(page(school), "0905")


@pytest.mark.parametrize(("reader", "reads"), [("anonymous", False), ("parent", False), ("teacher", True)])
@pytest.mark.parametrize("address", ["/directory/", "/directory/{duty}/", "/directory.csv"])
def test_item_for_staff_is_seen_by_staff_alone(school: Cast, address: str, reader: str, reads: bool) -> None:
    item = posted(school, "0905", at(2026, 4, 17), title="密事一件", audience="staff")
    with time_machine.travel(MAY, tick=False):
        answer = browser(school, reader).get(address.format(duty=duty("0905", "2026-03").pk))
    shown = b"".join(answer).decode()
    found = [word in shown for word in ("密事一件", item.number, item.register_no)]
    assert any(found) == reads
    assert ("Apr 17" in shown) == (reads and "{" in address)


def test_cell_of_an_item_for_staff_is_public(school: Cast) -> None:
    posted(school, "0905", at(2026, 4, 3), audience="staff")
    shown = matter(page(school), "0905")
    assert "<strong>On time</strong>" in shown
    assert "disclosed inside the school" in shown


@pytest.mark.parametrize(("audience", "label"), [("staff", "an item inside the school"), ("public", "〔")])
def test_what_follows_an_item_for_staff_does_not_tell_its_number(school: Cast, audience: str, label: str) -> None:
    item = posted(school, "0905", at(2026, 4, 3), audience=audience)
    happened("0703", school.department, at(2026, 4, 10).date(), announced_by=item)
    opened(school, at(2026, 4, 11))
    assert label in page(school, f"/directory/{Duty.objects.get(occurrence__announced_by=item).pk}/")


def test_duties_of_another_school_are_not_shown(school: Cast) -> None:
    shown = page(school, f"/directory/?school={school.other_school.pk}")
    assert "No duties are counted for this school and term yet." in shown
    assert 'class="duties"' not in shown


def test_share_is_told_with_its_formula(cast: Cast) -> None:
    Heading.objects.exclude(code="0905").update(is_active=False)
    calendar_of(cast.school)
    opened(cast, at(2026, 3, 2))
    posted(cast, "0905", at(2026, 4, 3))
    assert "Share on time = disclosed on time ÷ due by today = 1 ÷ 2 = 50%, rounded down." in page(cast)


def test_what_is_not_applicable_is_not_counted(school: Cast) -> None:
    with time_machine.travel(MAY, tick=False):
        before = Duty.objects.owed().filter(term__name=SPRING).judged().tally()
        exempted(school, duty("0905", "2026-03"))
    assert f"of {before.counted - 1} disclosed on time" in page(school)


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("school=x", "School"), ("term=2019", "Term"), ("unit=99999999", "Responsible unit"),
        ("unit=%00", "Responsible unit"), ("condition=fine", "How it stands"),
    ],
)  # fmt: skip
def test_condition_that_nobody_knows_is_left_out_and_said(school: Cast, query: str, label: str) -> None:
    assert f"is not known under “{label}”, so this condition was left out." in page(school, f"/directory/?{query}")


def test_condition_narrows_the_matters_and_not_the_figure(school: Cast) -> None:
    posted(school, "0905", at(2026, 4, 3))
    whole, narrow = page(school), page(school, "/directory/?condition=on_time")
    figure = re.compile(r"Share on time = [^<]*")
    assert (matter(narrow, "0905") != "", matter(narrow, "0906")) == (True, "")
    assert figure.search(narrow)[0] == figure.search(whole)[0]


def test_condition_that_no_duty_meets_offers_all_of_them(school: Cast) -> None:
    shown = page(school, "/directory/?condition=exempt")
    assert "No duty of this term stands so" in shown
    assert 'href="?">Show all duties' in shown


def test_unit_shows_its_own_duties(school: Cast) -> None:
    happened("0903", school.department, at(2026, 3, 5).date())
    happened("0801", school.department, at(2026, 3, 5).date())
    opened(school, at(2026, 3, 6))
    units = Duty.objects.filter(unit=school.department)
    shown = page(school, f"/directory/?unit={school.department.pk}")
    assert set(re.findall(r'href="/directory/(\d+)/"', shown)) == {str(one.pk) for one in units}


def test_term_that_is_over_keeps_its_duties(school: Cast) -> None:
    with time_machine.travel(at(2026, 11, 1), tick=False):
        shown = browser(school, "anonymous").get(f"/directory/?term={SPRING}").content.decode()
    assert "2026-03" in {Duty.objects.get(pk=key).key for key in re.findall(r'href="/directory/(\d+)/"', shown)}


def test_matter_without_a_period_counts_what_was_posted_this_term(school: Cast) -> None:
    rhythms = set(Duty.objects.values_list("heading__code", flat=True))
    free = Heading.objects.exclude(code__in=rhythms).first()
    posted(school, free.code, at(2026, 4, 3))
    posted(school, free.code, at(2026, 4, 3), audience="staff")
    assert "1 item posted in this term that you may read." in matter(page(school), free.code)


def test_rhythm_that_the_school_chose_stands_with_its_reason(school: Cast) -> None:
    with time_machine.travel(at(2026, 3, 3), tick=False):
        choose_rhythm(
            heading("0905"), school.school, "quarterly", since=at(2026, 4, 20).date(), reason="与教育局报表一致",
            actor=school.office,
        )  # fmt: skip
    shown = matter(page(school), "0905")
    assert "Every quarter · within 15 working days after the last day of the period" in shown
    assert "与教育局报表一致" in shown


def test_basis_is_shown_only_when_it_is_confirmed(cast: Cast) -> None:
    HeadingFactory(code="9903", basis="某某办法", is_confirmed=False)
    HeadingFactory(code="9904", basis="查过的办法", is_confirmed=True)
    shown = page(cast)
    assert ("某某办法" in shown, "查过的办法" in shown) == (False, True)


def test_working_note_is_never_shown(cast: Cast) -> None:
    HeadingFactory(code="9905", note="内部备注")
    assert "内部备注" not in page(cast)


def test_directory_shows_every_heading_in_use(cast: Cast) -> None:
    Heading.objects.filter(code="0101").update(is_active=False)
    shown = set(re.findall(r'id="matter-(\d+)"', page(cast)))
    assert shown == set(Heading.objects.exclude(code="0101").values_list("code", flat=True))


def test_every_class_has_an_anchor(cast: Cast) -> None:
    shown = page(cast)
    codes = {row["code"][:2] for row in rows()}
    assert [code for code in codes if f'href="#class-{code}"' not in shown or f'id="class-{code}"' not in shown] == []


def test_portal_without_a_school_shows_the_catalogue(db: None) -> None:
    assert Client().get("/directory/").status_code == 200


def test_directory_takes_few_queries_however_many_duties(school: Cast) -> None:
    posted(school, "0905", at(2026, 4, 3))
    with CaptureQueriesContext(connection) as queries:
        page(school)
    assert len(queries) <= MOST_QUERIES


def test_directory_of_the_whole_catalogue_is_light(school: Cast) -> None:
    with time_machine.travel(MAY, tick=False):
        answer = browser(school, "anonymous").get("/directory/", headers={"accept-encoding": "gzip"})
    assert len(answer.content) < MOST_BYTES


def test_page_of_a_duty_says_why_it_is_due_on_that_day(school: Cast) -> None:
    one = duty("0905", "2026-03")
    shown = page(school, f"/directory/{one.pk}/")
    assert [value for _label, value in one.why if value not in shown] == []


def test_page_of_a_duty_tells_that_its_day_was_moved(school: Cast) -> None:
    RestDay.objects.create(school=school.school, date="2026-06-05", name="校运动会补休")
    opened(school, at(2026, 5, 19))
    assert "The last day was moved from Jun 12 to Jun 15" in page(school, f"/directory/{duty('0905', '2026-05').pk}/")


def test_page_of_a_duty_tells_nothing_of_the_items_placed(school: Cast) -> None:
    posted(school, "0905", at(2026, 4, 3), audience="staff")
    shown = page(school, f"/directory/{duty('0905', '2026-03').pk}/")
    assert shown.count("<time") - page(school, "/directory/schools/").count("<time") == 1


@pytest.mark.parametrize("key", [0, 99999999, 10**30])
def test_duty_that_does_not_exist_is_not_found(school: Cast, key: int) -> None:
    assert browser(school, "anonymous").get(f"/directory/{key}/").status_code == 404
