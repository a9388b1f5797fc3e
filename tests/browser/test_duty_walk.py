"""A duty is drafted from the desk, posted, and its cell on the public page turns from “not due” to “on time”."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from apps.calendars.models import Term
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.duties.models import Duty, Responsibility
from apps.duties.opening import open_duties
from tests.browser.test_walk import DESK, PHONE, Visit, catalogue, visit  # noqa: F401  fixtures
from tests.cast import Cast, walk
from tests.duties import heading

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owed(catalogue, cast: Cast) -> Duty:  # noqa: F811
    """What the term that has just begun asks of the clerk's department."""
    today = timezone.localdate()
    first, last = today - datetime.timedelta(days=3), today + datetime.timedelta(days=120)
    Term.objects.create(school=cast.school, name="本学期", starts_on=first, ends_on=last)
    Responsibility.objects.create(
        heading=heading("0203"), unit=cast.department, part="handler", person=cast.clerk, since=first
    )
    open_duties(cast.school, actor=cast.office)
    return Duty.objects.get(heading__code="0203", lifted_at=None)


def test_a_cell_turns_green_when_the_draft_of_its_duty_is_posted(visit, cast: Cast, owed: Duty):  # noqa: F811
    parent = visit(PHONE)
    expect(cell_of(parent.open("/directory/"), owed)).to_contain_text("应于")
    clerk = visit(DESK)
    draft_from_the_desk(clerk, cast, owed)
    item = Disclosure.objects.get(placement__duty=owed)
    walk(item.specific, State.POSTED, cast)
    expect(cell_of(parent.open("/directory/"), owed)).to_contain_text("按时")
    expect(cell_of(parent.page, owed).locator(".cells .on_time")).to_be_visible()
    assert (clerk.complaints, parent.complaints) == ([], [])
    assert not parent.overflows


def draft_from_the_desk(clerk: Visit, cast: Cast, owed: Duty) -> None:
    clerk.sign_in(cast.clerk)
    page = clerk.open(owed.get_absolute_url())
    page.get_by_role("link", name="现在起草").first.click()
    assert page.locator("select[name=heading]").input_value() == str(owed.heading_id)
    assert page.locator("select[name=unit]").input_value() == str(cast.department.pk)
    expect(page.locator("[name=title]")).not_to_have_value("")
    page.locator("[name=summary]").fill("到哪里办、带什么、几天办好，都写在里面。")
    page.get_by_role("textbox", name="正文").click()
    page.keyboard.type("在校证明到教务处开，当天办好。")
    page.get_by_role("button", name="保存").first.click()
    expect(page.locator(".messagelist, [role=status]").first).to_be_visible()


def cell_of(page: Page, owed: Duty):
    return page.locator("li", has=page.locator(f"a[href='/directory/{owed.pk}/']"))
