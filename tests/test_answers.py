"""What every answer carries: how it is packed, who may keep it, and that a no is said in words."""

from __future__ import annotations

import gzip
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.disclosures.factories import AttachmentFactory
from apps.disclosures.recording import record_writing
from apps.disclosures.states import State
from tests.cast import draft, walk
from tests.visiting import ENGLISH, visiting

PACKED = {"accept-encoding": "gzip"}
SIGN_IN = reverse("accounts:sign_in")


@pytest.fixture
def file(cast):
    """A file of a public item, large enough to be worth packing if it were text."""
    item = draft(cast)
    attachment = AttachmentFactory(disclosure=item, file__data=b"%PDF-1.4\n" + b"0" * 5000)
    record_writing(item, actor=cast.clerk, changed=["files"])
    walk(item, State.POSTED, cast)
    return attachment


def test_page_goes_over_the_wire_packed(db):
    response = Client(headers=PACKED).get("/")
    assert b"<!doctype html>" in gzip.decompress(response.content)


def test_file_that_is_packed_already_is_not_packed_again(file):
    assert not Client(headers=PACKED).get(file.get_absolute_url()).has_header("Content-Encoding")


@pytest.mark.parametrize("path", ["/", "/nowhere/", "/display/", SIGN_IN])
def test_page_is_not_shared_between_readers(db, path):
    response = Client().get(path)
    assert ("private" in response["Cache-Control"], "Cookie" in response["Vary"]) == (True, True)


def test_page_that_has_not_changed_is_not_sent_again(db):
    first = Client().get("/")
    assert Client(headers={"if-none-match": first["ETag"]}).get("/").status_code == 304


@pytest.mark.parametrize("path", ["/", "/desk/", "/nowhere/"])
def test_page_of_who_is_signed_in_is_kept_by_nobody(cast, path):
    assert {"private", "no-store"} <= set(visiting(cast.clerk).get(path)["Cache-Control"].split(", "))


def test_page_of_who_is_signed_in_has_no_mark_to_be_kept_by(cast):
    assert not visiting(cast.clerk).get("/").has_header("ETag")


def test_file_for_who_is_signed_in_is_kept_by_nobody(cast, file):
    assert "no-store" in visiting(cast.clerk).get(file.get_absolute_url())["Cache-Control"]


@pytest.mark.parametrize(("path", "allowed"), [("/", "GET, HEAD"), ("/healthz", "GET, HEAD")])
def test_wrong_method_is_refused_in_words(db, path, allowed):
    response = Client(headers=ENGLISH).post(path)
    assert (response["Allow"], "Nothing has changed" in response.content.decode()) == (allowed, True)


def test_wrong_host_is_answered_under_the_policy(db):
    response = Client().get("/", headers={"host": "elsewhere.example"})
    assert (response.status_code, "default-src 'none'" in response["Content-Security-Policy"]) == (400, True)


def too_much(**headers: str):
    """A form of six megabytes."""
    return Client(headers=ENGLISH | headers).post(SIGN_IN, {"username": "x" * 6 * 1024**2})


def test_too_large_form_is_refused_in_words(db):
    response = too_much()
    assert (response.status_code, "may hold 5 MB together" in response.content.decode()) == (413, True)


def test_form_of_too_many_fields_is_refused_in_words(db):
    response = Client(headers=ENGLISH).post(SIGN_IN, {f"field{number}": "" for number in range(10_001)})
    assert response.status_code == 413


def test_large_file_is_not_too_much(cast):
    upload = SimpleUploadedFile("扫描件.pdf", BytesIO(b"%PDF-1.4\n" + b"0" * 6 * 1024**2).getvalue())
    response = visiting(cast.clerk).post(reverse("admin:notices_notice_add"), {"attachments-0-file": upload})
    assert response.status_code == 200
