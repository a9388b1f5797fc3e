"""A form sent after the session had ended: one signs in on the way, and nothing typed is lost."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.accounts.interrupted import SALT
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from tests.cast import draft, walk
from tests.visiting import ENGLISH, visiting

SIGN_IN = reverse("accounts:sign_in")
PASSWORD = "只为测试-2026"
WORDS = "第三项单价与合同不符，请核对后再报"


@pytest.fixture
def item(cast):
    return walk(draft(cast), State.IN_REVIEW, cast)


@pytest.fixture
def member(cast):
    cast.member.set_password(PASSWORD)
    cast.member.save()
    return cast.member


def page_of(item):
    return reverse("desk:review", args=[item.pk])


def send(item, **fields):
    """Press the button in a browser whose session has ended."""
    data = {"step": "return", "grounds": ["wrong", "unclear"], "words": WORDS, "seen": item.stamp, **fields}
    return Client(headers=ENGLISH).post(page_of(item), data)


def hidden(response) -> dict[str, list[str]]:
    """The hidden fields of a page, as a browser reads them."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', response.content.decode()):
        found.setdefault(name, []).append(html.unescape(value))
    return found


def sign_in(member, page, password=PASSWORD):
    browser = Client(headers=ENGLISH)
    fields = {name: values[0] for name, values in hidden(page).items()}
    return browser, browser.post(SIGN_IN, {**fields, "username": member.username, "password": password})


def test_form_waits_on_the_sign_in_page(item):
    assert "What you entered is kept" in send(item).content.decode()


def test_words_are_in_no_address(item):
    assert not send(item).has_header("Location")


def test_form_waits_while_the_password_is_wrong(item, member):
    _browser, page = sign_in(member, send(item), "guessed")
    assert "What you entered is kept" in page.content.decode()


def test_whole_form_comes_back_after_signing_in(item, member):
    _browser, page = sign_in(member, send(item))
    expected = {"step": ["return"], "grounds": ["wrong", "unclear"], "words": [WORDS], "seen": [item.stamp]}
    assert {name: values for name, values in hidden(page).items() if name != "csrfmiddlewaretoken"} == expected


def test_nothing_is_done_before_it_is_sent_again(item, member):
    sign_in(member, send(item))
    assert not item.events.named("return").exists()


def test_form_that_is_sent_again_is_taken(item, member):
    browser, page = sign_in(member, send(item))
    browser.post(page_of(item), hidden(page))
    assert WORDS in item.events.get(name="return").reason


def test_words_can_be_read_and_copied(item, member):
    _browser, page = sign_in(member, send(item))
    assert f'readonly aria-labelledby="typed-h">{WORDS}</textarea>' in page.content.decode()


def test_office_form_is_kept_too(cast):
    address = reverse("admin:notices_notice_change", args=[draft(cast).pk])
    page = Client(headers=ENGLISH).post(address, {"title": "写了一个下午的公告", "_save": "Save"})
    assert "What you entered is kept" in page.content.decode()


def test_files_are_named_that_must_be_chosen_again(cast):
    address = reverse("admin:notices_notice_change", args=[draft(cast).pk])
    upload = SimpleUploadedFile("会议纪要.pdf", b"%PDF-1.4")
    page = Client(headers=ENGLISH).post(address, {"title": "公告", "attachments-0-file": upload}).content.decode()
    assert "Only files must be chosen again: 会议纪要.pdf" in page


def test_no_file_is_named_where_none_was_chosen(item):
    assert "chosen again" not in send(item).content.decode()


def test_passwords_are_not_kept(db):
    response = Client().post(reverse("accounts:password_change"), {"old_password": "旧", "new_password1": "新"})
    assert urlsplit(response["Location"]).path == SIGN_IN


def test_forged_form_is_not_kept(item, member):
    forged = signing.dumps([page_of(item), [["step", "endorse"]]], salt="of somebody else")
    response = Client().post(SIGN_IN, {"username": member.username, "password": PASSWORD, "kept": forged})
    assert response.status_code == 302


def test_kept_form_goes_to_an_address_of_this_portal_only(item, member):
    kept = hidden(send(item))["kept"][0]
    assert signing.loads(kept, salt=SALT)[0] == page_of(item)


def test_reading_without_a_session_leads_to_the_sign_in_page(item):
    assert Client().get(page_of(item)).url == f"{SIGN_IN}?next={page_of(item)}"


@pytest.mark.parametrize(("site", "shown"), [("same-origin", True), ("cross-site", False)])
def test_refused_form_gives_back_what_was_written_on_our_own_pages(db, site, shown):
    browser = Client(headers={**ENGLISH, "sec-fetch-site": site}, enforce_csrf_checks=True)
    assert (WORDS in browser.post("/desk/review/1/", {"words": WORDS}).content.decode()) == shown


def test_refused_form_does_not_give_back_passwords(db):
    browser = Client(headers={**ENGLISH, "sec-fetch-site": "same-origin"}, enforce_csrf_checks=True)
    page = browser.post(SIGN_IN, {"username": "somebody-long", "password": "a-secret-of-mine"}).content.decode()
    assert ("a-secret-of-mine" in page, "somebody-long" in page) == (False, False)


# Pressed twice.


def press_twice(user, address, data):
    browser = visiting(user)
    browser.post(address, data)
    return browser.post(address, data, follow=True).content.decode()


def test_opinion_pressed_twice_is_recorded(cast, item):
    page = press_twice(cast.member, page_of(item), {"step": "endorse", "seen": item.stamp})
    assert "is recorded" in html.unescape(page)


def test_last_opinion_pressed_twice_is_recorded(cast, item):
    for member in cast.supervisors[1:4]:
        visiting(member).post(page_of(item), {"step": "endorse", "seen": item.stamp})
    page = press_twice(cast.member, page_of(item), {"step": "endorse", "seen": item.stamp})
    assert ("is recorded" in html.unescape(page), Disclosure.objects.get(pk=item.pk).state) == (True, State.APPROVED)


@pytest.mark.parametrize("first", [{"step": "endorse"}, {"step": "return", "words": "日期有误"}])
def test_other_opinion_after_ones_own_is_not_recorded(cast, item, first):
    browser = visiting(cast.member)
    browser.post(page_of(item), {**first, "seen": item.stamp})
    page = browser.post(page_of(item), {"step": "return", "words": WORDS, "seen": item.stamp}).content.decode()
    assert ("is not recorded yet" in page, WORDS in page) == (True, True)


def test_step_pressed_twice_is_done(cast):
    item = draft(cast)
    address = reverse("admin:notices_notice_step", args=[item.pk, "submit"])
    assert "Done: Submit for review" in press_twice(cast.chair, address, {"stamp": item.stamp})
