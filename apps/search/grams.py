"""The text of a line as runs, and the grams under which the database finds it.

A run is Chinese without a break, letters, or a number. The *flat* form of a line is its runs in a row: Chinese as it
is, letters and numbers between single spaces, `|` where the writer put a mark; 校公开〔2026〕012号 is
`校公开| 2026 | 12 号`. What is typed is found where its flat form is part of a line's flat form. Two neighbours, each
a Chinese character, a word or a number, are a gram; so no dictionary decides what a word is, and nothing is missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, zip_longest
from operator import add
from typing import NamedTuple

from apps.disclosures.folding import fold, origins

HAN = "\u3005\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
"""Written without spaces: Chinese, kana, Hangul."""
LONGEST = 40
"""Letters or digits; what is longer is several runs."""
RUN = re.compile(
    rf"(?P<han>[{HAN}]+)"
    r"|(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9,])"
    rf"|(?<![0-9.])[0-9]{{1,{LONGEST}}}\.[0-9]{{1,{LONGEST}}}(?!\.?[0-9])|[0-9]{{1,{LONGEST}}})"
    rf"|[^\W\d_{HAN}]{{1,{LONGEST}}}"
)


class Run(NamedTuple):
    text: str
    is_han: bool
    is_marked: bool
    """A mark stands before it: more than a space."""
    start: int
    end: int

    @property
    def first(self) -> str:
        return self.text[0] if self.is_han else self.text

    @property
    def last(self) -> str:
        return self.text[-1] if self.is_han else self.text


def runs_of(folded: str) -> list[Run]:
    """The runs of a folded line, with their places in it. Spaces inside Chinese (张　三) mean nothing."""
    found: list[Run] = []
    end = 0
    for match in RUN.finditer(folded):
        start, script = match.start(), match.lastgroup
        is_marked = start > end and bool(found) and not folded[end:start].isspace()
        end = match.end()
        found.append(Run(_number(match[0]) if script == "number" else match[0], script == "han", is_marked, start, end))
    return found


def flat(runs: list[Run]) -> str:
    """The runs as one string in which words can be looked for."""
    return "".join(piece for piece, _run in _pieces(runs))


def grams(runs: list[Run]) -> Iterator[str]:
    """Every gram of a line; a character or a word is one by itself where no gram begins with it."""
    for run, after in zip_longest(runs, runs[1:]):
        both = pair(run, after) if after else ""
        if run.is_han:
            yield from map(add, run.text, run.text[1:])
            yield both or run.last
        else:
            yield run.text
            yield both or run.text


def pair(run: Run, after: Run) -> str:
    """The two neighbours where a run ends and the next begins; empty when a mark stands beside a Chinese character."""
    if run.is_han or after.is_han:
        return "" if after.is_marked else run.last + after.first
    return f"{run.text}{'|' if after.is_marked else ' '}{after.text}"


def needed(runs: list[Run]) -> list[str]:
    """The fewest grams that a line with these runs in a row must have; none for a single Chinese character."""
    pairs = [pair(*two) for two in pairwise(runs)]
    found: list[str] = []
    for run, before, after in zip(runs, ["", *pairs], [*pairs, ""], strict=False):
        if run.is_han and len(run.text) > 1:
            found += map(add, run.text, run.text[1:])
        # A Chinese character at the end may go on in the text, so it need not stand there by itself.
        elif not before and not after and not (run.is_han and run is runs[-1]):
            found.append(run.text)
        found.append(after)
    return list(dict.fromkeys(filter(None, found)))


def spans(line: str, patterns: list[str]) -> list[tuple[int, int]]:
    """Where flat patterns stand in a line as it was written: pairs (start, end), in order and without overlap."""
    pieces = list(_pieces(runs_of(fold(line))))
    text = "".join(piece for piece, _run in pieces)
    places = [place for piece, run in pieces for place in _places(piece, run)]
    found = [
        [place for place in places[at : at + len(pattern)] if place]
        for pattern in patterns
        for at in _occurrences(pattern, text)
    ]
    back = origins(line) if found else []
    return _merged(sorted((back[run[0][0]], back[run[-1][1] - 1] + 1) for run in found))


def _pieces(runs: list[Run]) -> Iterator[tuple[str, Run | None]]:
    """The parts of the flat form, each with its run; a space or a mark has none."""
    is_spaced = False
    for run in runs:
        if run.is_marked:
            yield "|", None
        if run.is_han:
            yield run.text, run
        else:
            if run.is_marked or not is_spaced:
                yield " ", None
            yield run.text, run
            yield " ", None
        is_spaced = not run.is_han


def _places(piece: str, run: Run | None) -> list[tuple[int, int] | None]:
    """For each character of a piece the place in the folded line that it stands for."""
    if run is None:
        return [None]
    if run.is_han:
        return [(place, place + 1) for place in range(run.start, run.end)]
    return [(run.start, run.end)] * len(piece)


def _number(text: str) -> str:
    """012 is 12, 12,300.50 is 12300.5: a number is found however it was written."""
    whole, _, part = text.replace(",", "").partition(".")
    part = part.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{part}" if part else "")


def _occurrences(pattern: str, text: str) -> Iterator[int]:
    at = text.find(pattern)
    while at >= 0:
        yield at
        at = text.find(pattern, at + 1)


def _merged(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
