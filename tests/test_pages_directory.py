"""The directory: every heading in use, when it is due, and the newest item of each that this reader may read."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from apps.catalogue.loading import rows
from apps.catalogue.models import Heading
from apps.disclosures.factories import HeadingFactory
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.pages.directory import Row, sections_for
from apps.pages.timing import EVENTS, FORMS, time_limit
from tests.boarding import base_rows, browser
from tests.cast import Cast, draft, walk

MOST_QUERIES = {"anonymous": 3, "teacher": 8}
MOST_BYTES = 20_000
"""Over the wire, compressed; the catalogue has 78 headings."""


@pytest.fixture
def heading(db: None) -> Heading:
    return HeadingFactory(code="9902")


def row_of(heading: Heading, reader: object) -> Row:
    return next(row for found in sections_for(reader) for row in found.rows if row.heading == heading)


def posted(cast: Cast, heading: Heading, **values: object) -> Disclosure:
    return walk(draft(cast, heading=heading, **values), State.POSTED, cast)


def test_directory_shows_every_heading_in_use(cast: Cast) -> None:
    Heading.objects.filter(code="0101").update(is_active=False)
    shown = {row.heading.code for found in sections_for(cast.stranger) for row in found.rows}
    assert shown == set(Heading.objects.exclude(code="0101").values_list("code", flat=True))


@pytest.mark.parametrize(
    ("reader", "sees_staff"), [("stranger", False), ("parent", False), ("other_teacher", False), ("teacher", True)]
)
def test_newest_item_is_the_newest_that_this_reader_may_read(
    cast: Cast, heading: Heading, reader: str, sees_staff: bool
) -> None:
    public = posted(cast, heading)
    inside = posted(cast, heading, audience="staff", unit=cast.other_department, drafter=cast.other_clerk)
    row = row_of(heading, getattr(cast, reader))
    assert row.latest.pk == (inside if sees_staff else public).pk


def test_item_for_staff_leaves_no_trace_in_the_directory_of_a_parent(cast: Cast, heading: Heading) -> None:
    posted(cast, heading, audience="staff", title="密事一件", unit=cast.other_department, drafter=cast.other_clerk)
    page = browser(cast, "parent").get("/directory/").content.decode()
    assert ("密事一件" in page, cast.other_department.name in page) == (False, False)


@pytest.mark.parametrize("gone", [State.DRAFT, State.IN_REVIEW, State.WITHDRAWN])
def test_item_that_is_not_on_the_board_is_no_newest_item(cast: Cast, heading: Heading, gone: State) -> None:
    walk(draft(cast, heading=heading), gone, cast)
    assert row_of(heading, cast.teacher).latest is None


def test_heading_without_an_item_says_so(cast: Cast, heading: Heading) -> None:
    page = browser(cast, "anonymous").get("/directory/").content.decode()
    assert "Nothing yet that you may read" in page


def test_basis_is_shown_only_when_it_is_confirmed(cast: Cast) -> None:
    HeadingFactory(code="9903", basis="某某办法", is_confirmed=False)
    HeadingFactory(code="9904", basis="查过的办法", is_confirmed=True)
    page = browser(cast, "anonymous").get("/directory/").content.decode()
    assert ("某某办法" in page, "查过的办法" in page) == (False, True)


def test_working_note_is_never_shown(cast: Cast) -> None:
    HeadingFactory(code="9905", note="内部备注")
    assert "内部备注" not in browser(cast, "anonymous").get("/directory/").content.decode()


@pytest.mark.parametrize("reader", MOST_QUERIES)
def test_directory_takes_few_queries(cast: Cast, reader: str) -> None:
    base_rows(cast, 40)
    client = browser(cast, reader)
    with CaptureQueriesContext(connection) as queries:
        client.get("/directory/")
    assert len(queries) <= MOST_QUERIES[reader]


def test_directory_of_the_whole_catalogue_is_light(cast: Cast) -> None:
    page = browser(cast, "anonymous").get("/directory/", headers={"accept-encoding": "gzip"})
    assert len(page.content) < MOST_BYTES


def test_every_class_has_an_anchor(cast: Cast) -> None:
    page = browser(cast, "anonymous").get("/directory/").content.decode()
    codes = {row["code"][:2] for row in rows()}
    assert [code for code in codes if f'href="#class-{code}"' not in page or f'id="class-{code}"' not in page] == []


# When.


def test_every_code_of_the_catalogue_has_words() -> None:
    codes = [row["time_limit_basis"].partition(":") for row in rows() if row["time_limit_basis"] != "ongoing"]
    unknown = {code for form, _colon, code in codes if form not in FORMS or code not in {*EVENTS, "10-31"}}
    assert unknown == set()


@pytest.mark.parametrize(
    ("days", "basis", "words"),
    [
        (20, "working_days_after:formed_or_changed", "within 20 working days after the information is made or changed"),
        (30, "calendar_days_before:procurement_start", "at least 30 days before the procurement begins"),
        (None, "after:term_end", "after the end of term"),
        (None, "by:10-31", "by Oct 31"),
        (None, "ongoing", "at any time"),
        (None, "", ""),
        (None, "working_days_after:receipt", ""),
        (5, "working_days_after:nobody_knows", ""),
        (5, "on:13-45", ""),
        (5, "nonsense", ""),
    ],
)
def test_time_limit_in_words(days: int | None, basis: str, words: str) -> None:
    with translation.override("en"):
        assert time_limit(Heading(time_limit_days=days, time_limit_basis=basis)) == words
