"""The place where the words stand, with the words marked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from apps.disclosures.models import Disclosure
from apps.search.grams import spans
from apps.search.models import Card
from apps.search.places import beside_the_title, line_of, text_of
from apps.search.query import Query

LONGEST = 120
"""Characters of an excerpt."""
BEFORE = 20
"""Characters shown before the first marked word."""
MOST_LINES = 2
BEFORE_FILES = 2
"""Sections of a card between its title and its files: numbers and summary, text."""

Spans = list[tuple[int, int]]


def marked(text: str, query: Query) -> SafeString:
    """The text, escaped, with every word of the query in <mark>."""
    return _marked(text, spans(text, query.patterns), 0, len(text))


def excerpts(items: Iterable[Disclosure], query: Query) -> dict[int, SafeString]:
    """For each item the lines in which the words stand, cut to 120 characters; nothing where only the title has them.

    One query, of cards only: an excerpt can show nothing that is not on the card of its item.
    """
    lines = [line_of(pattern, beside_the_title("flat")) for pattern in query.patterns]
    numbers = {f"line_{n}": line for n, line in enumerate(lines)}
    texts = {f"text_{n}": text_of(line) for n, line in enumerate(lines)}
    cards = Card.objects.filter(pk__in=[item.pk for item in items]).annotate(**numbers, **texts)
    found = {}
    for card in cards.values("pk", "sections", "files", *numbers, *texts) if lines else ():
        chosen = _chosen({card[number]: card[text] for number, text in zip(numbers, texts, strict=True)}, query)
        if chosen:
            found[card["pk"]] = _excerpt(card, chosen, query)
    return found


def _chosen(lines: dict[int, str], query: Query) -> dict[int, str]:
    """The lines below the title that together show most of the words, in their order on the page."""
    shown = {line: {p for p in query.patterns if spans(text, [p])} for line, text in lines.items()}
    chosen: list[int] = []
    missing = set(query.patterns)
    for line in sorted(shown, key=lambda line: (-len(shown[line]), line)):
        if shown[line] & missing and len(chosen) < MOST_LINES:
            chosen.append(line)
            missing -= shown[line]
    return {line: lines[line] for line in sorted(chosen)}


def _excerpt(card: dict[str, Any], lines: dict[int, str], query: Query) -> SafeString:
    words = mark_safe(" ".join(_cut(text, query, LONGEST // len(lines)) for text in lines.values()))
    section = bisect_right(card["sections"], min(lines)) - 1
    if section < BEFORE_FILES:
        return words
    return format_html(_("In the file “{name}”: {words}"), name=card["files"][section - BEFORE_FILES], words=words)


def _cut(text: str, query: Query, length: int) -> SafeString:
    """So much of a line, from shortly before its first marked word on."""
    found = spans(text, query.patterns)
    start = max(min(found[0][0] - BEFORE, len(text) - length), 0)
    stop = start + length
    return format_html(
        "{}{}{}", "…" if start else "", _marked(text, found, start, stop), "…" if stop < len(text) else ""
    )


def _marked(text: str, found: Spans, start: int, stop: int) -> SafeString:
    """What stands between two places of a text, escaped, with what was found in <mark>."""
    parts: list[str] = []
    for first, last in found:
        if last > start and first < stop:
            parts.append(conditional_escape(text[start : max(first, start)]))
            parts.append(format_html("<mark>{}</mark>", text[max(first, start) : min(last, stop)]))
            start = min(last, stop)
    return mark_safe("".join([*parts, conditional_escape(text[start:stop])]))  # every part is escaped
