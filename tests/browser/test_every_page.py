"""Every page, for the reader it is made for, in light, dark and large text, on a desk and on a phone."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.browser import school
from tests.browser.looking import faults
from tests.browser.routes import KINDS, every_route, standing, views_of
from tests.visiting import visiting


def test_every_route_is_a_page_or_named_as_none():
    assert {route: found for route in every_route() if len(found := standing(route)) != 1} == {}


@pytest.fixture
def opened(chromium, live_server, transactional_db):
    """Opens an address as somebody; whoever was there before has left."""
    school.found()
    context = chromium.new_context(locale="zh-CN", reduced_motion="reduce")
    page = context.new_page()

    def open_view(view):
        context.clear_cookies()
        if view.who != "reader":
            key = visiting(school.person(view.who)).cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
        answer = page.goto(live_server.url + view.path)
        assert answer.status in (200, 410), view  # an expired link is gone, and says so
        if view.press:
            assert page.locator(view.press).count(), f"{view}: nothing to press"
            page.locator(view.press).first.click()
            page.wait_for_load_state()
        return page

    yield open_view
    context.close()


PARTS = {
    "board": ("board:",),
    "desk": ("desk:", "papers:", "accounts:"),
    "items": tuple(f"admin:{kind}" for kind in KINDS),
    "settings": ("admin:",),
    "duties": ("punctuality:", "dutywork:"),
    "groups": ("groupwork:", "archive:"),
    "cases": ("counter:", "casework:"),
    "replies": ("replies:", "notifications:", "outbox:"),
    "pages": ("pages:", "reuse:"),
}


def part_of(route: str) -> str:
    return next((part for part, beginnings in PARTS.items() if route.startswith(beginnings)), "pages")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("part", PARTS)
def test_page_is_open_to_everybody(opened, part):
    views = [view for route in every_route() if part_of(route) == part for view in views_of(route)]
    found = [f"{view} {fault}" for view in views for fault in faults(opened(view), view.seen_in)]
    assert not found, "\n".join(found)
