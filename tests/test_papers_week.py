"""The week's board: what hangs on the wall in a week."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.http import HttpResponse
from django.test import override_settings

from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.papers.models import Paper
from apps.papers.weeks import Week, items_of
from tests.boarding import browser
from tests.cast import Cast, draft, walk
from tests.papering import needs_typesetting, pdf, words

pytestmark = needs_typesetting

MONDAY = datetime.datetime(2026, 11, 16, 9, tzinfo=datetime.UTC)


def board(cast: Cast, reader: str = "anonymous", **query: str) -> HttpResponse:
    return browser(cast, reader).get("/week.pdf", query)


def posted_on(cast: Cast, day: datetime.datetime, **fields: object) -> Disclosure:
    with time_machine.travel(day, tick=False):
        return walk(draft(cast, made_on=day.date(), **fields), State.POSTED, cast)


def test_board_lists_the_items_and_brings_their_posters(cast: Cast) -> None:
    items = [posted_on(cast, MONDAY, title=f"十一月事项{number}") for number in range(2)]
    found = pdf(board(cast, week="2026-W47"))
    front = found.pages[0].extract_text()
    posters = words(found).count("一月事项0")
    assert ([item.register_no in front for item in items], len(found.pages), posters >= 2) == ([True, True], 3, True)


def test_board_holds_what_was_posted_or_in_its_period(cast: Cast) -> None:
    week, day = Week.read("2026-W47"), datetime.timedelta(days=1)
    within = posted_on(cast, MONDAY)
    still_open = posted_on(cast, MONDAY - 3 * day)
    posted_on(cast, MONDAY - 3 * day, publicity_days=None)
    posted_on(cast, MONDAY - 20 * day)
    posted_on(cast, MONDAY + 8 * day)
    assert {item.pk for item in items_of(week)} == {within.pk, still_open.pk}


@pytest.mark.parametrize("reader", ["anonymous", "office"])
def test_board_is_for_everybody_and_holds_nothing_inside(cast: Cast, reader: str) -> None:
    posted_on(cast, MONDAY)
    inside = posted_on(cast, MONDAY, audience="staff")
    assert inside.register_no not in words(pdf(board(cast, reader, week="2026-W47")))


def test_board_leaves_out_what_was_withdrawn(cast: Cast) -> None:
    posted_on(cast, MONDAY)
    gone = walk(posted_on(cast, MONDAY), State.WITHDRAWN, cast)
    assert gone.pk not in {item.pk for item in items_of(Week.read("2026-W47"))}


def test_board_is_kept(cast: Cast) -> None:
    posted_on(cast, MONDAY)
    board(cast, week="2026-W47")
    first = Paper.objects.get(format="week").made_at
    board(cast, "office", week="2026-W47")
    assert Paper.objects.get(format="week").made_at == first


def test_board_has_a_bookmark_for_each_item(cast: Cast) -> None:
    item = posted_on(cast, MONDAY)
    outline = pdf(board(cast, week="2026-W47")).outline
    assert f"{item.register_no} {item.title}" in [mark.title for mark in outline if not isinstance(mark, list)]


@pytest.mark.parametrize(
    ("week", "status", "said"),
    [
        ("2026-W47", 404, "nothing was posted"),
        ("2999-W01", 404, "still to come"),
        ("2026-W54", 400, "not a week"),
        ("0000-W01", 400, "not a week"),
        ("0001-W01", 404, "nothing was posted"),
        ("w" * 5000, 400, "not a week"),
        ("", 400, "not a week"),
        ("２０２６-W47", 400, "not a week"),
    ],
)
def test_week_out_of_range_is_said(cast: Cast, week: str, status: int, said: str) -> None:
    response = board(cast, week=week)
    assert (response.status_code, said in response.content.decode()) == (status, True)


def test_board_without_fonts_is_said(cast: Cast, tmp_path: object) -> None:
    posted_on(cast, MONDAY)
    with override_settings(PAPER_FONTS=tmp_path):
        assert board(cast, week="2026-W47").status_code == 503
