"""The colours keep their promise: every pair that stands together is told apart, measured from the tokens."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

SHEET = Path("static/portal.css").read_text()
GROUNDS = ("paper", "sheet", "sunk")
TEXT, MARK = 4.5, 3.0
"""WCAG 1.4.3 and 1.4.11."""
# A fill of the seal's red or of jade always carries its words, and is measured against those.
PAIRS = {
    **dict.fromkeys(product(("ink", "ink-2", "ink-3", "seal", "jade", "indigo", "ochre"), GROUNDS), TEXT),
    **{(name, f"{name}-soft"): TEXT for name in ("seal", "jade", "indigo", "ochre")},
    **dict.fromkeys(product(("ink", "ink-2"), ("seal-soft", "jade-soft", "indigo-soft", "ochre-soft")), TEXT),
    **{("on-fill", f"{name}-fill"): TEXT for name in ("seal", "jade", "indigo")},
    ("on-fill", "indigo-hover"): TEXT,
    ("on-bar", "bar"): TEXT,
    **dict.fromkeys(product(("line", "focus", "chart-1", "chart-2"), GROUNDS), MARK),
    **dict.fromkeys(product(("indigo-fill",), ("paper", "sheet")), MARK),
}


def declared(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9A-Fa-f]{6})", block))


def dark_blocks() -> list[str]:
    heads = (':root:not([data-theme="light"]) {', ':root[data-theme="dark"] {')
    return [SHEET.partition(head)[2].partition("}")[0] for head in heads]


LIGHT = declared(SHEET.partition("/*@light*/")[2].partition("}")[0])
THEMES = {"light": LIGHT, "dark": {**LIGHT, **declared(dark_blocks()[1])}}


def parts(colour: str) -> list[float]:
    """Red, green and blue from 0 to 1, as they are written."""
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def greyed(colour: str) -> list[float]:
    """What the filter grayscale(1) makes of a colour: it weighs the written values."""
    red, green, blue = parts(colour)
    return [0.2126 * red + 0.7152 * green + 0.0722 * blue] * 3


def luminance(written: list[float]) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in written)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: list[float], other: list[float]) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def too_close(theme: dict[str, str], seen) -> dict[tuple[str, str], float]:
    found = {pair: contrast(seen(theme[pair[0]]), seen(theme[pair[1]])) for pair in PAIRS}
    return {pair: round(found[pair], 2) for pair, least in PAIRS.items() if found[pair] < least}


def test_contrast_is_computed_as_the_guidelines_do():
    assert round(contrast(parts("#777777"), parts("#FFFFFF")), 2) == 4.48


@pytest.mark.parametrize("theme", THEMES)
def test_colours_are_told_apart(theme):
    assert too_close(THEMES[theme], parts) == {}


@pytest.mark.parametrize("theme", THEMES)
def test_greyed_colours_are_told_apart(theme):
    assert too_close(THEMES[theme], greyed) == {}


def test_both_dark_blocks_say_the_same():
    one, other = (re.sub(r"/\*.*?\*/|\s+", "", block) for block in dark_blocks())
    assert one == other


def test_rules_use_tokens_and_no_colours_of_their_own():
    """White paper in print and the QR code keep theirs."""
    screen = SHEET.partition("/* ───────────── 2 Base")[2].partition("/* ───────────── 14 Print")[0]
    assert set(re.findall(r"#[0-9A-Fa-f]{3,6}\b", screen)) == {"#fff", "#1D1C1A"}
