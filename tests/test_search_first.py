"""Looking near the first item before looking everywhere finds what looking everywhere finds."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from apps.disclosures.models import Disclosure
from apps.search.cards import card_of
from apps.search.hits import day_grams, shortest, times
from apps.search.matching import first
from apps.search.query import Query
from apps.search.text import Text
from tests.boarding import base_rows, without_guards

NOW = datetime.datetime(2026, 11, 22, 12, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
QUERY = Query.read("秋收")
TITLES = ("秋收", "春种", "秋收起义")


def board(cast, hours: list[int]) -> None:
    """An item for each number of hours before now; two of three have the word."""
    moments = [(NOW - datetime.timedelta(hours=ago)).astimezone(datetime.UTC) for ago in hours]
    rows = base_rows(cast, len(hours))
    with without_guards():
        for number, (row, moment) in enumerate(zip(rows, moments, strict=True)):
            Disclosure.objects.filter(pk=row.pk).update(posted_at=moment)
            card_of(row.pk, moment, Text(TITLES[number % 3], [])).save()


def in_order(oldest: bool) -> list[int]:
    """The keys of all items with the word, found without any index."""
    ordered = Disclosure.objects.order_by(*(("posted_at", "pk") if oldest else ("-posted_at", "-pk")))
    return list(ordered.filter(card__text__contains="秋收").values_list("pk", flat=True))


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 24 * 1500), max_size=12), st.integers(1, 5), st.booleans())
@example([0, 1, 23, 24, 25], 4, False)
@example([0, 24 * 400, 24 * 401], 2, False)
def test_the_first_hits_are_the_first_of_all_hits(cast, hours, most, oldest):
    with transaction.atomic():
        board(cast, hours)
        found = first(Disclosure.objects.all(), QUERY, most, oldest=oldest)
        assert [item.pk for item in found] == in_order(oldest)[:most]
        transaction.set_rollback(True)


def test_hits_that_were_not_asked_for_do_not_end_the_search(cast):
    board(cast, [0, *range(100, 2000, 100)])
    keys = in_order(oldest=False)
    asked = Disclosure.objects.filter(pk__in=[keys[0], keys[-1]])
    assert [item.pk for item in first(asked, QUERY, 2)] == [keys[0], keys[-1]]


def test_an_empty_board_has_no_first_hits(cast):
    assert first(Disclosure.objects.all(), QUERY, 2) == []


def test_without_words_the_first_are_the_first(cast):
    board(cast, [5, 3, 4])
    found = first(Disclosure.objects.all(), Query.read(""), 2)
    assert [(NOW - item.posted_at).seconds // 3600 for item in found] == [3, 4]


@pytest.mark.parametrize(("hours", "most", "number"), [([0, 1, 2, 3], 2, 0), ([0, 50, 60, 70], 2, 1), ([0], 2, 6)])
def test_no_longer_time_is_looked_at_than_is_needed(cast, hours, most, number):
    board(cast, hours)
    assert shortest(times(NOW, -1), QUERY, most) == number


def test_times_grow_into_the_past_or_the_future():
    assert [(spans[1], spans[4]) for spans in (times(NOW, -1), times(NOW, 1))] == [
        ("('@20261122' | '@20261121' | '@20261120')", "('@202611' | '@202610' | '@202609')"),
        ("('@20261122' | '@20261123' | '@20261124')", "('@202611' | '@202612' | '@202701')"),
    ]


def test_the_oldest_hits_are_looked_for_forward(cast):
    board(cast, [0, 1, 24, 25, 48, 49, 24 * 1000])
    with CaptureQueriesContext(connection) as asked:
        first(Disclosure.objects.filter(posted_at__gte=NOW - datetime.timedelta(days=9)), QUERY, 2, oldest=True)
    assert "@20261121" in asked[-1]["sql"]


def test_the_day_of_a_card_is_that_of_the_portal():
    night = NOW.replace(hour=1).astimezone(datetime.UTC)
    assert day_grams(night) == ["@20261122", "@202611"]


def test_days_begin_at_midnight_of_the_portal():
    midnight = NOW.replace(hour=0, minute=0).astimezone(datetime.UTC)
    assert [times(moment, -1)[0] for moment in (midnight, midnight - datetime.timedelta.resolution)] == [
        "('@20261122')",
        "('@20261121')",
    ]


def test_what_is_typed_cannot_name_a_day(cast):
    board(cast, [0])
    assert first(Disclosure.objects.all(), Query.read("@20261122"), 1) == []
