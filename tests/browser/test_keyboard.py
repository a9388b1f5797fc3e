"""Everything is reached and done by keyboard alone, the focus always seen and never caught."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from apps.disclosures.states import State
from apps.kinds.fees.factories import FeeScheduleFactory
from tests.browser.looking import IN_FOCUS
from tests.cast import draft, walk

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "只为测试-2026"
TITLE = "课后服务收费办事指南"
MOST = 60
"""Presses of the Tab key after which a control counts as out of reach."""
FOCUSED = "element => element === document.activeElement"


class Keyboard:
    """Somebody without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tab_to(self, control: Locator) -> None:
        """Go on with the Tab key to a control; on the way every stop is looked at."""
        for _press in range(MOST):
            before = self.page.evaluate_handle("document.activeElement")
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate_handle("document.activeElement")
            assert not self.page.evaluate("([one, other]) => one === other", [before, stop]), "the focus is caught"
            assert self.page.evaluate(f"element => element === document.body ? [] : ({IN_FOCUS})(element)", stop) == []
            if control.evaluate_all(f"(found, focus) => found.some({FOCUSED})"):
                return
        raise AssertionError(f"{control} is out of reach")

    def follow(self, control: Locator) -> None:
        """Press Enter on a control that leads to another page."""
        self.tab_to(control)
        self.enter()

    def enter(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def press(self, control: Locator, key: str) -> None:
        self.tab_to(control)
        self.page.keyboard.press(key)

    def fill(self, control: Locator, text: str) -> None:
        self.tab_to(control)
        self.page.keyboard.type(text)


@pytest.fixture
def posted(cast):
    """Two kinds of items about fees, so that there is something to filter."""
    walk(draft(cast, FeeScheduleFactory, title="本学期收费公示"), State.POSTED, cast)
    return walk(draft(cast, title=TITLE, body="<p>课后服务自愿参加。</p>"), State.POSTED, cast)


@pytest.fixture(params=[{"width": 1280, "height": 900}, {"width": 390, "height": 844}], ids=["desk", "phone"])
def keyboard(request, chromium, live_server):
    context = chromium.new_context(locale="zh-CN", viewport=request.param, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{live_server.url}/")
    yield Keyboard(page)
    context.close()


def sign_in(keyboard: Keyboard, user) -> None:
    user.set_password(PASSWORD)
    user.save()
    page = keyboard.page
    keyboard.follow(page.get_by_role("link", name="登录"))
    keyboard.fill(page.get_by_label("用户名"), user.username)
    keyboard.fill(page.get_by_label("密码"), PASSWORD)
    keyboard.follow(page.get_by_role("button", name="登录"))


def test_first_stop_leads_past_the_navigation(keyboard, posted):
    keyboard.page.keyboard.press("Tab")
    keyboard.page.keyboard.press("Enter")
    assert keyboard.page.locator("main").evaluate(FOCUSED)


def test_item_is_found_and_read(keyboard, posted):
    page = keyboard.page
    keyboard.fill(page.get_by_role("searchbox").first, "收费")
    keyboard.enter()
    keyboard.press(page.locator("select[name=kind]"), "ArrowDown")
    keyboard.follow(page.locator(".filters [type=submit]"))
    assert "kind=" in page.url
    keyboard.follow(page.locator(".entry a").first)
    expect(page.locator("h1")).to_contain_text("收费")
    keyboard.press(page.locator("details:not(.menu) > summary").first, "Enter")
    assert page.locator("details:not(.menu)").first.evaluate("fold => fold.open")


def test_opinion_is_given(keyboard, cast, posted):
    item = walk(draft(cast, title="校服代收费"), State.IN_REVIEW, cast)
    sign_in(keyboard, cast.member)
    page = keyboard.page
    keyboard.follow(page.get_by_role("link", name="校服代收费").first)
    keyboard.press(page.locator("[name=step]").first, "Space")
    keyboard.fill(page.locator("[name=words]"), "已与合同核对")
    keyboard.follow(page.get_by_role("button", name="提交意见"))
    assert item.events.filter(name="endorse", actor=cast.member).exists()
