"""One item goes from a clerk's draft to the public board, in a real browser, the reviewer on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from apps.catalogue.loading import load
from apps.catalogue.models import Heading
from apps.disclosures.models import Disclosure
from apps.disclosures.workflow import take
from tests.cast import Cast

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
PASSWORD = "只为测试-2026"
TITLE = "课后服务办事指南"


class Visit:
    """Somebody at a screen; whatever the browser complains about is kept."""

    def __init__(self, chromium: Browser, address: str, screen: dict[str, int], **choices: bool) -> None:
        self.page: Page = chromium.new_context(viewport=screen, locale="zh-CN", **choices).new_page()
        self.address = address
        self.complaints: list[str] = []
        self.page.on("console", lambda line: line.type == "error" and self.complaints.append(line.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def sign_in(self, user) -> Page:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        page = self.open("/account/sign-in/")
        page.get_by_label("用户名").fill(user.username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        return page

    @property
    def overflows(self) -> bool:
        return self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.fixture
def visit(chromium, live_server):
    return lambda screen: Visit(chromium, live_server.url, screen)


@pytest.fixture
def catalogue(transactional_db):
    """A flushed database has lost the headings its migration brought."""
    load(Heading)


@pytest.mark.django_db(transaction=True)
def test_an_item_walks_from_draft_to_board(visit, catalogue, cast: Cast):
    clerk = visit(DESK)
    write_draft(clerk, cast)
    chair = visit(DESK)
    press(chair, cast.chair, "提交审议")
    for member in cast.supervisors[:3]:
        take("endorse", item(), actor=member)
    reviewer = visit(PHONE)
    endorse(reviewer, cast.supervisors[3])
    office = visit(DESK)
    press(office, cast.office, "公布")
    parent = visit(PHONE)
    read(parent)
    assert [v.complaints for v in (clerk, chair, reviewer, office, parent)] == [[]] * 5
    assert not reviewer.overflows
    assert not parent.overflows


def item() -> Disclosure:
    return Disclosure.objects.get(title=TITLE)


def write_draft(clerk: Visit, cast: Cast) -> None:
    page = clerk.sign_in(cast.clerk)
    page.get_by_role("link", name="公告").first.click()
    page.get_by_label("标题").first.fill(TITLE)
    page.locator("select[name=heading]").select_option(str(Heading.objects.get(code="0203").pk))
    page.locator("[name=summary]").fill("每周五天，每天两小时，自愿参加。")
    page.get_by_role("textbox", name="正文").click()
    page.keyboard.type("课后服务自愿参加，随时可以退出。")
    page.get_by_role("button", name="保存").first.click()
    expect(page.locator(".messagelist, [role=status]").first).to_contain_text(TITLE)


def press(visitor: Visit, user, step: str) -> None:
    visitor.sign_in(user)
    page = visitor.open(f"/admin/notices/notice/{item().pk}/change/")
    page.get_by_role("link", name=step, exact=True).first.click()
    page.get_by_role("button", name=step, exact=True).click()
    expect(page.locator("body")).to_contain_text(TITLE)


def endorse(reviewer: Visit, member) -> None:
    page = reviewer.sign_in(member)
    page = reviewer.open(f"/desk/review/{item().pk}/")
    page.get_by_text("同意公布", exact=True).click()
    page.get_by_role("button", name="提交意见").click()
    expect(page.locator("body")).to_contain_text("通过")


def read(parent: Visit) -> None:
    page = parent.open("/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    expect(page.locator("article")).to_contain_text("随时可以退出")
