"""The figures of the annual report against data counted by hand, and nothing about anybody."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.utils import translation

from apps.cases.types import Type
from apps.catalogue.models import Heading
from apps.disclosures.states import State
from apps.papers.models import Posting
from tests.annual import (
    HERE,
    SPRING,
    TODAY,
    applications,
    items,
    monthly,
    rows,
    table,
)
from tests.boarding import without_guards
from tests.cast import Cast


@pytest.fixture(autouse=True)
def in_november_in_english():
    with time_machine.travel(TODAY, tick=False), translation.override("en"):
        yield


def test_items_are_counted_by_class_and_audience(cast: Cast) -> None:
    items(cast, 2)
    items(cast, 1, audience="staff")
    items(cast, 3, audience="parents", heading=Heading.objects.get(code="0101"))
    assert {key: rows(cast, "items")[key] for key in ("01", "05", "all")} == {
        "01": (0, 3, 0, 3), "05": (2, 0, 1, 3), "all": (2, 3, 1, 6),
    }  # fmt: skip


def test_class_without_an_item_has_zeros(cast: Cast) -> None:
    assert rows(cast, "items")["12"] == (0, 0, 0, 0)


def test_class_is_named_in_the_language_of_the_reader(cast: Cast) -> None:
    assert next(row.name for row in table(cast, "items").rows if row.key == "05") == "Fees"


@pytest.mark.parametrize(
    ("posted", "counts"),
    [
        (datetime.datetime(2025, 8, 31, 23, 59, tzinfo=HERE), 0),
        (datetime.datetime(2025, 9, 1, 0, 0, tzinfo=HERE), 1),
        (datetime.datetime(2026, 8, 31, 23, 59, tzinfo=HERE), 1),
        (datetime.datetime(2026, 9, 1, 0, 0, tzinfo=HERE), 0),
    ],
)
def test_year_begins_and_ends_at_midnight_here(cast: Cast, posted: datetime.datetime, counts: int) -> None:
    items(cast, 1, posted_at=posted)
    assert rows(cast, "items")["all"][-1] == counts


def test_item_of_another_school_is_not_counted(cast: Cast) -> None:
    items(cast, 1, school=cast.other_school, unit=cast.other_school)
    assert rows(cast, "items")["all"][-1] == 0


def test_corrections_and_withdrawn_items_are_counted_apart(cast: Cast) -> None:
    (first,) = items(cast, 1, state=State.SUPERSEDED)
    items(cast, 1, replaces=first)
    items(cast, 2, state=State.WITHDRAWN, withdrawal_reason="有误", withdrawn_at=SPRING)
    found = table(cast, "items")
    assert (found.rows[-1].values[-1], found.words.split(";")[0]) == (1, "Corrections posted: 1. Items withdrawn: 2")


def test_item_hung_on_two_boards_is_one(cast: Cast) -> None:
    hung, _not_hung = items(cast, 2)
    with without_guards():
        for place in ("校门口", "教学楼"):
            Posting.objects.create(disclosure=hung, place=place, hung_at=SPRING, recorded_by=cast.office)
    assert rows(cast, "channels") == {"portal": (2,), "wall": (1,), "mail": (0,)}


def test_duties_are_counted_by_term(cast: Cast) -> None:
    monthly(cast)
    found = rows(cast, "duties")
    assert (found["on_time"], found["late"], found["missing"]) == ((0, 1, 1), (0, 1, 1), (6, 4, 10))


def test_share_of_a_term_is_of_what_was_due(cast: Cast) -> None:
    monthly(cast)
    assert rows(cast, "duties")["share"] == (0, 16, 8)


def test_year_without_duties_divides_by_nothing(cast: Cast) -> None:
    assert rows(cast, "duties")["share"] == (None,)


def test_late_and_missing_periods_are_listed(cast: Cast) -> None:
    monthly(cast)
    (row,) = table(cast, "not_in_time").rows
    assert (row.counts, "late 1: April 2026" in row.values[0]) == ((1, 10), True)


def test_applications_are_counted_by_finding(cast: Cast) -> None:
    applications(cast, ["disclosed", "disclosed", "withheld", "absent", ""])
    assert rows(cast, "applications") == {
        "received": (5,), "decided": (4,), "on_time": (4,), "disclosed": (2,), "partly": (0,), "withheld": (1,),
        "absent": (1,),
    }  # fmt: skip


def test_of_few_applications_only_the_number_is_told(cast: Cast) -> None:
    applications(cast, ["disclosed", "withheld"])
    found = rows(cast, "applications")
    assert (found["received"], found["decided"], found["on_time"], found["withheld"]) == ((2,), (2,), (None,), (None,))


def test_no_application_is_zero_throughout(cast: Cast) -> None:
    assert set(rows(cast, "applications").values()) == {(0,)}


def test_application_about_the_leadership_is_not_counted(cast: Cast) -> None:
    applications(cast, ["disclosed"] * 6, concern="leadership")
    assert rows(cast, "applications")["received"] == (0,)


def test_other_cases_stand_by_type(cast: Cast) -> None:
    applications(cast, ["adopted"] * 5, type=Type.OPINION)
    assert rows(cast, "cases")["opinion"] == (5, 5, 5, 5)
