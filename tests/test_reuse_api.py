"""The API: what it says of itself, what it gives, and how it refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.board.filters import Filters
from apps.disclosures.factories import AttachmentFactory
from apps.disclosures.models import Disclosure
from apps.disclosures.recording import record_writing
from apps.disclosures.states import State
from apps.kinds.fees.factories import FeeScheduleFactory
from apps.kinds.finance.factories import FinanceSummaryFactory
from apps.kinds.notices.factories import NoticeFactory
from apps.limits import gate as limits_gate
from apps.reuse.api.shapes import CONDITIONS
from apps.reuse.columns import item_columns
from tests.boarding import base_rows, browser
from tests.cast import Cast, draft, walk
from tests.visiting import ENGLISH

pytestmark = pytest.mark.django_db
API = "/api/v1"


def answer(address: str, **headers: str) -> HttpResponse:
    return Client(headers={**ENGLISH, **headers}).get(API + address)


def data(address: str) -> Any:
    response = answer(address)
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def schema() -> dict[str, Any]:
    return data("/openapi.json")


# What it says of itself


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from [part["$ref"]] if "$ref" in part else []
        part = list(part.values())
    for each in part if isinstance(part, list) else []:
        yield from references(each)


def test_every_reference_in_the_schema_leads_somewhere() -> None:
    document = schema()
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert {*references(document["paths"]), *references(document["components"])} <= known


def test_the_schema_has_what_openapi_asks_for() -> None:
    document = schema()
    assert (document["openapi"][:3], set(document["info"]) >= {"title", "version"}, bool(document["paths"])) == (
        "3.1",
        True,
        True,
    )


def test_every_answer_is_described() -> None:
    operations = [methods["get"] for methods in schema()["paths"].values()]
    assert [set(operation["responses"]) >= {"200", "429"} for operation in operations] == [True] * len(operations)


@pytest.mark.parametrize("path", ["/api/v1/items/{number}", "/api/v1/items/{number}/lines"])
def test_an_item_that_is_not_there_is_described(path: str) -> None:
    assert "404" in schema()["paths"][path]["get"]["responses"]


def test_bad_parameters_are_described() -> None:
    assert {"400", "422"} <= set(schema()["paths"]["/api/v1/items"]["get"]["responses"])


def test_every_path_of_the_schema_answers(cast: Cast) -> None:
    item = walk(draft(cast, FeeScheduleFactory), State.POSTED, cast)
    paths = [path.replace("{number}", item.number) for path in schema()["paths"]]
    assert {path: Client().get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


def test_everything_is_described_in_words() -> None:
    document = schema()
    fields = [f for shape in document["components"]["schemas"].values() for f in shape["properties"].values()]
    parameters = [p for path in document["paths"].values() for p in path["get"]["parameters"] if p["in"] == "query"]
    assert [found for found in [*fields, *parameters] if not found.get("description")] == []


def test_the_schema_speaks_the_language_of_its_reader() -> None:
    described = Client(headers={"accept-language": "zh-hans"}).get(f"{API}/openapi.json").json()
    assert described["components"]["schemas"]["Item"]["properties"]["title"]["description"] == "标题"


def test_the_conditions_are_those_of_the_lists() -> None:
    assert set(CONDITIONS) == set(Filters.base_fields) - {"sort"}


def test_the_page_names_every_path_and_every_field() -> None:
    page, document = Client().get("/api/").content.decode(), schema()
    fields = {name for shape in document["components"]["schemas"].values() for name in shape["properties"]}
    assert [word for word in (*document["paths"], *fields) if word not in page] == []


def test_the_page_needs_no_script() -> None:
    page = Client().get("/api/")
    assert ("<script" in page.content.decode(), "default-src 'none'" in page["Content-Security-Policy"]) == (
        False,
        True,
    )


# What it gives


def test_items_are_those_of_the_list(cast: Cast) -> None:
    rows = base_rows(cast, 3)
    assert [item["title"] for item in data("/items")["items"]] == [row.title for row in rows]


def test_an_item_has_the_columns_of_the_exports(cast: Cast) -> None:
    base_rows(cast, 1)
    (item,) = data("/items")["items"]
    assert set(item) == {column.name for column in item_columns()} | {"unit_key"}


def test_pages_lead_through_the_whole_list(cast: Cast) -> None:
    rows, address, seen = base_rows(cast, 25), "/items?limit=10", []
    while address:
        page = data(address)
        seen += [item["title"] for item in page["items"]]
        address = (page["next"] or "").partition(API)[2]
    assert seen == [row.title for row in rows]


def test_a_posting_between_two_pages_shifts_nothing(cast: Cast) -> None:
    rows = base_rows(cast, 4)
    more = data("/items?limit=2")["next"].partition(API)[2]
    walk(draft(cast), State.POSTED, cast)
    assert [item["title"] for item in data(more)["items"]] == [row.title for row in rows[2:]]


@pytest.mark.parametrize(("query", "found"), [("kind=fees", 1), ("kind=notices", 0), ("q=午餐", 1), ("q=早餐", 0)])
def test_conditions_narrow_the_items(cast: Cast, query: str, found: int) -> None:
    walk(draft(cast, FeeScheduleFactory, title="午餐收费"), State.POSTED, cast)
    assert len(data(f"/items?{query}")["items"]) == found


def test_next_keeps_the_conditions(cast: Cast) -> None:
    base_rows(cast, 3, kind="fees")
    assert "kind=fees" in data("/items?kind=fees&limit=2")["next"]


def test_an_item_comes_whole(cast: Cast) -> None:
    item = draft(cast, FeeScheduleFactory, body="<p>甲<strong>乙</strong></p>")
    AttachmentFactory(disclosure=item, name="依据.pdf")
    record_writing(item, actor=cast.clerk)
    found = data(f"/items/{walk(item, State.POSTED, cast).number}")
    told = (
        found["text"],
        found["fields"]["term"][:4],
        [t["name"] for t in found["tables"]],
        found["attachments"][0]["name"],
    )
    assert told == ("甲乙", "2026", ["feeitem", "feetotal"], "依据.pdf")


def test_the_address_of_a_file_opens_it(cast: Cast) -> None:
    item = draft(cast)
    AttachmentFactory(disclosure=item)
    record_writing(item, actor=cast.clerk)
    (file,) = data(f"/items/{walk(item, State.POSTED, cast).number}/attachments")
    assert Client().get(file["address"].partition("8000")[2]).status_code == 200


def test_amounts_are_numbers(cast: Cast) -> None:
    item = walk(draft(cast, FinanceSummaryFactory), State.POSTED, cast)
    ((table),) = data(f"/items/{item.number}/lines")
    assert {type(line["amount"]) for line in table["rows"]} == {float}


def test_chinese_comes_as_chinese(cast: Cast) -> None:
    walk(draft(cast, title="午餐招标"), State.POSTED, cast)
    assert "午餐招标" in answer("/items").content.decode()


def test_of_a_withdrawn_item_little_is_left(cast: Cast) -> None:
    item = walk(draft(cast, FeeScheduleFactory, body="<p>全文</p>"), State.WITHDRAWN, cast)
    found = data(f"/items/{item.number}")
    assert (found["title"], found["text"], found["summary"], found["fields"], found["tables"]) == (
        item.title, "", None, {}, []
    )  # fmt: skip


def test_a_correction_and_what_it_corrects_know_one_another(cast: Cast) -> None:
    old = walk(draft(cast), State.SUPERSEDED, cast)
    new = Disclosure.objects.get(replaces=old)
    assert (data(f"/items/{old.number}")["corrected_by"], data(f"/items/{new.number}")["corrects"]) == (
        new.number,
        old.number,
    )


def test_a_correction_that_is_not_for_everybody_is_not_named(cast: Cast) -> None:
    old = walk(draft(cast), State.POSTED, cast)
    walk(draft(cast, replaces=old, change_note="更正", audience="staff"), State.POSTED, cast)
    assert data(f"/items/{old.number}")["corrected_by"] is None


def test_kinds_and_headings_are_listed() -> None:
    kinds = [kind["slug"] for kind in data("/kinds")]
    assert (kinds, len(data("/headings"))) == ([kind._meta.app_label for kind in Disclosure.kinds()], 78)


def test_an_item_costs_no_query(cast: Cast) -> None:
    def queries_with(more: int) -> int:
        base_rows(cast, more)
        answer("/items?limit=100")
        with CaptureQueriesContext(connection) as queries:
            answer("/items?limit=100")
        return len(queries)

    assert queries_with(2) == queries_with(20)


# How it refuses


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/items?colour=red", 422, "“colour” is no parameter."),
        ("/items?kind=poems", 422, "“kind” has a value that it cannot have."),
        ("/items?year=1066", 422, "“year” has a value that it cannot have."),
        ("/items?audience=staff", 422, "“audience” has a value that it cannot have."),
        ("/items?limit=0", 422, "“limit” has a value that it cannot have."),
        ("/items?limit=many", 422, "“limit” has a value that it cannot have."),
        ("/items?before=nowhere", 400, "“before” does not lead to a page."),
        ("/items/2026-999", 404, "There is no such item"),
        ("/items/nothing", 404, "There is no such item"),
        ("/items/99999999999-1", 404, "There is no such item"),
        ("/items/2026-001/lines", 404, "There is no such item"),
        ("/poems", 404, "There is nothing at this address."),
    ],
)
def test_errors_are_sentences(address: str, status: int, words: str) -> None:
    response = answer(address)
    assert (response.status_code, words in response.content.decode()) == (status, True)


def test_an_item_for_others_is_not_there(cast: Cast) -> None:
    item = walk(draft(cast, audience="staff"), State.POSTED, cast)
    statuses = {
        reader: browser(cast, reader).get(f"{API}/items/{item.number}").status_code
        for reader in ("anonymous", "teacher")
    }
    assert statuses == {"anonymous": 404, "teacher": 200}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written(method: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)(f"{API}/items")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_what_is_the_same_is_not_sent_again(cast: Cast) -> None:
    base_rows(cast, 1)
    again = answer("/items", **{"if-none-match": answer("/items")["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_is_the_same_is_counted_and_open_to_scripts(cast: Cast) -> None:
    again = answer("/items", **{"if-none-match": answer("/items")["ETag"]})
    assert (again["Access-Control-Allow-Origin"], "RateLimit-Remaining" in again) == ("*", True)


def test_what_changed_is_sent_again(cast: Cast) -> None:
    base_rows(cast, 1)
    etag = answer("/items")["ETag"]
    base_rows(cast, 1)
    assert answer("/items", **{"if-none-match": etag}).status_code == 200


def test_the_head_of_an_answer_has_its_headers(cast: Cast) -> None:
    base_rows(cast, 1)
    response = Client().head(f"{API}/items")
    assert (response.status_code, response.content, "ETag" in response) == (200, b"", True)


def test_who_asks_too_often_is_told_to_wait(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits_gate, "allow", used_up)
    response = answer("/items")
    assert (response.status_code, response["Retry-After"], response["RateLimit-Remaining"]) == (429, "7", "0")


def used_up(key: str, limit: int, window: object) -> Any:
    from apps.limits.counting import Allowance

    return Allowance(is_allowed=False, limit=limit, remaining=0, seconds=7)


def test_what_is_left_is_told() -> None:
    left = [int(answer("/kinds")["RateLimit-Remaining"]) for _time in range(2)]
    assert left[0] - left[1] == 1


def test_scripts_of_other_sites_may_read_what_everybody_may() -> None:
    response = answer("/kinds")
    told = (response["Access-Control-Allow-Origin"], response.get("Access-Control-Allow-Credentials"))
    assert told == ("*", None)


def test_scripts_of_other_sites_may_not_read_what_a_person_may(cast: Cast) -> None:
    assert "Access-Control-Allow-Origin" not in browser(cast, "teacher").get(f"{API}/kinds")


def test_a_browser_may_ask_beforehand() -> None:
    response = Client().options(f"{API}/items")
    assert (response.status_code, "If-None-Match" in response["Access-Control-Allow-Headers"]) == (204, True)


def test_no_kind_of_the_portal_breaks_the_api(cast: Cast) -> None:
    item = walk(draft(cast, NoticeFactory), State.POSTED, cast)
    assert re.search(r'"tables": ?\[\]', answer(f"/items/{item.number}").content.decode())
