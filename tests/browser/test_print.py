"""On paper: no navigation and no buttons, everything unfolded, the heads of tables on every page, the QR code there."""

from __future__ import annotations

import pytest

from apps.disclosures.states import State
from apps.kinds.fees.factories import FeeScheduleFactory
from tests.cast import draft, walk

pytestmark = pytest.mark.django_db(transaction=True)
FOR_THE_SCREEN = "nav:not(:has(.kinds)), button, .btn, .masthead__util, .menu, .filters, .skip-link, .sitefoot"
SHOWN = "found => found.filter(element => element.checkVisibility()).map(element => element.outerHTML.slice(0, 80))"


@pytest.fixture
def printed(chromium, live_server, cast):
    """The page of an item as the printer gets it."""
    item = walk(draft(cast, FeeScheduleFactory, body="<p>自愿参加。</p>"), State.POSTED, cast)
    context = chromium.new_context(locale="zh-CN", viewport={"width": 794, "height": 1123})
    page = context.new_page()

    def open_page(path=""):
        page.goto(live_server.url + (path or item.get_absolute_url()))
        page.emulate_media(media="print")
        return page

    yield open_page
    context.close()


@pytest.mark.parametrize("path", ["", "/", "/fees/"], ids=["item", "board", "list"])
def test_nothing_to_press_is_printed(printed, path):
    assert printed(path).locator(FOR_THE_SCREEN).evaluate_all(SHOWN) == []


def test_what_is_folded_on_the_screen_is_printed(printed):
    page = printed()
    folded = page.locator("details:not(.menu) > :not(summary)")
    assert (folded.count() > 0, folded.count()) == (True, len(folded.evaluate_all(SHOWN)))


def test_heads_of_tables_stand_on_every_page(printed):
    heads = printed().locator("thead").evaluate_all("found => found.map(head => getComputedStyle(head).display)")
    assert set(heads) == {"table-header-group"}


def test_page_is_as_wide_as_the_paper(printed):
    page = printed()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_code_of_the_page_is_printed(printed):
    assert printed().locator(".qr").evaluate("picture => picture.complete && picture.checkVisibility()")
