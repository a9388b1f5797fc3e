"""Files are reached through their disclosure and through nothing else."""

from __future__ import annotations

import pytest
from django.http import HttpResponse

from apps.disclosures.factories import AttachmentFactory
from apps.disclosures.models import Attachment, Disclosure
from apps.disclosures.recording import record_writing
from apps.disclosures.states import READABLE, State
from tests.boarding import browser
from tests.cast import Cast, draft, walk

READERS = ("anonymous", "parent", "teacher", "other_parent", "clerk", "other_clerk", "member", "office", "inspector")
OPENS = {
    "public": set(READERS),
    "parents": {"parent", "teacher", "clerk", "other_clerk", "member", "office", "inspector"},
    "staff": {"teacher", "clerk", "other_clerk", "member", "office", "inspector"},
}
WORKERS = {"clerk", "office", "inspector"}


def with_file(cast: Cast, to: State, **fields: object) -> tuple[Disclosure, Attachment]:
    named = {key: fields.pop(key) for key in ("name", "media_type", "file__data") if key in fields}
    item = draft(cast, **fields)
    attachment = AttachmentFactory(disclosure=item, **named)
    record_writing(item, actor=cast.clerk)
    return walk(item, to, cast), attachment


def opened(cast: Cast, **file: object) -> HttpResponse:
    _item, attachment = with_file(cast, State.POSTED, **file)
    return browser(cast, "anonymous").get(attachment.get_absolute_url())


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("audience", OPENS)
def test_file_opens_to_readers_of_its_item_and_to_who_works_on_it(cast: Cast, audience: str, state: State) -> None:
    _item, attachment = with_file(cast, state, audience=audience)
    url = attachment.get_absolute_url()
    workers = WORKERS if state == State.DRAFT else WORKERS | {"member"}
    readers = OPENS[audience] if state in READABLE and state != State.WITHDRAWN else set()
    statuses = {reader: browser(cast, reader).get(url).status_code for reader in READERS}
    assert statuses == {reader: 200 if reader in readers | workers else 404 for reader in READERS}


@pytest.mark.parametrize("name", ["别的.pdf", "..", "依据.pdf%00", "%2e%2e%2fsettings.py"])
def test_file_by_another_name_is_not_there(cast: Cast, name: str) -> None:
    _item, attachment = with_file(cast, State.POSTED)
    assert browser(cast, "anonymous").get(f"/files/{attachment.pk}/{name}").status_code == 404


@pytest.mark.parametrize("pk", ["0", "99999999999999999999999"])
def test_file_with_an_unknown_key_is_not_there(cast: Cast, pk: str) -> None:
    assert browser(cast, "anonymous").get(f"/files/{pk}/a.pdf").status_code == 404


def test_file_comes_as_it_was_stored(cast: Cast) -> None:
    assert b"".join(opened(cast).streaming_content) == b"%PDF-1.4\n%%EOF"


def test_file_keeps_its_chinese_name(cast: Cast) -> None:
    expected = "attachment; filename*=utf-8''2%E6%9C%88%E6%98%8E%E7%BB%86%20%E7%BB%88.pdf"
    assert opened(cast, name="2月明细 终.pdf")["Content-Disposition"] == expected


@pytest.mark.parametrize(
    ("media_type", "disposition"),
    [("image/png", "inline"), ("application/pdf", "attachment"), ("application/vnd.ms-excel", "attachment")],
)
def test_file_is_shown_only_when_it_is_an_image(cast: Cast, media_type: str, disposition: str) -> None:
    response = opened(cast, media_type=media_type)
    assert (response["Content-Type"], response["Content-Disposition"].split(";")[0]) == (media_type, disposition)


def test_file_can_do_nothing(cast: Cast) -> None:
    response = opened(cast)
    policy = response["Content-Security-Policy"].split("; ")
    assert (response["X-Content-Type-Options"], {"sandbox", "default-src 'none'"} <= set(policy)) == ("nosniff", True)


def test_file_missing_on_the_disk_is_said_in_words(cast: Cast) -> None:
    _item, attachment = with_file(cast, State.POSTED)
    attachment.file.storage.delete(attachment.file.name)
    response = browser(cast, "anonymous").get(attachment.get_absolute_url())
    assert (response.status_code, "This file is missing" in response.content.decode()) == (410, True)


def test_page_of_a_missing_file_leads_back_to_the_item(cast: Cast) -> None:
    item, attachment = with_file(cast, State.POSTED)
    attachment.file.storage.delete(attachment.file.name)
    page = browser(cast, "anonymous").get(attachment.get_absolute_url()).content.decode()
    assert f'href="{item.get_absolute_url()}"' in page


def test_missing_file_of_a_draft_leads_nowhere(cast: Cast) -> None:
    _item, attachment = with_file(cast, State.DRAFT)
    attachment.file.storage.delete(attachment.file.name)
    page = browser(cast, "clerk").get(attachment.get_absolute_url()).content.decode()
    assert "Back to the item:" not in page


def test_hidden_file_and_no_file_are_told_in_the_same_words(cast: Cast) -> None:
    _item, hidden = with_file(cast, State.POSTED, audience="staff")
    pages = [
        browser(cast, "anonymous").get(url).content.decode().partition("<main")[2].partition("</main>")[0]
        for url in (hidden.get_absolute_url(), f"/files/99999999/{hidden.name}")
    ]
    assert ("There is no file here" in pages[0], pages[0] == pages[1]) == (True, True)


def test_file_is_not_under_a_media_address(cast: Cast) -> None:
    _item, attachment = with_file(cast, State.POSTED)
    assert browser(cast, "anonymous").get(f"/media/{attachment.file.name}").status_code == 404
