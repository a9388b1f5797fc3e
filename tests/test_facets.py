"""The counts behind the options of a list: true for this reader, or not shown."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from apps.board import facets
from apps.board.facets import Facets
from apps.board.filters import Filters
from apps.calendars.models import Term
from apps.disclosures.factories import HeadingFactory
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from tests.boarding import base_rows
from tests.cast import Cast, again

FIRST, SECOND, *_OTHERS = (kind._meta.app_label for kind in Disclosure.kinds())
READERS = ("anonymous", "stranger", "parent", "other_parent", "teacher", "other_teacher", "clerk", "inspector")
CONDITIONS: tuple[dict[str, str], ...] = (
    {},
    {"kind": FIRST},
    {"year": "2025"},
    {"term": "第一学期"},
    {"unit": "总务处"},
    {"unit": "澄溪九年制学校", "state": "ended"},
    {"heading": "9902", "kind": SECOND},
    {"state": "withdrawn"},
    {"state": "corrected"},
    {"audience": "public", "unit": "教务处"},
    {"kind": FIRST, "year": "2026", "term": "第二学期", "unit": "总务处", "heading": "9901", "state": "live"},
)
DAYS = ("2025-09-01", "2025-12-31", "2026-01-20", "2026-07-10", "2026-08-01")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def board(cast: Cast) -> Cast:
    """Items of two kinds, years, terms, schools and headings, in every state and for every audience."""
    for school in (cast.school, cast.other_school):
        Term.objects.create(school=school, name="第一学期", starts_on="2025-09-01", ends_on="2026-01-20")
    Term.objects.create(school=cast.school, name="第二学期", starts_on="2026-03-01", ends_on="2026-07-10")
    for number in range(30):
        base_rows(cast, 1, **mixed(cast, number))
    base_rows(cast, 2, school=cast.other_school, unit=cast.other_school, posted_at=midnight("2025-10-09"))
    for audience in ("public", "parents", "staff"):
        (old,) = base_rows(cast, 1, state=State.SUPERSEDED, audience=audience)
        base_rows(cast, 1, replaces=old, change_note="更正一行", audience=audience)
        base_rows(cast, 1, state=State.WITHDRAWN, withdrawal_reason="含电话", audience=audience)
    return cast


def mixed(cast: Cast, number: int) -> dict[str, Any]:
    posted_at = midnight(DAYS[number % 5])
    closes_at = (None, posted_at + datetime.timedelta(days=7), timezone.now() + datetime.timedelta(days=1))[number % 3]
    return {
        "kind": (FIRST, SECOND)[number % 2],
        "unit": (cast.department, cast.other_department)[number % 7 % 2],
        "posted_at": posted_at,
        "audience": ("public", "parents", "staff", "public")[number % 4],
        "heading": HeadingFactory(code=("9901", "9902")[number % 11 % 2]),
        "publicity_ends_at": closes_at,
    }


def midnight(day: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{day}T00:00+08:00")


def reader_of(cast: Cast, name: str) -> Any:
    return AnonymousUser() if name == "anonymous" else again(getattr(cast, name))


def list_of(cast: Cast, reader: str, **conditions: str) -> tuple[Filters, Any]:
    """The list under these conditions, a unit and a term named by their words, and the items of the reader."""
    person = reader_of(cast, reader)
    known = Filters({}, reader=person)
    for name in {"unit", "term"} & set(conditions):
        conditions[name] = next(v for v, option in known.options(name).items() if conditions[name] in option.label)
    return Filters(conditions, reader=person), Disclosure.objects.visible_to(person)


def counts_of(filters: Filters, items: Any) -> dict[tuple[str, str], int | None]:
    counted = Facets(filters, items)
    return {(name, value): counted.count(name, value) for name in filters.sources for value in filters.options(name)}


def lies(filters: Filters, items: Any) -> list[Any]:
    """The counts that are not the length of the list they lead to."""
    counted = Facets(filters, items)
    found = counts_of(filters, items) | {("", ""): counted.total}
    return [
        (filters.chosen, *key) for key, count in found.items() if filters.narrow(items, **dict([key])).count() != count
    ]


@pytest.mark.parametrize("reader", READERS)
def test_count_is_the_length_of_the_list_it_leads_to(board: Cast, reader: str) -> None:
    lists = [list_of(board, reader, **conditions) for conditions in CONDITIONS]
    assert [lie for each in lists for lie in lies(*each)] == []


def test_counts_are_those_of_the_reader(board: Cast) -> None:
    totals = {reader: Facets(*list_of(board, reader)).total for reader in ("anonymous", "parent", "teacher")}
    assert totals == {"anonymous": 18, "parent": 27, "teacher": 35}


@pytest.mark.parametrize("reader", ["anonymous", "parent", "other_teacher"])
@pytest.mark.parametrize("state", [State.POSTED, State.WITHDRAWN])
def test_item_for_staff_changes_no_count_of_others(board: Cast, reader: str, state: State) -> None:
    before = counts_of(*list_of(board, reader))
    base_rows(board, 3, audience="staff", state=state, withdrawal_reason="含电话")
    assert counts_of(*list_of(board, reader)) == before


def test_item_for_staff_is_counted_for_staff(board: Cast) -> None:
    before = Facets(*list_of(board, "teacher")).count("kind", FIRST)
    base_rows(board, 3, audience="staff")
    assert Facets(*list_of(board, "teacher")).count("kind", FIRST) == before + 3


def test_count_of_a_school_is_that_of_its_departments(board: Cast) -> None:
    filters, items = list_of(board, "anonymous")
    counted, units = Facets(filters, items), (board.school, board.department, board.other_department)
    school, *departments = (counted.count("unit", str(unit.pk)) for unit in units)
    assert (school, min(departments) > 0) == (sum(departments), True)


def test_term_begins_and_ends_at_midnight_of_its_school(cast: Cast) -> None:
    Term.objects.create(school=cast.school, name="第一学期", starts_on="2025-09-01", ends_on="2026-01-20")
    second = datetime.timedelta(seconds=1)
    for moment in (midnight("2025-09-01"), midnight("2026-01-21") - second):
        base_rows(cast, 1, posted_at=moment)
    for moment in (midnight("2025-09-01") - second, midnight("2026-01-21")):
        base_rows(cast, 1, posted_at=moment)
    base_rows(cast, 1, posted_at=midnight("2025-10-01"), school=cast.other_school, unit=cast.other_school)
    assert Facets(*list_of(cast, "anonymous", term="第一学期")).total == 2


def test_terms_of_one_name_are_one_option(board: Cast) -> None:
    filters, items = list_of(board, "anonymous", term="第一学期")
    labels = [option.label for option in filters.options("term").values()]
    schools = set(filters.narrow(items).values_list("school", flat=True))
    assert (labels, schools) == (["第二学期", "第一学期"], {board.school.pk, board.other_school.pk})


def offered(filters: Filters, items: Any) -> dict[str, list[str]]:
    Facets(filters, items).offer()
    return {name: [str(label) for _value, label in filters.fields[name].choices][1:] for name in filters.sources}


def test_option_carries_its_count(cast: Cast) -> None:
    base_rows(cast, 2)
    base_rows(cast, 1, kind=SECOND)
    first, second = (kind.kind_name() for kind in Disclosure.kinds()[:2])
    assert offered(*list_of(cast, "anonymous"))["kind"] == [f"{first} (2)", f"{second} (1)"]


def test_option_without_items_or_effect_is_not_offered(cast: Cast) -> None:
    base_rows(cast, 2)
    assert set(map(tuple, offered(*list_of(cast, "anonymous")).values())) == {()}


def test_chosen_option_is_offered_although_it_has_no_items(cast: Cast) -> None:
    base_rows(cast, 2)
    assert offered(*list_of(cast, "anonymous", kind=SECOND))["kind"] == [f"{Disclosure.kinds()[1].kind_name()} (0)"]


def test_withdrawn_items_are_offered_beside_as_many_listed_ones(cast: Cast) -> None:
    base_rows(cast, 1)
    base_rows(cast, 1, state=State.WITHDRAWN, withdrawal_reason="含电话")
    assert [label.split()[-1] for label in offered(*list_of(cast, "anonymous"))["state"]] == ["(1)"]


def test_parent_is_not_offered_what_is_for_staff(board: Cast) -> None:
    filters, _items = list_of(board, "parent")
    assert list(filters.options("audience")) == ["public", "parents"]


def test_public_has_no_audiences(board: Cast) -> None:
    filters, _items = list_of(board, "anonymous")
    assert filters.options("audience") == {}


def test_list_of_too_many_items_is_not_counted(board: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "MOST", 17)
    filters, items = list_of(board, "anonymous")
    labels = offered(filters, items)
    assert (Facets(filters, items).shown, [label for label in labels["unit"] if "(" in label]) == ("17+", [])


def test_list_of_as_many_items_as_are_counted_is_counted(board: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "MOST", 18)
    assert Facets(*list_of(board, "anonymous")).shown == "18"


def test_narrow_part_of_a_large_list_is_counted(board: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "MOST", 17)
    filters, items = list_of(board, "anonymous", kind=SECOND)
    counted = Facets(filters, items)
    assert (counted.count("kind", FIRST), counted.count("unit", str(board.department.pk))) == (
        None,
        filters.narrow(items, unit=str(board.department.pk)).count(),
    )


def queries_for(filters: Filters, items: Any) -> int:
    for name in filters.sources:
        filters.options(name)
    with CaptureQueriesContext(connection) as queries:
        Facets(filters, items)
    return len(queries)


def test_counting_takes_two_queries_whatever_is_chosen(board: Cast) -> None:
    assert {queries_for(*list_of(board, "anonymous", **conditions)) for conditions in CONDITIONS} == {2}


@pytest.mark.parametrize("reader", READERS)
def test_list_is_the_same_when_read_from_its_address(board: Cast, reader: str) -> None:
    lists = [list_of(board, reader, **conditions)[0] for conditions in CONDITIONS]
    person = reader_of(board, reader)
    read = [Filters(QueryDict(filters.address().removeprefix("?")), reader=person) for filters in lists]
    assert [filters.chosen for filters in read] == [filters.chosen for filters in lists]
