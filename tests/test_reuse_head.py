"""What machines read: heads of pages, the sitemap, robots.txt, the data dictionary, the links on lists and items."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from PIL import Image

from apps.disclosures.content import public_fields
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.kinds.awards.factories import AwardRoundFactory
from apps.kinds.fees.factories import FeeScheduleFactory
from apps.reuse import sitemaps
from tests.boarding import base_rows, browser
from tests.cast import Cast, draft, walk
from tests.visiting import ENGLISH

pytestmark = pytest.mark.django_db
SITE = override_settings(SITE_URL="https://gk.school.example")


def head(address: str, client: Client | None = None) -> dict[str, str]:
    """The cards and links of a page by their name."""
    with SITE:
        page = (client or Client(headers=ENGLISH)).get(address).content.decode().partition("</head>")[0]
    metas = re.findall(r'<meta (?:name|property|itemprop)="([^"]+)" content="([^"]*)"', page)
    links = re.findall(r'<link rel="(canonical|alternate)"(?: type="[^"]*")? href="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in [*metas, *links]}


# Share cards


def test_a_public_item_has_a_card(cast: Cast) -> None:
    item = walk(draft(cast, title="午餐招标", summary="招标结果如下。"), State.POSTED, cast)
    found = head(item.get_absolute_url())
    assert {name: found[name] for name in ("og:title", "og:description", "og:type", "og:url")} == {
        "og:title": "午餐招标",
        "og:description": "招标结果如下。",
        "og:type": "article",
        "og:url": f"https://gk.school.example/r/{item.number}",
    }


def test_wechat_reads_the_same(cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    found = head(item.get_absolute_url())
    same = ("og:title", "name"), ("og:description", "description"), ("og:image", "image")
    assert [found[one] == found[other] for one, other in same] == [True, True, True]


def test_an_item_for_some_has_no_words_but_its_title(cast: Cast) -> None:
    item = walk(draft(cast, audience="staff"), State.POSTED, cast)
    assert "og:description" not in head(item.get_absolute_url(), browser(cast, "teacher"))


def test_a_withdrawn_item_has_no_words_but_its_title(cast: Cast) -> None:
    item = walk(draft(cast), State.WITHDRAWN, cast)
    found = head(item.get_absolute_url())
    assert (found["og:title"], "og:description" in found) == (item.title, False)


@pytest.mark.parametrize(("summary", "is_told"), [("拟推荐顾盼。", False), ("拟推荐一名教师。", True)])
def test_a_card_names_nobody_whom_the_title_does_not(cast: Cast, summary: str, is_told: bool) -> None:
    named = {"summary": summary, "honourees": [{"name": "顾盼"}], "audience": "public"}
    item = walk(draft(cast, AwardRoundFactory, **named), State.POSTED, cast)
    assert ("og:description" in head(item.get_absolute_url())) is is_told


def test_the_picture_is_large_enough_and_opaque() -> None:
    with Image.open("static/img/share.png") as picture:
        assert (min(picture.size) >= 300, "transparency" in picture.info, picture.mode) == (True, False, "P")


def test_the_picture_has_a_whole_address(cast: Cast) -> None:
    assert head("/")["og:image"] == "https://gk.school.example/static/img/share.png"


@pytest.mark.parametrize("address", ["/", "/data/", "/api/", "/search/"])
def test_every_page_has_its_one_address(cast: Cast, address: str) -> None:
    assert head(address)["canonical"] == f"https://gk.school.example{address}"


def test_a_number_written_otherwise_leads_to_the_same_address(cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    short = f"/r/{item.register_year}-{item.register_serial}"
    assert Client().get(short).url == item.get_absolute_url()


def test_a_page_of_a_list_has_the_address_of_the_list(cast: Cast) -> None:
    base_rows(cast, 25, kind="fees")
    page = Client().get("/fees/?year=2026").content.decode()
    older = html.unescape(re.search(r'rel="next" href="([^"]+)"', page)[1])
    assert head(older)["canonical"] == "https://gk.school.example/fees/?year=2026"


@pytest.mark.parametrize(
    ("page", "feed"), [("/", "/feed.atom"), ("/fees/?year=2026", "/feed.atom?kind=fees&year=2026")]
)
def test_a_page_names_its_feed(cast: Cast, page: str, feed: str) -> None:
    base_rows(cast, 1, kind="fees")
    assert head(page)["alternate"] == feed


def test_what_was_not_found_has_no_address(cast: Cast) -> None:
    assert head("/r/2026-404") == {"viewport": "width=device-width, initial-scale=1"} | {
        name: value for name, value in head("/r/2026-404").items() if name in ("color-scheme", "referrer", "viewport")
    }


# Links


def test_a_list_links_to_its_files_and_its_feed(cast: Cast) -> None:
    base_rows(cast, 1, kind="fees")
    page = html.unescape(Client().get("/fees/?year=2026").content.decode())
    wanted = [f"/data/items.{suffix}?kind=fees&year=2026" for suffix in ("csv", "xlsx", "json")]
    assert [link for link in (*wanted, "/feed.atom?kind=fees&year=2026") if f'href="{link}"' not in page] == []


def test_an_item_links_to_its_tables(cast: Cast) -> None:
    item = walk(draft(cast, FeeScheduleFactory), State.POSTED, cast)
    page = Client().get(item.get_absolute_url()).content.decode()
    links = re.findall(rf'href="(/r/{item.number}/lines\.[^"]+)"', page)
    assert (len(links), {Client().get(html.unescape(link)).status_code for link in links}) == (4, {200})


def test_an_item_without_tables_links_to_none(cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    assert "/lines." not in Client().get(item.get_absolute_url()).content.decode()


# Sitemap and robots.txt


def locations(address: str) -> list[str]:
    with SITE:
        tree = fromstring(Client().get(address).content)
    return [place.text for place in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def test_the_sitemap_has_a_part_for_each_year(cast: Cast) -> None:
    base_rows(cast, 1, register_year=2025)
    base_rows(cast, 1, register_year=2026)
    assert locations("/sitemap.xml") == [
        f"https://gk.school.example/sitemap-{part}.xml" for part in ("pages", "2026", "2025")
    ]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("audience", ["public", "parents", "staff"])
def test_the_sitemap_has_what_is_public_and_in_force(cast: Cast, state: State, audience: str) -> None:
    item = walk(draft(cast, audience=audience), state, cast)
    places = [place.rpartition("/")[2] for place in locations("/sitemap-2026.xml")]
    number = item.number if item.register_serial else "none"
    assert (number in places) is (audience == "public" and state in (State.POSTED, State.CONCLUDED))


def test_the_sitemap_is_the_same_for_who_signed_in(cast: Cast) -> None:
    walk(draft(cast, audience="staff"), State.POSTED, cast)
    assert b"/r/" not in browser(cast, "teacher").get("/sitemap-2026.xml").content


def test_a_long_year_has_several_pages(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps.Year, "limit", 2)
    base_rows(cast, 5, register_year=2026)
    parts = locations("/sitemap.xml")[1:]
    found = [place for part in parts for place in locations(part.removeprefix("https://gk.school.example"))]
    assert (len(parts), len(set(found))) == (3, 5)


def test_every_place_of_the_sitemap_opens(cast: Cast) -> None:
    walk(draft(cast), State.POSTED, cast)
    parts = [part.removeprefix("https://gk.school.example") for part in locations("/sitemap.xml")]
    places = [place.removeprefix("https://gk.school.example") for part in parts for place in locations(part)]
    assert {place: Client().get(place).status_code for place in places} == dict.fromkeys(places, 200)


def test_years_cost_no_query_each(cast: Cast) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            Client().get("/sitemap.xml")
        return len(captured)

    base_rows(cast, 1, register_year=2026)
    one = queries()
    base_rows(cast, 1, register_year=2025)
    assert queries() == one


def test_an_item_of_the_sitemap_costs_no_query(cast: Cast) -> None:
    base_rows(cast, 30, register_year=2026)
    with CaptureQueriesContext(connection) as queries:
        Client().get("/sitemap-2026.xml")
    assert len(queries) <= 3


@pytest.mark.parametrize("path", ["/sitemap-1999.xml?p=9", "/sitemap-2026.xml?p=x"])
def test_a_part_that_is_none_is_not_there(cast: Cast, path: str) -> None:
    assert Client().get(path).status_code == 404


def robots() -> str:
    with SITE:
        return Client().get("/robots.txt").content.decode()


@pytest.mark.parametrize("path", ["/desk/", "/admin/", "/account/", "/search/", "/data/jobs/"])
def test_robots_leave_alone_what_is_not_for_them(path: str) -> None:
    assert f"Disallow: {path}\n" in robots()


def test_robots_may_read_what_is_public() -> None:
    assert [line for line in robots().splitlines() if line in ("Disallow: /", "Disallow: /r/")] == []


def test_robots_find_the_sitemap() -> None:
    assert "Sitemap: https://gk.school.example/sitemap.xml" in robots()


# Data dictionary


def dictionary() -> dict[str, list[dict[str, Any]]]:
    return Client().get("/data/dictionary.json").json()["tables"]


@pytest.mark.parametrize("line", [line for kind in Disclosure.kinds() for line in kind.line_models()])
def test_every_public_column_of_a_line_is_in_the_dictionary(line: Any) -> None:
    assert [entry["name"] for entry in dictionary()[line._meta.model_name]] == [f.name for f in public_fields(line)]


def test_every_name_is_there_in_both_languages() -> None:
    (title,) = [entry for entry in dictionary()["items"] if entry["name"] == "title"]
    assert (title["zh"], title["en"]) == ("标题", "title")


def test_every_word_of_a_choice_is_in_the_dictionary() -> None:
    (audience,) = [entry for entry in dictionary()["items"] if entry["name"] == "audience"]
    assert audience["values"]["staff"]["en"] == "staff only"


def test_the_dictionary_names_no_column_that_stays_inside() -> None:
    names = {entry["name"] for table in dictionary().values() for entry in table}
    assert not names & {"birth_month", "political_status", "responsible", "drafter"}


def test_the_dictionary_is_a_page_a_csv_and_a_json(cast: Cast) -> None:
    answers: list[HttpResponse] = [Client().get(f"/data/{end}") for end in ("", "dictionary.csv", "dictionary.json")]
    assert [(answer.status_code, b"opening_balance" in answer.content) for answer in answers] == [(200, True)] * 3


def test_no_two_tables_of_the_dictionary_share_a_name() -> None:
    lines = [line._meta.model_name for kind in Disclosure.kinds() for line in kind.line_models()]
    names = [*lines, *[kind._meta.app_label for kind in Disclosure.kinds()], "items", "attachments"]
    assert len(names) == len(set(names))
