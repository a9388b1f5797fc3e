"""The draft of the annual report: one whoever presses, and what has changed since."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.utils import translation

from apps.accounts.models import User
from apps.archive.annual import as_data, tables_of
from apps.archive.annual_drafting import HEADING, changes_since, draft_report, report_of_year
from apps.catalogue.models import Heading
from apps.disclosures.models import Disclosure
from apps.disclosures.rules import remarks
from apps.disclosures.states import State
from apps.disclosures.workflow import Refused
from apps.duties.models import Duty, Origin
from apps.duties.opening import open_duties
from apps.groupwork.years import Year
from tests.annual import (
    TODAY,
    WORDS,
    YEAR,
    applications,
    drafted,
    items,
    monthly,
)
from tests.boarding import base_rows
from tests.cast import Cast, again, walk


@pytest.fixture(autouse=True)
def in_november_in_english():
    with time_machine.travel(TODAY, tick=False), translation.override("en"):
        yield


def test_draft_is_a_plain_item_of_its_heading(cast: Cast) -> None:
    item = drafted(cast)
    assert (item.heading.code, item.state, type(item), item.unit, "2025—2026学年" in item.title) == (
        HEADING, State.DRAFT, Disclosure.plain_kind(), cast.school, True,
    )  # fmt: skip


def test_text_keeps_its_tables_and_the_words_of_the_office(cast: Cast) -> None:
    body = drafted(cast, words="第一段<script>\n\n第二段").body
    assert (body.count("<table>"), "<script" in body, "<p>第二段</p>" in body) == (5, False, True)


def test_text_names_no_item(cast: Cast) -> None:
    items(cast, 1, title="机密标题", audience="staff")
    assert "机密标题" not in drafted(cast).body


def test_draft_is_for_the_duty_that_is_due_after_the_year(cast: Cast) -> None:
    open_duties(cast.school, actor=User.objects.clock(), since=YEAR.first)
    placement = drafted(cast).placement
    assert (placement.duty.heading.code, placement.duty.due_on > YEAR.last, placement.origin) == (
        HEADING, True, Origin.CHOSEN,
    )  # fmt: skip


def test_pressed_twice_by_two_people_is_one_draft(cast: Cast) -> None:
    first, second = drafted(cast), drafted(cast, actor=again(cast.chair))
    assert (first.pk, Disclosure.objects.count()) == (second.pk, 1)


def test_withdrawn_report_leaves_room_for_another(cast: Cast) -> None:
    walk(drafted(cast), State.WITHDRAWN, cast)
    assert report_of_year(cast.school, YEAR, again(cast.office)) is None


def test_posted_report_meets_its_duty(cast: Cast) -> None:
    open_duties(cast.school, actor=User.objects.clock(), since=YEAR.first)
    item = walk(drafted(cast), State.POSTED, cast)
    assert Duty.objects.judged().get(placements__disclosure=item).condition == "late"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"words": "太短"}, "at least 10 characters"),
        ({"who": "member"}, "do not have the role"),
        ({"year": Year("2026—2027学年", datetime.date(2026, 9, 1), datetime.date(2027, 8, 31))}, "still runs"),
    ],
)
def test_refusal_says_why(cast: Cast, changes: dict[str, Any], said: str) -> None:
    actor = again(getattr(cast, changes.get("who", "office")))
    with pytest.raises(Refused, match=said):
        draft_report(cast.school, changes.get("year", YEAR), actor=actor, words=changes.get("words", WORDS))


def test_catalogue_without_the_heading_is_said(cast: Cast) -> None:
    Heading.objects.filter(code=HEADING).update(is_active=False)
    with pytest.raises(Refused, match="1204"):
        drafted(cast)


def test_draft_of_today_has_changed_nowhere(cast: Cast) -> None:
    monthly(cast)
    items(cast, 2)
    applications(cast, ["disclosed"] * 5)
    assert changes_since(drafted(cast), again(cast.office)) == []


def test_reviewer_is_told_which_figures_changed(cast: Cast) -> None:
    item = drafted(cast)
    items(cast, 1)
    (said,) = (remark for remark in remarks(item) if "Figures have changed" in remark)
    assert "Items disclosed, by class" in said
    assert "Applications" not in said


def test_nobody_counts_for_a_drafter_who_left(cast: Cast) -> None:
    item = drafted(cast)
    items(cast, 1)
    cast.office.memberships.update(until=datetime.date(2026, 11, 22))
    assert [remark for remark in remarks(item) if "Figures have changed" in remark] == []


@pytest.mark.parametrize("reader", ["chair", "member", "inspector"])
def test_figures_are_the_same_for_every_reader_of_the_school(cast: Cast, reader: str) -> None:
    items(cast, 2, audience="staff")
    theirs = tables_of(cast.school, YEAR, again(getattr(cast, reader)))
    assert as_data(theirs) == as_data(tables_of(cast.school, YEAR, again(cast.office)))


def test_other_item_of_the_heading_has_no_figures(cast: Cast) -> None:
    (item,) = base_rows(cast, 1, heading=Heading.objects.get(code=HEADING))
    assert changes_since(item, again(cast.office)) == []


def test_figures_are_compared_without_words(cast: Cast) -> None:
    monthly(cast)
    english = as_data(tables_of(cast.school, YEAR, again(cast.office)))
    with translation.override("zh-hans"):
        assert as_data(tables_of(cast.school, YEAR, again(cast.office))) == english
