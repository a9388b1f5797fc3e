"""The pages and files of the register: for whom, by which conditions, page by page, and on paper."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from apps.archive import register_pages, register_printing
from apps.archive.register_paging import PER_PAGE
from apps.disclosures.models import Disclosure, Register
from apps.disclosures.states import State
from apps.papers.hanging import hang
from tests.boarding import base_rows
from tests.cast import Cast, draft, walk
from tests.papering import in_print, needs_typesetting, pdf, words
from tests.visiting import visiting

REGISTER, PRINT, PDF = (reverse(f"archive:{name}") for name in ("register", "register_print", "register_pdf"))
FILES = [reverse("archive:register_file", args=[suffix]) for suffix in ("csv", "xlsx")]


def opened(cast: Cast, reader: str = "office", address: str = REGISTER, **query: Any) -> HttpResponse:
    return visiting(getattr(cast, reader)).get(address, query)


def serials(response: HttpResponse) -> list[int]:
    return [line.serial for line in response.context["page"].lines if line.is_listed]


def body(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content)


def posted(cast: Cast, **fields: Any) -> Disclosure:
    return walk(draft(cast, **fields), State.POSTED, cast)


@pytest.mark.parametrize("address", [REGISTER, PRINT, *FILES])
@pytest.mark.parametrize(
    ("reader", "status"),
    [
        ("office", 200), ("clerk", 200), ("chair", 200), ("member", 200), ("inspector", 200), ("other_chair", 200),
        ("teacher", 404), ("parent", 404), ("stranger", 404),
    ],
)  # fmt: skip
def test_the_register_opens_for_who_works_here(cast: Cast, address: str, reader: str, status: int) -> None:
    assert opened(cast, reader, address).status_code == status


@pytest.mark.parametrize("address", [REGISTER, PRINT, PDF, *FILES])
def test_the_register_asks_who_one_is(db: None, address: str) -> None:
    assert Client().get(address).url == f"{reverse('accounts:sign_in')}?next={address}"


def test_the_register_is_of_the_latest_year(cast: Cast) -> None:
    base_rows(cast, 2, register_year=2025)
    base_rows(cast, 1, register_year=2026)
    assert serials(opened(cast)) == [1]


def test_a_year_without_items_says_so(cast: Cast) -> None:
    base_rows(cast, 1)
    response = opened(cast, year=2019)
    assert (serials(response), "Nothing was posted that meets" in response.content.decode()) == ([], True)


def test_a_year_that_is_none_is_left_out_and_said(cast: Cast) -> None:
    base_rows(cast, 1)
    response = opened(cast, year="MMXXVI")
    assert (serials(response), "left out" in response.content.decode()) == ([1], True)


def test_a_portal_without_items_has_an_empty_register(cast: Cast) -> None:
    assert opened(cast).status_code == 200


def test_pages_go_on_over_the_border_of_years(cast: Cast) -> None:
    base_rows(cast, PER_PAGE - 1, register_year=2025)
    base_rows(cast, PER_PAGE, register_year=2026)
    first = opened(cast, year="")
    second = visiting(cast.office).get(f"{REGISTER}{first.context['following']}")
    assert (first.context["page"].following, serials(second)) == ("2026-001", list(range(2, PER_PAGE + 1)))


def test_a_key_of_another_year_begins_anew(cast: Cast) -> None:
    base_rows(cast, 2, register_year=2026)
    assert serials(opened(cast, year=2026, after="2027-001")) == [1, 2]


def test_a_page_costs_the_same_wherever_it_is(cast: Cast, django_assert_max_num_queries: Any) -> None:
    base_rows(cast, 3 * PER_PAGE, register_year=2026)
    browser = visiting(cast.office)
    with django_assert_max_num_queries(35) as first:
        browser.get(REGISTER)
    with django_assert_max_num_queries(len(first)):
        assert serials(browser.get(REGISTER, {"after": "2026-040"})) == list(range(41, 61))


def test_every_number_of_the_year_has_its_place(cast: Cast) -> None:
    for is_gone in (True, False, True, False, True):
        base_rows(cast, PER_PAGE // 2 + 1, **({"display_until": datetime.date(2026, 1, 1)} if is_gone else {}))
    browser, address, counted = visiting(cast.office), f"{REGISTER}?school=", []
    while address:
        page = browser.get(address).context
        counted += [number for line in page["page"].lines for number in range(line.serial, line.last + 1)]
        address = page["following"] and f"{REGISTER}{page['following']}"
    assert counted == list(range(1, Register.objects.get().last_serial + 1))


def test_what_is_not_for_the_reader_has_its_number_alone(cast: Cast) -> None:
    for fields in ({}, {"title": "秘密名单", "display_until": timezone.localdate()}, {}):
        posted(cast, **fields)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
        response = opened(cast, "other_clerk", school="")
    rows = [(line.serial, line.is_listed) for line in response.context["page"].lines]
    assert (rows, "秘密名单" in response.content.decode()) == ([(1, True), (2, False), (3, True)], False)


def test_a_narrowed_register_has_only_what_was_asked_for(cast: Cast) -> None:
    posted(cast)
    posted(cast, unit=cast.other_department)
    page = opened(cast, unit=cast.other_department.pk, school="").context["page"]
    assert [line.serial for line in page.lines] == [2]


def test_the_register_is_of_ones_own_school_where_there_are_several(cast: Cast) -> None:
    posted(cast)
    assert (serials(opened(cast, "other_chair")), serials(opened(cast, "other_chair", school=""))) == ([], [1])


def test_the_register_narrows_by_heading(cast: Cast) -> None:
    one, _other = posted(cast), posted(cast)
    found = opened(cast, heading=one.heading.code)
    assert all(line.heading == one.heading.title for line in found.context["page"].lines)


@pytest.mark.parametrize(("paper", "numbers"), [("none", [2]), ("some", [1]), ("", [1, 2])])
def test_the_register_finds_what_has_no_record_of_hanging(cast: Cast, paper: str, numbers: list[int]) -> None:
    item, _other = posted(cast), posted(cast)
    hang(item, actor=cast.office, place="校门口公开栏", hung_at=timezone.now())
    assert serials(opened(cast, paper=paper)) == numbers


@pytest.mark.parametrize(("reader", "is_led"), [("office", True), ("member", False)])
def test_who_posts_is_led_to_record_a_hanging(cast: Cast, reader: str, is_led: bool) -> None:
    address = reverse("papers:hanging", args=[posted(cast).number])
    assert (address in opened(cast, reader).content.decode()) is is_led


def test_the_csv_has_a_row_for_each_line(cast: Cast) -> None:
    items = [posted(cast), posted(cast)]
    rows = list(csv.reader(io.StringIO(body(opened(cast, address=FILES[0])).decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == [item.register_no for item in items]


def test_the_spreadsheet_has_a_row_for_each_line(cast: Cast) -> None:
    items = [posted(cast), posted(cast)]
    sheet = load_workbook(io.BytesIO(body(opened(cast, address=FILES[1])))).worksheets[0]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [item.register_no for item in items]


def test_the_print_view_has_lines_to_sign(cast: Cast) -> None:
    posted(cast)
    page = opened(cast, address=PRINT).content.decode()
    assert all(words in page for words in ("Filled in by", "Checked by (supervision group)", "Seal of the school"))


@pytest.mark.parametrize(("address", "most"), [(PRINT, "MOST_PRINTED"), (PDF, "MOST_SET")])
def test_what_is_too_long_to_print_is_offered_otherwise(cast: Cast, monkeypatch: Any, address: str, most: str) -> None:
    monkeypatch.setattr(register_pages, most, 2)
    base_rows(cast, 3)
    response = opened(cast, address=address)
    assert (response.status_code, FILES[1] in response.content.decode()) == (422, True)


@needs_typesetting
def test_the_pdf_is_numbered_through_and_signed_once(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(register_printing, "A_PART", 2)
    base_rows(cast, 5)
    reader = pdf(opened(cast, address=PDF))
    numbers = [words(_only(page)).rpartition("—")[0].rpartition("—")[2] for page in reader.pages]
    assert (numbers, words(reader).count(in_print("Seal of the school"))) == (["1", "2", "3"], 1)


@needs_typesetting
def test_the_pdf_lies_across(cast: Cast) -> None:
    posted(cast)
    box = pdf(opened(cast, address=PDF)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)


@needs_typesetting
def test_the_pdf_of_a_year_without_items_can_be_signed(cast: Cast) -> None:
    reader = pdf(opened(cast, address=PDF, year=2019))
    assert in_print("Nothing was posted.") in words(reader)


def _only(page: Any) -> Any:
    """A reader of one page."""

    class One:
        pages = [page]

    return One()
