"""The list of a kind: who sees what, filters, pages by key."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from tests.boarding import base_rows, browser
from tests.cast import Cast, draft, factory_of, walk

FIRST = Disclosure.kinds()[0]._meta.app_label
LIST = f"/{FIRST}/"
SEES = {
    "anonymous": {"public"},
    "stranger": {"public"},
    "parent": {"public", "parents"},
    "other_parent": {"public"},
    "other_teacher": {"public"},
    "teacher": {"public", "parents", "staff"},
    "clerk": {"public", "parents", "staff"},
}
MOST_QUERIES = 8


def entries(response: HttpResponse) -> list[str]:
    return [str(entry.title) for entry in response.context["entries"]]


def pages(client: Client, url: str, direction: str) -> list[list[str]]:
    """The rows of this page and of all that follow in a direction (next or prev)."""
    found = []
    while url:
        response = client.get(url)
        found.append(entries(response))
        link = re.search(rf'rel="{direction}" href="([^"]+)"', response.content.decode())
        last, url = url, link[1].replace("&amp;", "&") if link else ""
    return [*found, [last]]


@pytest.mark.parametrize("kind", [kind._meta.app_label for kind in Disclosure.kinds()])
def test_list_shows_its_kind(cast: Cast, kind: str) -> None:
    item = walk(draft(cast, factory_of(Disclosure.kind_of(kind))), State.POSTED, cast)
    response = browser(cast, "anonymous").get(f"/{kind}/")
    assert [entry.url for entry in response.context["entries"]] == [item.get_absolute_url()]


@pytest.mark.parametrize("reader", SEES)
def test_list_shows_what_the_reader_may_read(cast: Cast, reader: str) -> None:
    for audience in ("public", "parents", "staff"):
        base_rows(cast, 1, audience=audience, title=audience)
    assert set(entries(browser(cast, reader).get(LIST))) == SEES[reader]


def test_list_marks_what_is_for_staff(cast: Cast) -> None:
    base_rows(cast, 1, audience="staff")
    assert "staff only</span>" in browser(cast, "teacher").get(LIST).content.decode()


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.SUPERSEDED, State.APPROVED, State.IN_REVIEW, State.DRAFT])
def test_list_leaves_out_what_does_not_hold(cast: Cast, state: State) -> None:
    base_rows(cast, 1, state=state, withdrawal_reason="含电话", withdrawn_at=timezone.now())
    assert entries(browser(cast, "anonymous").get(LIST)) == []


def test_list_of_an_unknown_kind_is_not_there(cast: Cast) -> None:
    assert browser(cast, "anonymous").get("/minutes/").status_code == 404


def test_row_of_a_removed_kind_is_not_there(cast: Cast) -> None:
    (row,) = base_rows(cast, 1, kind="removed")
    client = browser(cast, "anonymous")
    found = [client.get(url).status_code for url in ("/removed/", row.get_absolute_url(), "/")]
    assert (*found, entries(client.get("/"))) == (404, 404, 200, [])


def test_pages_forward_cover_each_row_once(cast: Cast) -> None:
    rows = base_rows(cast, 47)
    *found, _last = pages(browser(cast, "anonymous"), LIST, "next")
    assert found == [[row.title for row in rows[start : start + 20]] for start in (0, 20, 40)]


def test_pages_back_cover_each_row_once(cast: Cast) -> None:
    base_rows(cast, 47)
    client = browser(cast, "anonymous")
    *forward, (last,) = pages(client, LIST, "next")
    *back, _first = pages(client, last, "prev")
    assert back[::-1] == forward


def test_pages_cover_rows_posted_at_the_same_moment(cast: Cast) -> None:
    rows = base_rows(cast, 45, posted_at=timezone.now())
    *found, _last = pages(browser(cast, "anonymous"), LIST, "next")
    assert [title for page in found for title in page] == [row.title for row in rows[::-1]]


def test_pages_do_not_slip_when_something_is_posted(cast: Cast) -> None:
    rows = base_rows(cast, 25)
    client = browser(cast, "anonymous")
    older = client.get(LIST).context["older"]
    base_rows(cast, 3, posted_at=timezone.now())
    assert entries(client.get(older)) == [row.title for row in rows[20:]]


@pytest.mark.parametrize(
    "query",
    [
        "before=x",
        "before=",
        "after=1",
        "before=99999999999999999999-1",
        "after=%00",
        "before=１-１",
        "before=0-1",
        "after=99999999999999999-1",
    ],
)
def test_broken_cursor_shows_the_first_page_and_says_so(cast: Cast, query: str) -> None:
    (row,) = base_rows(cast, 1)
    response = browser(cast, "anonymous").get(f"{LIST}?{query}")
    said = "This address does not lead to a page of the list" in response.content.decode()
    assert (response.status_code, entries(response), said) == (200, [row.title], True)


@pytest.mark.parametrize(
    "query",
    [
        "year=1066",
        "year=x",
        "unit=0",
        "unit=x%00",
        "unit=99999999999999999999",
        "term=0",
        "heading=x",
        "heading=0000",
        "state=draft",
        "audience=x",
        "sort=x",
    ],
)
def test_unknown_filter_is_left_out_and_said(cast: Cast, query: str) -> None:
    (row,) = base_rows(cast, 1)
    response = browser(cast, "teacher").get(f"{LIST}?{query}")
    said = "so this condition was left out" in response.content.decode()
    assert (entries(response), response.context["filters"].chips, said) == ([row.title], [], True)


def test_public_list_does_not_offer_audiences(cast: Cast) -> None:
    assert 'name="audience"' not in browser(cast, "anonymous").get(LIST).content.decode()


def test_audience_filter_narrows(cast: Cast) -> None:
    for audience in ("public", "staff"):
        base_rows(cast, 1, audience=audience, title=audience)
    assert entries(browser(cast, "teacher").get(f"{LIST}?audience=staff")) == ["staff"]


def test_unit_filter_narrows(cast: Cast) -> None:
    base_rows(cast, 1)
    (row,) = base_rows(cast, 1, unit=cast.other_department)
    assert entries(browser(cast, "anonymous").get(f"{LIST}?unit={cast.other_department.pk}")) == [row.title]


def test_unit_filter_includes_the_departments_of_a_school(cast: Cast) -> None:
    (row,) = base_rows(cast, 1)
    assert entries(browser(cast, "anonymous").get(f"{LIST}?unit={cast.school.pk}")) == [row.title]


def test_year_filter_begins_at_midnight_in_the_school(cast: Cast) -> None:
    eve = datetime.datetime(2026, 1, 1, tzinfo=timezone.get_default_timezone())
    base_rows(cast, 1, title="去年", posted_at=eve - datetime.timedelta(seconds=1), register_year=2025)
    base_rows(cast, 1, title="今年", posted_at=eve, register_year=2026)
    assert entries(browser(cast, "anonymous").get(f"{LIST}?year=2026")) == ["今年"]


STATES = {
    "live": {"state": State.POSTED, "publicity_ends_at": datetime.timedelta(days=1)},
    "ended": {"state": State.CONCLUDED, "publicity_ends_at": datetime.timedelta(days=-1), "outcome": "no_objection"},
    "withdrawn": {"state": State.WITHDRAWN, "withdrawal_reason": "含电话", "withdrawn_at": timezone.now()},
}


@pytest.mark.parametrize("state", STATES)
def test_state_filter_narrows(cast: Cast, state: str) -> None:
    for title, fields in STATES.items():
        ends = (
            {"publicity_ends_at": timezone.now() + fields["publicity_ends_at"]} if "publicity_ends_at" in fields else {}
        )
        base_rows(cast, 1, **{**fields, **ends, "title": title})
    assert entries(browser(cast, "anonymous").get(f"{LIST}?state={state}")) == [state]


def test_state_filter_finds_corrections(cast: Cast) -> None:
    base_rows(cast, 1)
    (old,) = base_rows(cast, 1, state=State.SUPERSEDED)
    (new,) = base_rows(cast, 1, replaces=old, change_note="更正一行")
    assert entries(browser(cast, "anonymous").get(f"{LIST}?state=corrected")) == [new.title]


def test_chip_leads_to_the_list_without_its_condition(cast: Cast) -> None:
    response = browser(cast, "anonymous").get(f"{LIST}?unit={cast.department.pk}&state=live")
    assert [chip.without for chip in response.context["filters"].chips] == [
        f"/search/?unit={cast.department.pk}&state=live",
        f"{LIST}?state=live",
        f"{LIST}?unit={cast.department.pk}",
    ]


def test_next_page_keeps_the_filters(cast: Cast) -> None:
    base_rows(cast, 21)
    response = browser(cast, "anonymous").get(f"{LIST}?unit={cast.department.pk}")
    assert f"unit={cast.department.pk}&before=" in response.context["older"]


def test_empty_list_says_what_to_do(cast: Cast) -> None:
    page = browser(cast, "anonymous").get(f"{LIST}?state=live").content.decode()
    assert "No item meets all these conditions" in page


def test_list_remembers_nothing(cast: Cast) -> None:
    response = browser(cast, "anonymous").get(f"{LIST}?state=live")
    assert response.cookies == {}


def test_list_takes_as_many_queries_for_many_rows(cast: Cast) -> None:
    client, counts = browser(cast, "anonymous"), []
    for _round in range(2):
        base_rows(cast, 21)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts == [MOST_QUERIES] * 2
