"""What every public page shares: policy, languages, theme and size, health, and errors in words."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.template.loader import render_to_string
from django.test import Client, override_settings

from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from tests.boarding import base_rows, browser
from tests.cast import Cast, draft, walk
from tests.visiting import ENGLISH

STRICT = {
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
KIND = Disclosure.kinds()[0]._meta.app_label


@pytest.fixture
def addresses(cast: Cast) -> list[str]:
    item = walk(draft(cast), State.POSTED, cast)
    return ["/", f"/{KIND}/", f"/{KIND}/?state=withdrawn", item.get_absolute_url(), "/nowhere/"]


def test_public_pages_carry_the_strict_policy(addresses: list[str], client: Client) -> None:
    policies = [set(client.get(url)["Content-Security-Policy"].split("; ")) for url in addresses]
    assert policies == [STRICT] * len(addresses)


def test_public_pages_need_no_inline_style_or_script(addresses: list[str], client: Client) -> None:
    pages = [client.get(url).content.decode().replace(settings.SITE_URL, "") for url in addresses]
    assert [found for page in pages for found in re.findall(r"<script|<style|\sstyle=|\son\w+=|https?://", page)] == []


def test_public_pages_set_no_cookie(addresses: list[str], client: Client) -> None:
    assert [url for url in addresses if client.get(url).cookies] == []


@pytest.mark.parametrize(
    ("choice", "attribute"),
    [("theme=dark", 'data-theme="dark"'), ("theme=light", 'data-theme="light"'), ("size=large", 'data-size="large"')],
)
def test_display_choice_is_kept(db: None, client: Client, choice: str, attribute: str) -> None:
    page = client.get(f"/display/?{choice}&next=/", follow=True).content.decode()
    assert attribute in page.partition(">\n<head>")[0]


@pytest.mark.parametrize("forget", ["theme=auto", "size=normal"])
def test_display_choice_is_forgotten(db: None, client: Client, forget: str) -> None:
    client.get("/display/?theme=dark&size=large")
    client.get(f"/display/?{forget}")
    assert client.cookies[forget.split("=")[0]].value == ""


@pytest.mark.parametrize("unknown", ["theme=pink", "size=huge", "lang=fr", "theme=dark%22%3E"])
def test_unknown_display_choice_changes_nothing(client: Client, unknown: str) -> None:
    response = client.get(f"/display/?{unknown}")
    assert (response.status_code, dict(response.cookies)) == (302, {})


@pytest.mark.parametrize("bad", ["pink", '"><script>', "\x00"])
def test_unknown_cookie_is_not_printed(db: None, client: Client, bad: str) -> None:
    client.cookies["theme"] = bad
    assert "data-theme" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/fees/?year=2026", "/fees/?year=2026"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("/\\elsewhere.example", "/"),
        ("javascript:alert(1)", "/"),
        ("fees/", "/"),
        ("", "/"),
    ],
)
def test_display_leads_back_to_this_portal_only(client: Client, asked: str, led_to: str) -> None:
    assert client.get("/display/", {"next": asked}).url == led_to


@pytest.mark.parametrize(("code", "tag"), [("zh-hans", "zh-Hans-CN"), ("zh-hant", "zh-Hant"), ("en", "en")])
def test_language_is_chosen_by_a_link(db: None, client: Client, code: str, tag: str) -> None:
    page = client.get(f"/display/?lang={code}&next=/", follow=True).content.decode()
    assert f'<html lang="{tag}">' in page


def test_healthz_is_ok(db: None, client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


def test_healthz_says_that_migrations_wait(db: None) -> None:
    (newest,) = MigrationLoader(connection).graph.leaf_nodes("disclosures")
    MigrationRecorder(connection).record_unapplied(*newest)
    response = Client(headers=ENGLISH).get("/healthz")
    assert (response.status_code, "Run the migrations" in response.content.decode()) == (503, True)


def test_healthz_answers_plain_http(db: None, client: Client) -> None:
    with override_settings(SECURE_SSL_REDIRECT=True):
        assert client.get("/healthz").status_code == 200


def test_unknown_address_is_answered_in_words(db: None) -> None:
    response = Client(headers=ENGLISH).get("/nowhere/")
    assert (response.status_code, "There is no page here" in response.content.decode()) == (404, True)


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_page_of_last_resort_needs_nothing(name: str) -> None:
    assert 'class="lede"' in render_to_string(name)


def test_form_without_a_token_is_refused_in_words(db: None) -> None:
    response = Client(headers=ENGLISH, enforce_csrf_checks=True).post("/account/sign-in/", {})
    assert (response.status_code, "This form could not be accepted" in response.content.decode()) == (403, True)


@pytest.mark.parametrize("url", ["/", f"/{KIND}/", "/healthz", "/display/"])
def test_public_pages_are_only_read(db: None, client: Client, url: str) -> None:
    assert client.post(url).status_code == 405


def test_navigation_marks_the_kind_of_the_page(cast: Cast) -> None:
    (row,) = base_rows(cast, 1)
    assert (
        f'<a href="/{row.kind}/" aria-current="true">'
        in browser(cast, "anonymous").get(f"/{row.kind}/").content.decode()
    )
