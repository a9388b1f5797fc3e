"""Somebody objects on a telephone, keeps the receipt, and reads the answer with it."""

from __future__ import annotations

import pytest
import time_machine
from playwright.sync_api import expect

from apps.cases.models import Case
from apps.cases.types import Finding
from apps.cases.workflow import take
from apps.catalogue.loading import load
from apps.catalogue.models import Heading
from apps.disclosures.states import State
from apps.disclosures.workflow import take as take_item
from tests.browser.test_walk import PHONE, Visit
from tests.cast import Cast, draft, walk
from tests.writing import TEXT, answer_to

REPLY = "经核实，名单无误。"


@pytest.fixture
def posted(transactional_db, cast: Cast):
    """A flushed database has lost the headings its migration brought."""
    load(Heading)
    return walk(draft(cast), State.POSTED, cast)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
@pytest.mark.django_db(transaction=True)
def test_an_objection_walks_from_the_board_to_its_reply_and_the_result(chromium, live_server, posted, cast, scripts):
    phone = Visit(chromium, live_server.url, PHONE, java_script_enabled=scripts)
    code, secret = _object(phone, posted, scripts)
    _decide(Case.objects.get(), cast)
    page = _follow(phone, code, secret)
    expect(page.locator(".panel--ok")).to_contain_text(REPLY)
    page.locator("#content [type=submit]").click()
    expect(page.locator("#content")).to_have_count(0)
    with time_machine.travel(posted.publicity_ends_at):
        take_item("conclude", posted, actor=cast.office)
        expect(phone.open(posted.get_absolute_url()).locator("main")).to_contain_text("共收到异议 1 件")
    assert (phone.complaints, phone.overflows) == ([], False)


def _object(phone: Visit, item, scripts: bool) -> tuple[str, str]:
    """From the page of the item to the receipt, a text too short on the way."""
    page = phone.open(item.get_absolute_url())
    page.locator(f"a[href='/r/{item.number}/object/']").first.click()
    page.locator("#id_text").fill("有意见")
    _send(page, scripts)
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator("#id_text").fill(TEXT)
    _send(page, scripts)
    expect(page.locator(".receipt__code")).to_be_visible()
    return page.locator(".receipt__code").inner_text(), page.locator(".receipt__secret .code").inner_text()


def _send(page, scripts: bool) -> None:
    """A script works until the question goes away; without one it is answered, here by its signed token."""
    if scripts:
        expect(page.locator("#guard-question")).to_be_hidden()
    elif page.locator("#guard-question").count():
        page.locator("#id_guard_answer").fill(answer_to(page.locator("[name=guard_question]").input_value()))
    page.locator(".form [type=submit]").click()


def _decide(case: Case, cast: Cast) -> None:
    take("accept", case, actor=cast.office)
    take("assign", case, actor=cast.office, handler=cast.clerk)
    take("draft_reply", case, actor=cast.clerk, text=REPLY, finding=Finding.DISMISSED)
    take("send_reply", case, actor=cast.member)


def _follow(phone: Visit, code: str, secret: str):
    page = phone.open("/counter/follow/")
    page.locator("#id_code").fill(code.lower())
    page.locator("#id_secret").fill(secret)
    page.locator(".form [type=submit]").click()
    return page
