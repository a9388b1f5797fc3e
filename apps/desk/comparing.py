"""What changed since the text was last seen: by the supervision group, or by the public."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from apps.disclosures.content import Content, changes, content_of
from apps.disclosures.models import Disclosure, Event
from apps.disclosures.states import SENT_BACK

LONG = 80
"""Characters from which only the sentences that differ are shown."""
SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]*")


@dataclass(frozen=True)
class Difference:
    """A field or a line, and the pieces of it that differ; an empty side means it was not there."""

    where: str
    pieces: list[tuple[str, str]]


@dataclass(frozen=True)
class Comparison:
    """Against the returned version, or against the posted item that this one corrects."""

    differences: list[Difference]
    returned: Event | None = None
    replaced: Disclosure | None = None


def comparison_of(item: Disclosure) -> Comparison | None:
    """None for a first version that corrects nothing."""
    submissions = list(item.events.named("submit"))
    if len(submissions) > 1:
        before, after = (event.detail["content"] for event in submissions[-2:])
        return Comparison(_differences(before, after), returned=item.events.named(*SENT_BACK).last())
    if item.replaces:
        return Comparison(_differences(content_of(item.replaces), content_of(item)), replaced=item.replaces)
    return None


def _differences(before: Content, after: Content) -> list[Difference]:
    """Field by field and line by line."""
    return [Difference(text["where"], _pieces(text["before"], text["after"])) for text in changes(before, after)]


def _pieces(before: str, after: str) -> list[tuple[str, str]]:
    """The two texts whole, or, when both are long, only the sentences that differ."""
    if min(len(before), len(after)) < LONG:
        return [(before, after)]
    old, new = SENTENCE.findall(before), SENTENCE.findall(after)
    steps = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    return [("\n".join(old[a:b]), "\n".join(new[c:d])) for tag, a, b, c, d in steps if tag != "equal"]
