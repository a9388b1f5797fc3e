"""Searching on the board: what is found is what the reader may read, whatever is typed the page stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from apps.board import lists, paging
from apps.board.tries import shorter
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.search import cards
from tests.boarding import base_rows, browser
from tests.cast import Cast, draft, walk

SEARCH = "/search/"
KIND = Disclosure.kinds()[0]._meta.app_label
MOST_QUERIES = {"newest": 11, "best": 13, "empty": 8}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def found_rows(cast: Cast, count: int, **fields: Any) -> list[Disclosure]:
    """Posted base rows that can be found."""
    rows = base_rows(cast, count, **fields)
    cards.write(rows)
    return rows


def asked(cast: Cast, reader: str, path: str = SEARCH, **query: str) -> HttpResponse:
    return browser(cast, reader).get(path, query)


def addresses(response: HttpResponse) -> list[str]:
    return [entry.url for entry in response.context["entries"]]


def page_of(response: HttpResponse) -> str:
    return response.content.decode()


def test_search_finds_over_all_kinds_and_marks_the_words(cast: Cast) -> None:
    walk(draft(cast, title="课后服务收费公示", body="<p>每月收费一次，不提前收。</p>"), State.POSTED, cast)
    (entry,) = asked(cast, "anonymous", q="收費").context["entries"]
    assert (entry.title, "<mark>收费</mark>" in entry.excerpt) == ("课后服务<mark>收费</mark><wbr>公示", True)


def test_search_without_words_lists_all_items(cast: Cast) -> None:
    rows = base_rows(cast, 2)
    response = asked(cast, "anonymous")
    assert (addresses(response), response.context["heading"]) == ([row.get_absolute_url() for row in rows], "All items")


def test_search_is_named_in_title_and_heading(cast: Cast) -> None:
    page = page_of(asked(cast, "anonymous", q="食堂 <b>"))
    named = "Search for “食堂 &lt;b&gt;”"
    assert (f"<title>{named} — " in page, f"<h1>{named}</h1>" in page) == (True, True)


def test_search_in_a_kind_names_the_kind(cast: Cast) -> None:
    response = asked(cast, "anonymous", f"/{KIND}/", q="食堂")
    assert response.context["heading"] == f"Search for “食堂” under {Disclosure.kinds()[0].kind_name()}"


def test_kind_in_the_path_is_the_kind_in_the_query(cast: Cast) -> None:
    base_rows(cast, 1)
    (other,) = base_rows(cast, 1, kind=Disclosure.kinds()[1]._meta.app_label)
    given = asked(cast, "anonymous", SEARCH, kind=other.kind)
    named = asked(cast, "anonymous", f"/{other.kind}/")
    assert (addresses(given), given.context["canonical"]) == (addresses(named), named.context["canonical"])


@pytest.mark.parametrize(("query", "is_kept_out"), [({}, False), ({"q": "食堂"}, True), ({"state": "live"}, True)])
def test_search_results_ask_not_to_be_indexed(cast: Cast, query: dict[str, str], is_kept_out: bool) -> None:
    page = page_of(asked(cast, "anonymous", f"/{KIND}/", **query))
    assert ('<meta name="robots" content="noindex, follow">' in page) is is_kept_out


def test_canonical_address_leaves_out_the_place(cast: Cast) -> None:
    base_rows(cast, 45)
    first = asked(cast, "anonymous", f"/{KIND}/", state="", year=str(timezone.localdate().year))
    second = browser(cast, "anonymous").get(first.context["older"])
    assert second.context["canonical"] == first.context["canonical"] == f"/{KIND}/?year={timezone.localdate().year}"


def test_pages_are_linked_in_the_head(cast: Cast) -> None:
    base_rows(cast, 45)
    client = browser(cast, "anonymous")
    page = page_of(client.get(client.get(SEARCH).context["older"]))
    assert re.findall(r'<link rel="(\w+)" href="/search/\?(before|after)=', page) == [
        ("prev", "after"),
        ("next", "before"),
    ]


SEEN = {"anonymous": 1, "parent": 2, "other_parent": 1, "teacher": 3, "other_teacher": 1, "clerk": 3}


@pytest.mark.parametrize("reader", SEEN)
@pytest.mark.parametrize("sort", ["newest", "best"])
def test_search_finds_what_the_reader_may_read(cast: Cast, reader: str, sort: str) -> None:
    for audience in ("public", "parents", "staff"):
        found_rows(cast, 1, audience=audience, title=f"绩效分配{audience}")
    response = asked(cast, reader, q="绩效分配", sort=sort)
    assert (len(addresses(response)), response.context["facets"].total) == (SEEN[reader], SEEN[reader])


def without_token(response: HttpResponse) -> str:
    """The page without what differs each time: the token of the form that signs out."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page_of(response))


