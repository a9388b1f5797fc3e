"""Whatever the items and whatever the order in which they are read, the same item is for the same duty."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from apps.duties.deriving import Open, Posted, derive
from apps.duties.rhythms import Rhythm

SCHOOL, UNITS = 1, (1, 2, 3)
DAY = date(2026, 1, 1)
offsets = st.integers(0, 300)


@st.composite
def items(draw) -> list[Posted]:
    days = draw(st.lists(st.tuples(offsets, st.sampled_from(UNITS), st.none() | offsets), max_size=8))
    return [
        Posted(pk, unit, DAY + timedelta(day), names and (DAY + timedelta(names), DAY + timedelta(names + 27)))
        for pk, (day, unit, names) in enumerate(days, 1)
    ]


@st.composite
def duties(draw) -> list[Open]:
    rhythm = draw(st.sampled_from([Rhythm.MONTHLY, Rhythm.ON_EVENT, Rhythm.ANNUAL]))
    days = draw(st.lists(st.tuples(offsets, st.sampled_from(UNITS)), max_size=8, unique=True))
    spans = [(DAY + timedelta(day), unit) for day, unit in days]
    return [
        Open(pk, unit, rhythm, first, first + timedelta(30), first + timedelta(27))
        for pk, (first, unit) in enumerate(spans, 1)
    ]


@given(items(), duties(), st.randoms())
def test_the_order_in_which_they_are_read_does_not_matter(those, owed, random):
    expected = derive(those, owed, SCHOOL)
    random.shuffle(those)
    random.shuffle(owed)
    assert derive(those, owed, SCHOOL) == expected


@given(items(), duties())
def test_an_item_is_for_a_duty_of_its_unit_or_of_the_school(those, owed):
    units = {one.pk: one.unit for one in owed}
    found = derive(those, owed, SCHOOL)
    assert all(units[found[item.pk]] in (item.unit, SCHOOL) for item in those if item.pk in found)


@given(items(), duties())
def test_no_item_is_for_a_duty_that_had_not_begun(those, owed):
    begins = {one.pk: one.opens_on for one in owed}
    found = derive(those, owed, SCHOOL)
    assert all(begins[found[i.pk]] <= i.posted_on for i in those if i.pk in found and i.names is None)


@given(items(), duties(), st.integers(0, 7))
def test_an_item_that_goes_away_takes_nothing_from_those_before_it(those, owed, number):
    ordered = sorted(those, key=lambda item: (item.posted_on, item.pk))
    expected = derive(ordered, owed, SCHOOL)
    left = derive(ordered[:number], owed, SCHOOL)
    assert left == {item.pk: expected[item.pk] for item in ordered[:number] if item.pk in expected}
