"""“Draft now”: the form that a duty fills in, and the draft that is for it."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from apps.disclosures.models import Disclosure
from apps.duties.models import Duty, Placement
from apps.dutywork.beginnings import title_for
from apps.kinds.finance.factories import FinanceSummaryFactory
from apps.kinds.finance.models import FinanceSummary
from tests.duties import at, posted
from tests.dutyworking import LIST, TODAY, monthly, page, school_with_duties
from tests.office import address, filled
from tests.visiting import visiting

ADD = address(FinanceSummary, "add")
AMOUNTS = {"closing_balance": "900", "lines-0-amount": "600", "lines-1-amount": "200"}


@pytest.fixture
def january(cast):
    """The item of the month before, and a duty of February that is overdue."""
    school_with_duties(cast)
    item = posted(
        cast, "0905", at(2026, 3, 4), factory=FinanceSummaryFactory, title="2026年1月财务收支摘要",
        period_start=date(2026, 1, 1), period_end=date(2026, 1, 31),
    )  # fmt: skip
    with time_machine.travel(TODAY, tick=False):
        yield item


def form_of(user, duty, **query):
    return page(user, ADD, duty=duty.pk, **query)


def values(user, duty) -> dict:
    form = form_of(user, duty).context["adminform"].form
    return {field.name: field.value() for field in form}


def row_of(user, duty):
    rows = page(user, LIST, heading=duty.heading_id).context["rows"]
    return next(row for row in rows if row.duty == duty)


def write(user, duty, **typed):
    browser, where = visiting(user), f"{ADD}?duty={duty.pk}"
    return browser.post(where, filled(browser.get(where), **(AMOUNTS | typed)))


def test_overdue_duty_offers_to_draft_now(cast, january):
    assert row_of(cast.clerk, monthly()).address == f"{ADD}?duty={monthly().pk}"


def test_form_moves_on_to_the_period_of_the_duty(cast, january):
    found = values(cast.clerk, monthly())
    assert (found["period_start"], found["title"]) == (date(2026, 2, 1), "2026年2月财务收支摘要")


def test_form_is_for_the_heading_and_unit_of_the_duty(cast, january):
    found = values(cast.clerk, monthly())
    assert (found["heading"], found["unit"]) == (monthly().heading_id, cast.department.pk)


def test_saved_draft_is_for_the_duty(cast, january):
    write(cast.clerk, monthly())
    assert Placement.objects.get(disclosure__state="draft").duty == monthly()


def test_saving_twice_makes_one_draft(cast, january):
    write(cast.clerk, monthly())
    write(cast.clerk, monthly())
    assert FinanceSummary.objects.filter(state="draft").count() == 1


def test_draft_under_another_heading_is_refused_and_nothing_saved(cast, january):
    other = Duty.objects.exclude(heading=monthly().heading).first()
    answer = write(cast.clerk, monthly(), heading=other.heading_id)
    assert "Choose a duty of its own heading." in answer.content.decode()


def test_refused_draft_leaves_nothing_behind(cast, january):
    other = Duty.objects.exclude(heading=monthly().heading).first()
    write(cast.clerk, monthly(), heading=other.heading_id)
    assert not Disclosure.objects.filter(state="draft").exists()


def test_duty_of_another_unit_fills_in_nothing(cast, january):
    assert form_of(cast.other_clerk, monthly()).context["beginning"] is None


@pytest.mark.parametrize("key", ["x", "", "0", "9" * 40, "１"])
def test_duty_nobody_knows_leaves_the_form_empty(cast, january, key):
    assert page(cast.clerk, ADD, duty=key).context["beginning"] is None


def test_any_unit_may_write_for_a_duty_of_the_whole_school(cast, january):
    own = Duty.objects.owed().filter(unit=cast.school, heading__kind="finance").first()
    assert values(cast.other_clerk, own)["unit"] == cast.other_department.pk


def test_item_of_a_later_period_is_no_beginning(cast, january):
    write(cast.clerk, monthly())
    earlier = Duty.objects.get(heading__code="0905", key="2026-01")
    assert "no earlier item" in form_of(cast.clerk, earlier).context["beginning"].words


def test_draft_says_for_which_duty_it_is(cast, january):
    write(cast.clerk, monthly())
    item = FinanceSummary.objects.get(state="draft")
    assert "Is for this duty:" in page(cast.clerk, address(item)).content.decode()


def test_begun_duty_goes_on_with_its_draft(cast, january):
    write(cast.clerk, monthly())
    assert row_of(cast.clerk, monthly()).address == address(FinanceSummary.objects.get(state="draft"))


@pytest.mark.parametrize(
    ("last", "title"),
    [
        ("2025年12月财务收支摘要", "2026年2月财务收支摘要"),
        ("2026年01月收支（总务处）", "2026年2月收支（总务处）"),
        ("财务收支摘要", "月度财务摘要 (2026年2月)"),
        ("", "月度财务摘要 (2026年2月)"),
    ],
)
def test_title_moves_on_with_its_period(cast, january, last, title):
    assert title_for(monthly(), last, cast.clerk).replace("（2026年2月）", " (2026年2月)") == title
