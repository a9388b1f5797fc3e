"""Lists and lines as files."""

from __future__ import annotations

import csv
import io
import json
import re
import tracemalloc
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.kinds.fees.factories import FeeScheduleFactory
from apps.kinds.finance.factories import FinanceSummaryFactory
from apps.kinds.notices.factories import NoticeFactory
from apps.kinds.personnel.factories import PersonnelChangeFactory
from apps.reuse import exports, tables
from apps.reuse.columns import Column, Shape, columns_of, item_columns
from apps.reuse.files import FORMS
from apps.reuse.tables import Table, items_table, line_tables
from apps.reuse.writing import csv_text, json_text, write_spreadsheet
from tests.boarding import base_rows, browser
from tests.cast import Cast, draft, walk

pytestmark = pytest.mark.django_db

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a"]


def taken(cast: Cast, address: str, reader: str = "anonymous") -> HttpResponse:
    return browser(cast, reader).get(address)


def body(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content)


def rows_of(response: HttpResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(response).decode("utf-8-sig"))))


def sheet_of(content: bytes, name: str = "") -> list[tuple[Any, ...]]:
    book = load_workbook(io.BytesIO(content))
    return list((book[name] if name else book.worksheets[0]).iter_rows(values_only=True))


def table_of(*values: Any) -> Table:
    return Table("t", "t", [Column("a", "a", Shape.TEXT, lambda row: row)], values)


def spreadsheet_of(*values: Any) -> list[Any]:
    file = io.BytesIO()
    write_spreadsheet([table_of(*values)], file)
    return [row[0] for row in sheet_of(file.getvalue())[1:]]


def csv_of(*values: Any) -> list[str]:
    return [row[0] for row in csv.reader(io.StringIO("".join(csv_text(table_of(*values))).removeprefix("\ufeff")))][1:]


# What is in it


@pytest.mark.parametrize("suffix", FORMS)
def test_a_list_is_there_in_every_form(cast: Cast, suffix: str) -> None:
    walk(draft(cast, title="午餐招标"), State.POSTED, cast)
    response = taken(cast, f"/data/items.{suffix}")
    assert (response.status_code, response["Content-Type"]) == (200, FORMS[suffix].media_type)


def test_an_export_has_the_items_of_its_list(cast: Cast) -> None:
    walk(draft(cast, title="午餐招标"), State.POSTED, cast)
    fees = walk(draft(cast, FeeScheduleFactory), State.POSTED, cast)
    assert [row["title"] for row in rows_of(taken(cast, "/data/items.csv?kind=fees"))] == [fees.title]


def test_an_export_stands_in_the_order_of_the_list(cast: Cast) -> None:
    listed = [row.title for row in base_rows(cast, 3)]
    assert [row["title"] for row in rows_of(taken(cast, "/data/items.csv"))] == listed


@pytest.mark.parametrize(("reader", "titles"), [("anonymous", {"公开"}), ("parent", {"公开", "家长"})])
def test_an_export_has_what_its_reader_may_read(cast: Cast, reader: str, titles: set[str]) -> None:
    for title, audience in (("公开", "public"), ("家长", "parents"), ("教职工", "staff")):
        walk(draft(cast, title=title, audience=audience), State.POSTED, cast)
    assert {row["title"] for row in rows_of(taken(cast, "/data/items.csv", reader))} == titles


def test_of_a_withdrawn_item_the_title_the_number_and_the_dates_are_left(cast: Cast) -> None:
    item = walk(draft(cast, summary="有手机号码", basis="附件", doc_no="1号", signed_by="某人"), State.WITHDRAWN, cast)
    (row,) = json.loads(body(taken(cast, "/data/items.json?state=withdrawn")))["items"]
    left = {name for name in ("summary", "basis", "doc_no", "signed_by", "objection_contact") if row[name]}
    assert (left, row["title"], row["withdrawal_reason"]) == (set(), item.title, item.withdrawal_reason)


def test_no_column_stands_twice(cast: Cast) -> None:
    titles = [str(column.title) for column in item_columns()]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("name", ["responsible", "drafter", "publish_at", "revision", "body"])
def test_what_stays_inside_is_no_column(name: str) -> None:
    assert name not in {column.name for column in item_columns()}