@pytest.mark.parametrize("reader", ["anonymous", "parent", "other_teacher"])
@pytest.mark.parametrize("query", ["绩效分配", "绩效分配 食堂", "食堂 绩效分配方案"])
def test_item_for_staff_changes_nothing_on_the_page_of_others(cast: Cast, reader: str, query: str) -> None:
    found_rows(cast, 1, title="食堂安排")
    client = browser(cast, reader)
    before = without_token(client.get(SEARCH, {"q": query}))
    found_rows(cast, 2, audience="staff", title="绩效分配方案", unit=cast.other_department)
    assert without_token(client.get(SEARCH, {"q": query})) == before


def walked(client: Client, url: str, direction: str) -> tuple[list[list[str]], str]:
    """The pages from one to the next in a direction (older or newer), from the top, and the address of the last."""
    found: list[list[str]] = []
    while url:
        response = client.get(url)
        found.append(addresses(response))
        last, url = url, response.context[direction]
    return found if direction == "older" else found[::-1], last


@pytest.mark.parametrize("sort", ["newest", "best"])
@pytest.mark.parametrize("seed", range(4))
def test_pages_of_both_orders_lose_and_repeat_nothing(cast: Cast, sort: str, seed: int) -> None:
    chance, now = Random(seed), timezone.now()
    moments = [now.replace(microsecond=number) for number in range(1 + seed * 9)]
    for _row in range(chance.choice((20, 21, 40, 47))):
        title = "食堂安排" if chance.random() < 0.5 else "安排"
        found_rows(cast, 1, posted_at=chance.choice(moments), title=title, summary="食堂")
    client = browser(cast, "anonymous")
    down, last = walked(client, f"{SEARCH}?q=食堂&sort={sort}", "older")
    up, _first = walked(client, last, "newer")
    rows = [each for page in down for each in page]
    assert (down, len(set(rows)), len(rows)) == (up, Disclosure.objects.count(), Disclosure.objects.count())


def test_best_order_puts_the_title_first(cast: Cast) -> None:
    in_text, in_title = found_rows(cast, 1, summary="食堂"), found_rows(cast, 1, title="食堂", posted_at=timezone.now())
    response = asked(cast, "anonymous", q="食堂", sort="best")
    assert addresses(response) == [row.get_absolute_url() for row in in_title + in_text]


def test_best_order_ranks_nothing_for_others(cast: Cast) -> None:
    found_rows(cast, 20, title="食堂")
    found_rows(cast, 3, title="食堂", audience="staff")
    response = asked(cast, "parent", q="食堂", sort="best")
    assert (len(addresses(response)), response.context["older"]) == (20, None)


def test_orders_are_offered_with_words_only(cast: Cast) -> None:
    offered = [asked(cast, "anonymous", **query).context["orders"] for query in ({}, {"q": "食堂"})]
    assert [[order.url for order in orders] for orders in offered] == [
        [],
        ["/search/?q=%E9%A3%9F%E5%A0%82", "/search/?q=%E9%A3%9F%E5%A0%82&sort=best"],
    ]


def test_best_order_without_words_is_the_newest(cast: Cast) -> None:
    rows = base_rows(cast, 2)
    response = asked(cast, "anonymous", sort="best")
    assert (addresses(response), response.context["warnings"]) == ([row.get_absolute_url() for row in rows], [])


@pytest.mark.parametrize("place", ["0", "x", "9" * 30, "9" * 5000, "1-1", ""])
def test_place_that_is_not_in_the_best_order_leads_to_its_first_page(cast: Cast, place: str) -> None:
    (row,) = found_rows(cast, 1, title="食堂")
    response = asked(cast, "anonymous", q="食堂", sort="best", before=place)
    assert (addresses(response), len(response.context["warnings"])) == ([row.get_absolute_url()], 1)


def test_best_order_says_where_it_ends(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "RANKED", 3)
    monkeypatch.setattr(lists, "best_first", lambda items, _query: list(items.values_list("pk", flat=True)[:3]))
    found_rows(cast, 4, title="食堂")
    page = page_of(asked(cast, "anonymous", q="食堂", sort="best"))
    assert 'put in this order. <a href="/search/?q=%E9%A3%9F%E5%A0%82">' in page


NOTHING = "There is no letter, digit or Chinese character in what you typed."
CUT = "What you typed is very long"
TYPED = {
    "operators": ("& | ! <-> :* ()", NOTHING),
    "emoji": ("😀👍", NOTHING),
    "quotes": ("“”\"'", NOTHING),
    "nul": ("\x00", NOTHING),
    "percent": ("%_\\", NOTHING),
    "long": ("食堂" * 5000, CUT),
    "long and empty": ("!" * 10_000, NOTHING),
}


