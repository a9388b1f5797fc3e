"""Term after term: how much was on time, as a drawing and as the table of the same figures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from apps.calendars.models import Term
from apps.duties.conditions import COUNTED, Tally
from apps.punctuality.asking import Asked

SHOWN = 6
"""The latest terms."""
TERM, BAR = 60, 24
"""Pixels from a term to the next one, and down to its bar; widths are in per cent, so that text never scales."""


@dataclass(frozen=True)
class Part:
    """A piece of a bar: one condition, as wide as its share."""

    condition: str
    x: str
    width: str


@dataclass(frozen=True)
class Bar:
    """A term with its figures and its place in the drawing."""

    term: Term
    tally: Tally
    is_now: bool
    top: int

    @property
    def bar_top(self) -> int:
        return self.top + BAR

    @property
    def parts(self) -> list[Part]:
        """On time, late and missing one after the other; none while nothing was due."""
        found, before = [], 0
        for condition in COUNTED:
            if count := getattr(self.tally, condition):
                found.append(Part(condition, self._per_cent(before), self._per_cent(count)))
                before += count
        return found

    def _per_cent(self, count: int) -> str:
        return f"{Decimal(100 * count) / self.tally.counted:.2f}%"


@dataclass(frozen=True)
class Trend:
    """The terms from the oldest to the latest."""

    bars: list[Bar]

    @property
    def height(self) -> int:
        return TERM * len(self.bars)

    @property
    def is_telling(self) -> bool:
        """Whether there is more than one term to compare."""
        return sum(bool(bar.tally.counted) for bar in self.bars) > 1


def trend_of(asked: Asked) -> Trend:
    """The latest terms of the school, or of the unit that was asked for; one query."""
    terms = asked.terms[:SHOWN][::-1]
    tallies = asked.all_duties().filter(term__in=terms).judged().tallies("term")
    bars = (
        Bar(term, tallies.get(term.pk, Tally()), is_now=term == asked.shown_term, top=TERM * place)
        for place, term in enumerate(terms)
    )
    return Trend(list(bars))
