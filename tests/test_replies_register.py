"""The register of replies: order, pages, conditions."""

from __future__ import annotations

import datetime
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from apps.calendars.models import Term
from apps.cases.models import Publication
from apps.cases.types import Type
from tests.boarding import browser
from tests.cast import Cast
from tests.replying import decided, published
from tests.test_replies_seen import body


@pytest.fixture
def reader(cast: Cast) -> Client:
    return browser(cast, "anonymous")


def listed(page: str) -> list[int]:
    return [int(key) for key in re.findall(r'<a href="/replies/(\d+)/">', page)]


def many(cast: Cast, count: int) -> list[int]:
    """Replies published at one moment: their keys, the newest first."""
    cases = [decided(cast) for _number in range(count)]
    made = Publication.objects.bulk_create(
        Publication(case=case, question="问", answer="答", published_by=cast.office, published_at=cases[0].decided_at)
        for case in cases
    )
    return [reply.pk for reply in reversed(made)]


def test_register_walks_every_reply_once_and_back(cast: Cast, reader: Client) -> None:
    keys, address, down, up = many(cast, 45), "/replies/", [], []
    while address:
        page = body(reader, address)
        down, last, address = [*down, *listed(page)], address, _link(page, "next")
    address = last
    while address:
        page = body(reader, address)
        up, address = [*listed(page), *up], _link(page, "prev")
    assert (down, up) == (keys, keys)


def _link(page: str, rel: str) -> str:
    found = re.search(rf'<link rel="{rel}" href="([^"]+)"', page)
    return found[1].replace("&amp;", "&") if found else ""


def test_register_shows_the_newest_first(cast: Cast, reader: Client) -> None:
    first, second = published(cast), published(cast)
    assert listed(body(reader, "/replies/")) == [second.pk, first.pk]


CONDITIONS = {
    "type=complaint": "complaint",
    "finding=upheld": "complaint",
    "finding=adopted": "opinion",
    "q=石榴": "both",
    "q=核桃": "none",
    "q=%25": "none",
    "type=complaint&finding=adopted": "none",
}


@pytest.mark.parametrize(("condition", "found"), CONDITIONS.items())
def test_register_is_narrowed(cast: Cast, reader: Client, condition: str, found: str) -> None:
    opinion, complaint = published(cast), published(cast, Type.COMPLAINT, finding="upheld")
    keys = {"opinion": [opinion.pk], "complaint": [complaint.pk], "both": [complaint.pk, opinion.pk], "none": []}
    assert listed(body(reader, f"/replies/?{condition}")) == keys[found]


@pytest.mark.parametrize(("unit", "count"), [("department", 1), ("other_department", 0), ("school", 1)])
def test_register_is_narrowed_by_unit(cast: Cast, reader: Client, unit: str, count: int) -> None:
    published(cast)
    assert len(listed(body(reader, f"/replies/?unit={getattr(cast, unit).pk}"))) == count


@pytest.mark.parametrize(("days", "count"), [(-1, 1), (1, 0)])
def test_register_is_narrowed_by_term(cast: Cast, reader: Client, days: int, count: int) -> None:
    published(cast)
    begins = timezone.localdate() + datetime.timedelta(days=days)
    ends = begins + datetime.timedelta(days=9)
    term = Term.objects.create(school=cast.school, name="学期", starts_on=begins, ends_on=ends)
    assert len(listed(body(reader, f"/replies/?term={term.pk}"))) == count


def test_register_is_narrowed_by_year(cast: Cast, reader: Client) -> None:
    with time_machine.travel("2025-05-05T10:00+08:00"):
        old = published(cast)
    new = published(cast)
    years = ("2025", str(timezone.localdate().year))
    assert [listed(body(reader, f"/replies/?year={year}")) for year in years] == [[old.pk], [new.pk]]


UNKNOWN = ["?type=x", "?year=2019", "?unit=999999", "?term=x", "?q=%00", "?before=x", "?after=1-1&type=y"]


@pytest.mark.parametrize("address", UNKNOWN)
def test_register_answers_what_it_does_not_know(cast: Cast, reader: Client, address: str) -> None:
    published(cast)
    page = body(reader, f"/replies/{address}")
    assert ('role="status"' in page, len(listed(page))) == (True, 1)


def test_register_is_empty_at_first(reader: Client) -> None:
    assert "No reply has been published yet" in body(reader, "/replies/")


def test_narrowed_register_is_not_indexed(reader: Client) -> None:
    assert '<meta name="robots" content="noindex, follow">' in body(reader, "/replies/?type=opinion")
