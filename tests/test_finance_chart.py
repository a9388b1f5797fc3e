"""The geometry of the chart, by examples worked out by hand."""

from decimal import Decimal

import pytest
from django.utils import translation

from apps.kinds.finance.chart import Chart, nice, rounded
from apps.kinds.finance.past import Sums
from apps.kinds.finance.periods import Period

FEBRUARY = Period("month", 2026 * 12 + 1)
DRAWN = [("412000", "368000"), ("356000", "341000"), ("364000", "389000"), ("438000", "472000"), ("155600", "166800")]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def chart(*amounts):
    """Months up to February 2026; None is a gap."""
    pairs = [(None, None) if pair is None else map(Decimal, pair) for pair in amounts]
    return Chart([Sums(FEBRUARY.back(len(pairs) - 1 - place), *pair) for place, pair in enumerate(pairs)])


@pytest.fixture
def drawn():
    """The half year of the drawing, whose scale ends at 50."""
    return chart(*DRAWN, ("356160.00", "333016.95"))


def test_height_is_proportional_to_the_amount(drawn):
    """160 pixels for 500,000 yuan."""
    assert [(c.income.height, c.expense.height) for c in drawn.columns] == [
        (Decimal("131.8"), Decimal("117.8")),
        (Decimal("113.9"), Decimal("109.1")),
        (Decimal("116.5"), Decimal("124.5")),
        (Decimal("140.2"), Decimal("151.0")),
        (Decimal("49.8"), Decimal("53.4")),
        (Decimal("114.0"), Decimal("106.6")),
    ]


def test_bars_stand_on_the_axis(drawn):
    assert {bar.y + bar.height for c in drawn.columns for bar in (c.income, c.expense)} == {Decimal("182.0")}


def test_six_months_share_the_width_as_drawn(drawn):
    last = drawn.columns[-1]
    assert (drawn.left, drawn.column, drawn.bar) == ("8.00%", "15.33%", "4.60%")
    assert (last.x, last.income.x, last.expense.x, last.middle) == ("84.67%", "87.27%", "92.79%", "92.33%")


def test_gridlines_are_round_numbers(drawn):
    assert [(tick.y, tick.label) for tick in drawn.ticks] == [
        ("182.0", "0"),
        ("150.0", "10"),
        ("118.0", "20"),
        ("86.0", "30"),
        ("54.0", "40"),
        ("22.0", "50"),
    ]


def test_labels_are_rounded_in_the_unit_that_is_named(drawn):
    assert (drawn.now.income.label, drawn.now.expense.label, str(drawn.unit)) == ("35.6", "33.3", "unit: 10,000 yuan")


UNITS = {
    "yuan": ("9999.99", "unit: yuan"),
    "ten thousand": ("10000", "unit: 10,000 yuan"),
    "just below a hundred million": ("99999999.99", "unit: 10,000 yuan"),
    "a hundred million": ("100000000", "unit: 100 million yuan"),
    "as much as there is room for": ("999999999999.99", "unit: 100 million yuan"),
    "nothing": ("0", "unit: yuan"),
}


@pytest.mark.parametrize(("highest", "unit"), UNITS.values(), ids=UNITS)
def test_unit_follows_the_size(highest, unit):
    assert str(chart(("0", highest), ("0", "0")).unit) == unit


@pytest.mark.parametrize("highest", ["0.01", "3", "4321.09", "99999.99", "123456789012.34"])
def test_highest_bar_fills_at_least_half_the_scale(highest):
    assert 80 <= chart((highest, "0"), ("0", "0")).columns[0].income.height <= 160


def test_scale_leaves_room_for_long_numbers():
    assert chart(("800000000000", "0"), ("0", "0")).left == "17.75%"


def test_months_of_nothing_have_bars_without_height():
    columns = chart(("0", "0"), ("0", "0")).columns
    assert [(c.income.height, c.expense.height) for c in columns] == [(0, 0), (0, 0)]


def test_gap_has_no_bars_but_its_place():
    column = chart(("5", "5"), None, ("5", "5")).columns[1]
    assert (column.income, column.expense, column.name) == (None, None, "Jan")


def test_few_months_do_not_make_broad_bars():
    assert chart(("5", "5"), ("5", "5")).bar == "6.00%"


def test_year_is_named_where_it_begins():
    assert [c.year for c in chart(*[("1", "1")] * 4).columns] == ["2025", "", "2026", ""]


STEPS = {"0": "1", "0.02": "0.02", "0.3": "0.5", "1": "1", "2.01": "5", "6": "10", "999": "1000"}


@pytest.mark.parametrize(("least", "step"), STEPS.items())
def test_step_is_one_two_or_five(least, step):
    assert nice(Decimal(least)) == Decimal(step)


@pytest.mark.parametrize(
    ("value", "label"), [("0", "0.0"), ("33.35", "33.4"), ("999.94", "999.9"), ("1234.5", "1,235"), ("0.04", "0.0")]
)
def test_label_keeps_to_five_characters(value, label):
    assert rounded(Decimal(value)) == label