def test_columns_that_stay_inside_are_not_among_the_lines(cast: Cast) -> None:
    item = walk(draft(cast, PersonnelChangeFactory), State.POSTED, cast)
    (line,) = json.loads(body(taken(cast, f"/r/{item.number}/lines.json")))["appointee"]
    assert not {"gender", "birth_month", "education", "political_status"} & set(line)


def test_each_table_of_an_item_is_a_sheet(cast: Cast) -> None:
    item = walk(draft(cast, FeeScheduleFactory), State.POSTED, cast)
    book = load_workbook(io.BytesIO(body(taken(cast, f"/r/{item.number}/lines.xlsx"))))
    assert book.sheetnames == [*[table.title for table in english_tables(item)], "README"]


def english_tables(item: Disclosure) -> list[Table]:
    from django.utils import translation

    with translation.override("en"):
        return line_tables(item.specific)


def test_a_table_of_an_item_is_a_csv(cast: Cast) -> None:
    item = walk(draft(cast, FeeScheduleFactory), State.POSTED, cast)
    assert [row["item"] for row in rows_of(taken(cast, f"/r/{item.number}/lines.csv?table=feeitem"))] == ["课后服务"]


@pytest.mark.parametrize("address", ["lines.csv?table=nothing", "lines.pdf"])
def test_a_table_that_is_none_is_not_there(cast: Cast, address: str) -> None:
    item = walk(draft(cast, FeeScheduleFactory), State.POSTED, cast)
    assert taken(cast, f"/r/{item.number}/{address}").status_code == 404


def test_a_kind_without_tables_has_no_lines(cast: Cast) -> None:
    item = walk(draft(cast, NoticeFactory), State.POSTED, cast)
    assert taken(cast, f"/r/{item.number}/lines.csv").status_code == 404


def test_a_withdrawn_item_has_no_lines_left(cast: Cast) -> None:
    item = walk(draft(cast, FeeScheduleFactory), State.WITHDRAWN, cast)
    assert taken(cast, f"/r/{item.number}/lines.json").status_code == 404


