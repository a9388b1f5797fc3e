"""The editor of the text in a real browser, under the office's policy; and the same form without JavaScript."""

import pytest
from django.conf import settings

from apps.disclosures.factories import HeadingFactory
from apps.disclosures.models import Disclosure
from tests.cast import draft
from tests.office import address, at_the_desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def written(cast):
    return draft(cast, heading=HeadingFactory(), body="")


@pytest.fixture
def opened(chromium, live_server, cast, written):
    """The clerk's form of the draft in a browser with these options, and what the browser complained about."""

    def open_form(**options):
        context = chromium.new_context(locale="zh-CN", **options)
        key = at_the_desk(cast.clerk).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
        page, complaints = context.new_page(), []
        page.on("console", lambda line: line.type == "error" and complaints.append(line.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + address(written))
        return page, complaints

    return open_form


def saved(page):
    page.locator("input[name=_save]").click()
    page.wait_for_load_state()
    return Disclosure.objects.get().body


def test_chinese_and_bold_are_typed_and_saved(opened):
    page, _complaints = opened()
    page.get_by_role("textbox", name="正文").click()
    page.keyboard.type("各位家长：")
    page.keyboard.press("Control+b")
    page.keyboard.type("请按时参加")
    assert saved(page) == "<p>各位家长：<strong>请按时参加</strong></p>"


def test_editor_breaks_no_rule_of_the_policy(opened):
    page, complaints = opened()
    page.get_by_role("textbox", name="正文").click()
    page.keyboard.type("表格：")
    page.locator("[data-name=table]").click()
    page.locator("dialog button[type=submit]").click()
    page.locator("[data-name=bulletList]").click()
    saved(page)
    assert complaints == []


def test_without_javascript_the_text_is_typed_into_a_plain_field(opened):
    page, _complaints = opened(java_script_enabled=False)
    page.get_by_role("textbox", name="正文").fill("第一段\n\n第二段")
    assert saved(page) == "<p>第一段</p>\n\n<p>第二段</p>"


def test_form_fits_a_phone(opened):
    page, _complaints = opened(viewport={"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
