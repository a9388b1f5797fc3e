"""Atom feeds."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from apps.disclosures.states import State
from apps.kinds.awards.factories import AwardRoundFactory
from apps.kinds.personnel.factories import PersonnelChangeFactory
from tests.boarding import base_rows, browser
from tests.cast import Cast, draft, walk

ATOM = {"a": "http://www.w3.org/2005/Atom"}
PEOPLE = [(PersonnelChangeFactory, "appointees"), (AwardRoundFactory, "honourees")]


def answer(cast: Cast, query: str = "", reader: str = "anonymous") -> HttpResponse:
    return browser(cast, reader).get(f"/feed.atom{query}")


def feed(cast: Cast, query: str = "", reader: str = "anonymous") -> Element:
    return fromstring(answer(cast, query, reader).content)


def titles(atom: Element) -> list[str]:
    return [title.text or "" for title in atom.findall("a:entry/a:title", ATOM)]


def link(atom: Element, rel: str) -> str:
    found = atom.find(f"a:link[@rel='{rel}']", ATOM)
    return "" if found is None else found.attrib["href"]


def test_a_feed_has_the_newest_first(cast: Cast) -> None:
    rows = base_rows(cast, 3)
    assert titles(feed(cast)) == [row.title for row in rows]


@pytest.mark.parametrize(
    ("query", "found"), [("?kind=notices", 1), ("?kind=fees", 0), ("?year=2026", 1), ("?q=午餐", 1), ("?q=早餐", 0)]
)
def test_a_feed_has_the_conditions_of_its_list(cast: Cast, query: str, found: int) -> None:
    walk(draft(cast, title="午餐招标"), State.POSTED, cast)
    assert len(titles(feed(cast, query))) == found


def test_a_feed_of_a_unit(cast: Cast) -> None:
    walk(draft(cast), State.POSTED, cast)
    other = walk(draft(cast, unit=cast.other_department, drafter=cast.other_clerk), State.POSTED, cast)
    assert titles(feed(cast, f"?unit={cast.other_department.pk}")) == [other.title]


@pytest.mark.parametrize(("reader", "found"), [("anonymous", 0), ("teacher", 1)])
def test_a_feed_shows_what_its_reader_may_read(cast: Cast, reader: str, found: int) -> None:
    walk(draft(cast, audience="staff"), State.POSTED, cast)
    assert len(titles(feed(cast, reader=reader))) == found


@pytest.mark.parametrize(("factory", "lines"), PEOPLE)
def test_no_person_is_named_in_a_feed(cast: Cast, factory: type, lines: str) -> None:
    named = {"title": "关于顾盼的公示", "summary": "拟推荐顾盼。", lines: [{"name": "顾盼"}]}
    item = walk(draft(cast, factory, audience="public", **named), State.POSTED, cast)
    text = answer(cast).content.decode()
    assert ("顾盼" in text, item.register_no in text) == (False, True)


def test_a_feed_of_a_search_does_not_say_for_whom(cast: Cast) -> None:
    assert "顾盼" not in feed(cast, "?q=顾盼").findtext("a:title", "", ATOM)


def test_an_entry_keeps_its_id(cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    with override_settings(SITE_URL="https://gk.school.example"):
        (found,) = feed(cast).findall("a:entry/a:id", ATOM)
    assert found.text == f"https://gk.school.example/r/{item.number}"


def test_an_entry_is_as_new_as_its_last_step(cast: Cast) -> None:
    item = walk(draft(cast), State.CONCLUDED, cast)
    updated = feed(cast).findtext("a:entry/a:updated", "", ATOM)
    assert updated[:10] == item.concluded_at.astimezone().strftime("%Y-%m-%d")


def test_a_withdrawn_item_leaves_the_feed(cast: Cast) -> None:
    walk(draft(cast), State.WITHDRAWN, cast)
    assert titles(feed(cast)) == []


def test_older_entries_are_a_link_away(cast: Cast) -> None:
    rows, browser_ = base_rows(cast, 45), Client()
    pages = [feed(cast)]
    while address := link(pages[-1], "next"):
        pages.append(fromstring(browser_.get(address).content))
    assert [title for page in pages for title in titles(page)] == [row.title for row in rows]


def test_a_feed_knows_its_own_address_and_that_of_its_list(cast: Cast) -> None:
    with override_settings(SITE_URL="https://gk.school.example"):
        atom = feed(cast, "?kind=fees&nonsense=1")
    assert (link(atom, "self"), link(atom, "alternate")) == (
        "https://gk.school.example/feed.atom?kind=fees",
        "https://gk.school.example/fees/",
    )


def test_a_feed_that_is_the_same_is_not_sent_again(cast: Cast) -> None:
    base_rows(cast, 1)
    first = answer(cast)
    again = Client(headers={"accept-language": "en"}).get("/feed.atom", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_empty_feed_stays_the_same(cast: Cast) -> None:
    assert answer(cast)["ETag"] == answer(cast)["ETag"]


def test_a_character_that_xml_cannot_hold_breaks_no_feed(cast: Cast) -> None:
    item = walk(draft(cast, title="午餐\x0b招标"), State.POSTED, cast)
    assert (titles(feed(cast)), item.title) == (["午餐招标"], "午餐\x0b招标")


def test_an_address_that_leads_to_no_page_is_said(cast: Cast) -> None:
    response = answer(cast, "?before=nowhere")
    assert (response.status_code, "does not lead to a page" in response.content.decode()) == (400, True)


def test_an_entry_costs_no_query(cast: Cast) -> None:
    assert queries_with(cast, 1) == queries_with(cast, 15)


def queries_with(cast: Cast, more: int) -> int:
    base_rows(cast, more)
    answer(cast)
    with CaptureQueriesContext(connection) as queries:
        answer(cast)
    return len(queries)
