"""How a text became another: by sentences first, then by characters, so that the change can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]*")
TOKEN = re.compile(r"[0-9][0-9.,]*|[A-Za-z]+|\s+|.", re.DOTALL)
"""A figure and a Latin word are never cut; Chinese is compared by characters."""
SHORT = 24
"""Up to so many characters a text is shown whole, before and after."""
LONG = 500
"""Over so many characters in one changed place, characters are no longer compared: it would take seconds."""
ISLAND = 2
"""Fewer tokens than this between two changes count with them: two marks around one character are hard to read."""
ALIKE = 0.4
"""When less than this share stayed, the old words and the new ones stand whole, one after the other."""

Span = tuple[int, int, int, int]
"""From where to where in the old text, and in the new one."""


@dataclass(frozen=True)
class Piece:
    """Words that stayed, then words that went, and words that came in their place."""

    kept: str
    gone: str
    came: str


def passages(before: str, after: str) -> list[list[Piece]]:
    """The places in which two texts differ; an empty side means that there was nothing."""
    whole = [[Piece("", before, after)]]
    if not before or not after or max(len(before), len(after)) <= SHORT:
        return whole
    old, new = SENTENCE.findall(before), SENTENCE.findall(after)
    spans = [part for span in _changed(old, new, autojunk=True) for part in _by_sentence(*span)]
    return [_woven("".join(old[a:b]), "".join(new[c:d])) for a, b, c, d in spans] or whole


def _by_sentence(a: int, b: int, c: int, d: int) -> list[Span]:
    """As many sentences came as went: each is compared with the one in its place."""
    if b - a != d - c:
        return [(a, b, c, d)]
    return [(a + step, a + step + 1, c + step, c + step + 1) for step in range(b - a)]


def _changed(old: list[str], new: list[str], autojunk: bool) -> list[Span]:
    steps = SequenceMatcher(a=old, b=new, autojunk=autojunk).get_opcodes()
    return [(a, b, c, d) for tag, a, b, c, d in steps if tag != "equal"]


def _woven(gone: str, came: str) -> list[Piece]:
    """One changed place with what stayed in it, or whole when too little stayed."""
    whole = [Piece("", gone, came)]
    if not gone or not came or max(len(gone), len(came)) > LONG:
        return whole
    pieces = _pieces(TOKEN.findall(gone), TOKEN.findall(came))
    kept = sum(len(piece.kept) for piece in pieces)
    return pieces if kept >= ALIKE * max(len(gone), len(came)) else whole


def _pieces(old: list[str], new: list[str]) -> list[Piece]:
    pieces, start = [], 0
    for a, b, c, d in _joined(_changed(old, new, autojunk=False)):
        pieces.append(Piece("".join(old[start:a]), "".join(old[a:b]), "".join(new[c:d])))
        start = b
    return [*pieces, Piece("".join(old[start:]), "", "")]


def _joined(spans: list[Span]) -> list[Span]:
    """Changes with almost nothing between them, as one."""
    joined: list[Span] = []
    for span in spans:
        if joined and span[0] - joined[-1][1] < ISLAND:
            first = joined.pop()
            span = (first[0], span[1], first[2], span[3])
        joined.append(span)
    return joined
