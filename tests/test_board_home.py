"""The board."""

from __future__ import annotations

import datetime
import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.board import home
from apps.calendars.models import Term
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.organization.models import Contact, Unit
from tests.boarding import base_rows, browser
from tests.cast import Cast, draft, factory_of, walk

MOST_QUERIES = 10


@pytest.fixture
def anonymous(cast: Cast) -> Client:
    Contact.objects.create(unit=cast.school, form="hotline", value="0000-555-0132", hours="8:30—17:00")
    Contact.objects.create(unit=cast.school, form="box", value="校门内传达室东墙")
    Unit.objects.filter(pk=cast.other_school.pk).update(level="department", parent=cast.school)
    return browser(cast, "anonymous")


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


def one_of_every_kind(cast: Cast) -> list[Disclosure]:
    return [walk(draft(cast, factory_of(kind)), State.POSTED, cast) for kind in Disclosure.kinds()]


def test_board_shows_every_kind(anonymous: Client, cast: Cast) -> None:
    items = one_of_every_kind(cast)
    page = anonymous.get("/").content.decode()
    assert [item.title for item in items if item.get_absolute_url() not in page] == []


def test_board_takes_few_queries(anonymous: Client, cast: Cast) -> None:
    one_of_every_kind(cast)
    assert queries_of(anonymous, "/") <= MOST_QUERIES


def test_board_queries_do_not_grow_with_rows(anonymous: Client, cast: Cast) -> None:
    one_of_every_kind(cast)
    few = queries_of(anonymous, "/")
    base_rows(
        cast, 120, publicity_starts_on=timezone.localdate(), publicity_ends_at=timezone.now() + datetime.timedelta(9)
    )
    assert queries_of(anonymous, "/") == few


def test_board_counts_no_further_than_99(anonymous: Client, cast: Cast) -> None:
    base_rows(cast, 130)
    tally = anonymous.get("/").context["tallies"][0]
    assert (tally.shown, len(tally.posted)) == ("99+", 100)


def test_board_counts_this_term(anonymous: Client, cast: Cast) -> None:
    today = timezone.localdate()
    Term.objects.create(school=cast.school, name="第一学期", starts_on=today, ends_on=today + datetime.timedelta(90))
    base_rows(cast, 2, posted_at=timezone.now() - datetime.timedelta(days=2))
    base_rows(cast, 1, posted_at=timezone.now())
    assert anonymous.get("/").context["tallies"][0].count == 1


def test_board_puts_the_nearest_closing_first(anonymous: Client, cast: Cast) -> None:
    late, soon = (walk(draft(cast, publicity_days=days), State.POSTED, cast) for days in (7, 3))
    strip = anonymous.get("/").context["strip"].items
    assert [live.entry.url for live in strip] == [soon.get_absolute_url(), late.get_absolute_url()]


def test_board_shows_at_most_six_in_publicity(anonymous: Client, cast: Cast) -> None:
    today, closes = timezone.localdate(), timezone.now() + datetime.timedelta(days=5)
    base_rows(cast, 8, publicity_starts_on=today, publicity_ends_at=closes)
    assert anonymous.get("/").context["strip"].shown == "6+"


def test_board_strip_is_empty_after_the_closing_time(anonymous: Client, cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    with time_machine.travel(item.publicity_ends_at, tick=False):
        assert "Nothing is in its publicity period at the moment." in anonymous.get("/").content.decode()


def test_board_carries_the_hotline(anonymous: Client) -> None:
    assert 'href="tel:00005550132"' in anonymous.get("/").content.decode()


def test_board_leads_to_all_items(anonymous: Client, cast: Cast) -> None:
    base_rows(cast, 12)
    assert '<a class="more" href="/search/">All 12 items</a>' in anonymous.get("/").content.decode()


def test_board_says_when_there_are_more_items_than_it_counts(
    anonymous: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "MOST", 10)
    base_rows(cast, 12)
    assert ">All 10+ items</a>" in anonymous.get("/").content.decode()


def test_board_carries_the_search_box(anonymous: Client) -> None:
    page = anonymous.get("/").content.decode()
    assert re.search(
        r'<form class="searchbox" role="search" action="/search/" method="get">.*?name="q"', page, re.DOTALL
    )


def test_masthead_names_the_only_school(anonymous: Client) -> None:
    assert '<span class="brand__school" lang="zh-Hans-CN">澄溪九年制学校</span>' in anonymous.get("/").content.decode()


def test_masthead_names_the_bureau_of_several_schools(cast: Cast) -> None:
    page = browser(cast, "anonymous").get("/").content.decode()
    assert '<span class="brand__school" lang="zh-Hans-CN">澄溪区教育局</span>' in page


def test_masthead_counts_weeks_from_the_monday(anonymous: Client, cast: Cast) -> None:
    Term.objects.create(school=cast.school, name="第一学期", starts_on="2026-09-01", ends_on="2027-01-22")
    with time_machine.travel("2026-09-07T10:00+08:00", tick=False):
        assert "第一学期, week 2" in anonymous.get("/").content.decode()


@pytest.mark.parametrize("unseen", [State.WITHDRAWN, State.SUPERSEDED])
def test_board_lists_what_holds(anonymous: Client, cast: Cast, unseen: State) -> None:
    item = walk(draft(cast), unseen, cast)
    assert item.get_absolute_url() not in anonymous.get("/").content.decode()


def test_board_is_empty_before_anything_is_posted(db: None) -> None:
    assert Client().get("/").status_code == 200
