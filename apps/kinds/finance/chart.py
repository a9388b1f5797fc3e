"""The bars of income and expense: widths in per cent, so that text never scales; heights in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from apps.kinds.finance.past import Sums

HEIGHT, TOP, BASE = 224, 22, 182
"""Pixels: of the drawing, of the highest gridline and of the line on which the bars stand."""
WIDEST_BAR = Decimal(6)
"""Per cent; a bar of few is no wider."""
UNITS = (
    (Decimal(10**8), _("unit: 100 million yuan")),
    (Decimal(10**4), _("unit: 10,000 yuan")),
    (Decimal(1), _("unit: yuan")),
)


class Tick(NamedTuple):
    """A gridline and what stands beside it."""

    y: str
    label: str


class Bar(NamedTuple):
    """One bar; `label` is its rounded amount in the unit of the chart."""

    x: str
    y: Decimal
    height: Decimal
    label: str
    label_x: str

    @property
    def label_y(self) -> Decimal:
        return self.y - 6


class Column(NamedTuple):
    """The place of a period: its bars, or none in a gap."""

    x: str
    middle: str
    name: str
    year: str
    is_now: bool
    income: Bar | None
    expense: Bar | None


class Chart:
    """All that the drawing needs, for periods from the oldest to this one."""

    height, base = HEIGHT, BASE

    def __init__(self, shown: Sequence[Sums]) -> None:
        self.shown = shown
        self.highest = max(max(sums.income, sums.expense) for sums in shown if not sums.is_gap)
        self.divisor, self.unit = next((u for u in UNITS if self.highest >= u[0]), UNITS[-1])
        self.step = nice(self.highest / self.divisor / 5)
        self.steps = int((self.highest / self.divisor / self.step).to_integral_value(ROUND_CEILING)) or 1
        longest = max(len(tick.label) for tick in self.ticks)
        self._left = max(Decimal(8), Decimal("1.5") + Decimal("3.25") * longest)
        self._column = (100 - self._left) / len(shown)
        self._bar = min(self._column * Decimal("0.3"), WIDEST_BAR)

    @property
    def left(self) -> str:
        return per_cent(self._left)

    @property
    def label_end(self) -> str:
        """Where the labels of the gridlines end."""
        return per_cent(self._left - Decimal("1.5"))

    @property
    def column(self) -> str:
        return per_cent(self._column)

    @property
    def bar(self) -> str:
        return per_cent(self._bar)

    @property
    def ticks(self) -> list[Tick]:
        """From nothing at the base to the highest gridline."""
        rise = Decimal(BASE - TOP) / self.steps
        return [Tick(f"{BASE - rise * n:.1f}", f"{self.step * n:,f}") for n in range(self.steps + 1)]

    @property
    def columns(self) -> list[Column]:
        return [self._column_of(place) for place in range(len(self.shown))]

    @property
    def now(self) -> Column:
        return self.columns[-1]

    def _column_of(self, place: int) -> Column:
        sums = self.shown[place]
        x = self._left + self._column * place
        middle, gap = x + self._column / 2, self._bar / 10
        year = sums.period.year if sums.period.length != "year" else None
        is_new_year = place == 0 or self.shown[place - 1].period.year != year
        return Column(
            x=per_cent(x),
            middle=per_cent(middle),
            name=sums.period.short,
            year=str(year) if year and is_new_year else "",
            is_now=place == len(self.shown) - 1,
            income=self._bar_of(sums.income, middle - gap - self._bar, middle - gap * Decimal("1.5")),
            expense=self._bar_of(sums.expense, middle + gap, middle),
        )

    def _bar_of(self, amount: Decimal | None, x: Decimal, label_x: Decimal) -> Bar | None:
        if amount is None:
            return None
        value = amount / self.divisor
        height = (value / self.step / self.steps * (BASE - TOP)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return Bar(per_cent(x), BASE - height, height, rounded(value), per_cent(label_x))


def nice(least: Decimal) -> Decimal:
    """The smallest of 1, 2 and 5 times a power of ten that is not below `least`; 1 for nothing."""
    if not least:
        return Decimal(1)
    power = Decimal(1).scaleb(least.adjusted())
    found = next(power * digit for digit in (1, 2, 5, 10) if power * digit >= least)
    return found.quantize(Decimal(1)) if found >= 1 else found.normalize()


def rounded(value: Decimal) -> str:
    """At most five characters below ten thousand, so that two labels find room on a phone: 35.6, 1,240."""
    places = Decimal("0.1") if value < 1000 else Decimal(1)
    return f"{value.quantize(places, ROUND_HALF_UP):,}"


def per_cent(value: Decimal) -> str:
    return f"{value:.2f}%"