# Numbers, words and formulas


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_is_never_a_formula_in_a_csv(text: str) -> None:
    assert csv_of(text) == [f"'{text}"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_is_never_a_formula_in_a_spreadsheet(text: str) -> None:
    file = io.BytesIO()
    write_spreadsheet([table_of(text)], file)
    assert load_workbook(file).worksheets[0]["A2"].data_type == "s"


def test_an_amount_below_zero_stays_a_number_in_a_csv() -> None:
    assert csv_of(Decimal("-12.50")) == ["-12.50"]


def test_an_amount_below_zero_stays_a_number_in_a_spreadsheet() -> None:
    assert spreadsheet_of(Decimal("-12.50")) == [-12.5]


def test_amounts_are_numbers_in_json(cast: Cast) -> None:
    item = walk(draft(cast, FinanceSummaryFactory), State.POSTED, cast)
    lines = json.loads(body(taken(cast, f"/r/{item.number}/lines.json")))["financeline"]
    assert {type(line["amount"]) for line in lines} == {float}


def test_a_choice_is_a_word_for_people_and_a_value_for_programs(cast: Cast) -> None:
    item = walk(draft(cast, FeeScheduleFactory), State.POSTED, cast)
    (row,) = rows_of(taken(cast, f"/r/{item.number}/lines.csv"))
    (line,) = json.loads(body(taken(cast, f"/r/{item.number}/lines.json")))["feeitem"]
    assert (row["nature"], line["nature"]) == ("service charge", "service")


def test_a_character_that_a_spreadsheet_cannot_hold_is_left_out() -> None:
    assert spreadsheet_of("一\x0b二") == ["一二"]


def test_a_text_that_is_too_long_for_a_cell_is_cut() -> None:
    assert [len(text) for text in spreadsheet_of("长" * 40_000)] == [32_767]


def test_excel_is_told_that_it_is_unicode(cast: Cast) -> None:
    walk(draft(cast), State.POSTED, cast)
    assert body(taken(cast, "/data/items.csv")).startswith(b"\xef\xbb\xbf")


def test_a_file_has_a_chinese_name(cast: Cast) -> None:
    response = taken(cast, "/data/items.csv?kind=fees")
    name = unquote(response["Content-Disposition"].partition("utf-8''")[2])
    assert re.fullmatch(r"澄溪\w+_\d{4}-\d\d-\d\d\.csv", name)


def test_a_file_says_what_one_may_do_with_it(cast: Cast) -> None:
    assert taken(cast, "/data/items.csv")["Link"].endswith('/data/#licence>; rel="license"')


# Size


def test_a_list_is_read_in_batches(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "BATCH", 10)
    titles = [row.title for row in base_rows(cast, 25)]
    assert [row["title"] for row in rows_of(taken(cast, "/data/items.csv"))] == titles


def test_a_row_costs_no_query(cast: Cast) -> None:
    base_rows(cast, 30)
    with CaptureQueriesContext(connection) as queries:
        list(csv_text(items_table(Disclosure.objects.visible_to(AnonymousUser()))))
    assert len(queries) == 1


def test_lines_cost_no_query_each(cast: Cast) -> None:
    item = walk(
        draft(cast, FeeScheduleFactory, items=[{"name": f"项目{n}"} for n in range(9)], totals=[]), State.POSTED, cast
    )
    with CaptureQueriesContext(connection) as queries:
        list(csv_text(line_tables(item.specific)[0]))
    assert len(queries) <= 2


class Watched:
    """Rows that know how many of them were read."""

    def __init__(self, count: int) -> None:
        self.count, self.read = count, 0

    def __iter__(self) -> Iterator[str]:
        for _number in range(self.count):
            self.read += 1
            yield "暗" * 100


@pytest.mark.parametrize("written", [csv_text, lambda table: json_text([table])])
def test_the_first_piece_comes_before_the_last_row_is_read(written: Any) -> None:
    rows = Watched(5000)
    pieces = written(Table("t", "t", table_of().columns, rows))
    first = [next(pieces) for _piece in range(3)]
    assert (all(first), rows.read < rows.count / 2) == (True, True)


def peak_of(written: Any, count: int) -> int:
    """Bytes held at most while so many rows are written and every piece is let go."""
    tracemalloc.start()
    for _piece in written(Table("t", "t", table_of().columns, Watched(count))):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize("written", [csv_text, lambda table: json_text([table])])
def test_ten_times_the_rows_need_no_more_memory(written: Any) -> None:
    peak_of(written, 100)
    assert peak_of(written, 20_000) < 1.5 * peak_of(written, 2000)


def test_a_spreadsheet_of_ten_times_the_rows_needs_no_more_memory(tmp_path: Any) -> None:
    def written(table: Table) -> Iterator[str]:
        with (tmp_path / "a.xlsx").open("wb") as file:
            write_spreadsheet([table], file)
        return iter(())

    peak_of(written, 100)
    assert peak_of(written, 5000) < 1.5 * peak_of(written, 500)


@pytest.fixture
def many(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three items, where two would already be many."""
    monkeypatch.setattr(exports, "MANY", 2)
    base_rows(cast, 3)


@pytest.mark.usefixtures("many")
def test_a_large_spreadsheet_is_refused_in_a_sentence_with_a_way_out(cast: Cast) -> None:
    response = taken(cast, "/data/items.xlsx?year=2026")
    page = response.content.decode()
    assert (response.status_code, "Take it as CSV" in page, "/data/items.csv?year=2026" in page) == (422, True, True)


@pytest.mark.usefixtures("many")
def test_a_large_csv_is_streamed_to_anybody(cast: Cast) -> None:
    assert len(rows_of(taken(cast, "/data/items.csv"))) == 3


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("suffix", FORMS)
def test_who_signed_in_is_offered_to_have_a_large_file_prepared(cast: Cast, suffix: str) -> None:
    page = taken(cast, f"/data/items.{suffix}", "teacher").content.decode()
    assert f"Prepare the {suffix.upper()} file" in page


def test_columns_come_from_the_model() -> None:
    (line,) = [line for kind in Disclosure.kinds() for line in kind.line_models() if line.inside]
    assert not set(line.inside) & {column.name for column in columns_of(line)}
