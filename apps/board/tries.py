"""What to try when a list is empty: lists near it that have items, each with how many."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from django.db.models import Value
from django.utils.translation import gettext as _

from apps.board.facets import together
from apps.board.filters import Filters
from apps.board.tallies import MOST, capped
from apps.disclosures.querysets import DisclosureQuerySet

QUOTES = re.compile(r"[“”\"「」『』《》]")
MOST_WORDS = 5
"""Of more words none is left out by turns."""
LONG = 4
"""A single Chinese word of so many characters is halved."""
SHOWN = 6


@dataclass(frozen=True)
class Try:
    """Another list, and how many items it has."""

    label: str
    count: str
    url: str


def tries(filters: Filters, items: DisclosureQuerySet) -> list[Try]:
    """With fewer words, without each condition, and without all of them; counted in one query, up to a hundred."""
    lists = {filters.url(**changed): (label, changed) for label, changed in _near(filters)}
    few = [
        filters.narrow(items, **changed).order_by()[: MOST + 1].values_list(Value(url))
        for url, (_label, changed) in lists.items()
    ]
    counts = Counter(url for (url,) in together(few))
    found = [Try(label, capped(counts[url], MOST), url) for url, (label, _changed) in lists.items() if counts[url]]
    return found[:SHOWN]


def _near(filters: Filters) -> list[tuple[str, dict[str, str]]]:
    """What else could be asked, and how it differs from what was."""
    words, chosen = filters.chosen.get("q", ""), [name for name in filters.sources if name in filters.chosen]
    less, nothing_else = shorter(words), dict.fromkeys(chosen, "")
    everywhere = [words, *less] if words and chosen else []
    return [
        *((_("“%(words)s”") % {"words": other}, {"q": other}) for other in less),
        *((_("Without “%(condition)s”") % {"condition": filters.label(name)}, {name: ""}) for name in chosen),
        *((_("“%(words)s” in all items") % {"words": other}, {**nothing_else, "q": other}) for other in everywhere),
    ]


def shorter(words: str) -> list[str]:
    """What might be found instead: no quotes, one word fewer, or half of a long word."""
    plain = QUOTES.sub(" ", words).split()
    places = range(len(plain)) if 1 < len(plain) <= MOST_WORDS else []
    fewer = [" ".join(plain[:place] + plain[place + 1 :]) for place in places] or _halves("".join(plain[:1]))
    return [other for other in dict.fromkeys([" ".join(plain), *fewer]) if other not in ("", words)]


def _halves(word: str) -> list[str]:
    middle = (len(word) + 1) // 2
    return [word[:middle], word[middle:]] if len(word) >= LONG and not word.isascii() else []
