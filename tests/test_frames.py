"""The public pages, the desk and the office's forms are told apart, but each speaks and looks as its reader chose."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from tests.visiting import visiting

FRAMES = ["/", "/directory/", "/account/password/", "/desk/", "/admin/", "/admin/catalogue/heading/", "/nowhere/"]


def html_of(cast, path: str, **cookies: str) -> str:
    """The first tag of a page, as the office gets it."""
    browser = visiting(cast.office)
    browser.cookies.load(cookies)
    return re.search(r"<html[^>]*>", browser.get(path).content.decode()).group()


@pytest.mark.parametrize("path", FRAMES)
@pytest.mark.parametrize(("code", "tag"), [("zh-hans", "zh-Hans-CN"), ("zh-hant", "zh-Hant"), ("en", "en")])
def test_page_says_in_which_language_it_is(cast, path, code, tag):
    assert f'lang="{tag}"' in html_of(cast, path, **{settings.LANGUAGE_COOKIE_NAME: code})


@pytest.mark.parametrize("path", FRAMES)
def test_page_is_as_dark_and_as_large_as_was_chosen(cast, path):
    tag = html_of(cast, path, theme="dark", size="large")
    assert ('data-theme="dark"' in tag, 'data-size="large"' in tag) == (True, True)


@pytest.mark.parametrize("path", FRAMES)
def test_page_follows_the_device_when_nothing_was_chosen(cast, path):
    assert "data-theme" not in html_of(cast, path)


@pytest.mark.parametrize("path", FRAMES)
def test_page_can_be_made_dark_and_large(cast, path):
    page = visiting(cast.office).get(path).content.decode()
    assert ("theme=dark" in page, "size=large" in page) == (True, True)