@pytest.mark.parametrize("typed", TYPED)
def test_senseless_query_is_answered_by_a_sentence(cast: Cast, typed: str) -> None:
    text, sentence = TYPED[typed]
    response = asked(cast, "anonymous", q=text)
    assert (response.status_code, sentence in " ".join(response.context["warnings"])) == (200, True)


@pytest.mark.parametrize("typed", [name for name, (_text, said) in TYPED.items() if said == NOTHING])
def test_senseless_query_shows_the_newest(cast: Cast, typed: str) -> None:
    (row,) = base_rows(cast, 1)
    assert addresses(asked(cast, "anonymous", q=TYPED[typed][0])) == [row.get_absolute_url()]


@pytest.mark.parametrize("text", ["😀", "a" * 300, '  "食堂  '])
def test_typed_text_stays_in_the_box(cast: Cast, text: str) -> None:
    value = text.replace('"', "&quot;")
    assert f'value="{value}"' in page_of(asked(cast, "anonymous", q=text))


def test_one_character_is_a_word(cast: Cast) -> None:
    (row,) = found_rows(cast, 1, title="食堂安排")
    assert addresses(asked(cast, "anonymous", q="堂")) == [row.get_absolute_url()]


def test_long_query_does_not_lengthen_the_links(cast: Cast) -> None:
    response = asked(cast, "anonymous", q="食堂" * 5000)
    urls = re.findall(r'href="([^"]*)"', page_of(response).partition("<main")[2].partition("</main>")[0])
    assert max(map(len, [*urls, response.context["canonical"]])) < 2000


def test_empty_search_names_what_was_searched(cast: Cast) -> None:
    assert "Nothing was found for “校车租赁”" in page_of(asked(cast, "anonymous", q="校车租赁"))


def test_empty_search_offers_lists_that_have_items(cast: Cast) -> None:
    found_rows(cast, 3, title="校车安排")
    found_rows(cast, 2, title="场地租赁", unit=cast.other_department)
    response = asked(cast, "anonymous", q="校车租赁", unit=str(cast.department.pk))
    offered = {each.url: each.count for each in response.context["tries"]}
    lengths = {url: str(len(addresses(browser(cast, "anonymous").get(url)))) for url in offered}
    assert (offered, sorted(offered.values())) == (lengths, ["2", "3", "3"])


def test_empty_list_offers_to_leave_out_a_condition(cast: Cast) -> None:
    base_rows(cast, 1)
    response = asked(cast, "anonymous", unit=str(cast.other_department.pk), year=str(timezone.localdate().year))
    assert [each.label for each in response.context["tries"]] == ["Without “澄溪九年制学校 教务处”"]


@pytest.mark.parametrize(
    ("words", "others"),
    [
        ("校车租赁", ["校车", "租赁"]),
        ("校车租", []),
        ("swimming", []),
        ("校车 租赁", ["租赁", "校车"]),
        ("“校车 租赁”", ["校车 租赁", "租赁", "校车"]),
        ("“校车”", ["校车"]),
        ("一 二 三 四 五 六", []),
        ("", []),
    ],
)
def test_shorter_words(words: str, others: list[str]) -> None:
    assert shorter(words) == others


def test_search_remembers_nothing(cast: Cast) -> None:
    assert asked(cast, "anonymous", q="食堂", sort="best", state="live").cookies == {}


def test_form_keeps_order_and_words(cast: Cast) -> None:
    page = page_of(asked(cast, "anonymous", q="食堂", sort="best"))
    assert (
        'name="q" type="search" value="食堂"' in page,
        '<input type="hidden" name="sort" value="best">' in page,
    ) == (
        True,
        True,
    )


@pytest.mark.parametrize("address", ["q=食堂", "q=食堂&sort=best", "q=礼堂安排"])
def test_search_takes_as_many_queries_for_many_rows(cast: Cast, address: str) -> None:
    client, counts = browser(cast, "anonymous"), []
    for _round in range(2):
        found_rows(cast, 21, title="食堂安排")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{SEARCH}?{address}")
        counts.append(len(queries))
    assert counts == [MOST_QUERIES[{"q=食堂": "newest", "q=礼堂安排": "empty"}.get(address, "best")]] * 2


def test_short_register_number_leads_to_the_item(cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    response = browser(cast, "anonymous").get(f"/r/{item.register_year}-{item.register_serial}")
    assert (response.status_code, response.url) == (301, item.get_absolute_url())


def test_short_register_number_of_an_item_for_staff_is_not_there(cast: Cast) -> None:
    item = walk(draft(cast, audience="staff"), State.POSTED, cast)
    assert browser(cast, "anonymous").get(f"/r/{item.register_year}-{item.register_serial}").status_code == 404
