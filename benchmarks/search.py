"""How the search grows:  python -m benchmarks.search [1000 100000 1000000]

Makes a database of its own on the server of DATABASE_URL (or the embedded one), fills it to each size in turn with
invented texts, no two alike, and asks what readers ask. Times are of the whole answer in this process: reading what
was typed, Django, PostgreSQL, the rows. Read the ratios; the milliseconds are this machine's. A million texts need
about 8 GB of disk and half an hour.
"""

from __future__ import annotations

import os
import random
import re
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

import django

ASKED = 60
"""Queries of each class; each is asked twice, and the second time counts."""
PAIRS = 200
LEAST = 100
"""Lower keys are those of the copied items."""
SEED = 20261122
NAME = "disclosure_bench_search"


def main(sizes: list[int]) -> None:
    from django.core.management import call_command

    from benchmarks.board import drop_database, fresh_database
    from benchmarks.filling import fill

    fresh_database(NAME)
    call_command("migrate", verbosity=0)
    tables = []
    for size in sizes:
        fill(size)
        print(
            f"{size:,} items, load average {os.getloadavg()[0]:.1f}: {found_again(size)} of {PAIRS} pairs found again"
        )
        tables.append({name: times(call) for name, call in calls(size).items()})
    report(sizes, tables)
    drop_database(NAME)


def typed(size: int) -> dict[str, list[str]]:
    """What is asked, by class; words of a text are taken from one that is there."""
    from benchmarks.texts import PLAIN, Writer

    chance, writer = random.Random(SEED), Writer()
    texts = [writer.write(chance.randrange(LEAST, size + 1)) for _ in range(ASKED)]
    bodies = ["".join(text.body) for text in texts]
    return {
        "2 characters, common": [chance.choice(PLAIN[:25]) for _ in texts],
        "2 characters, of a topic": [chance.choice(chance.choice(writer.topics))[:2] for _ in texts],
        "2 characters, any": [part(body, 2, chance) for body in bodies],
        "4 characters, any": [part(body, 4, chance) for body in bodies],
        "3 words, common": [" ".join(chance.sample(PLAIN[:25], 3)) for _ in texts],
        "3 words of one text": [" ".join(part(body, 2, chance) for _ in range(3)) for body in bodies],
        "document number": [text.head[1] for text in texts],
        "register number": [text.head[0] for text in texts],
    }


def part(text: str, length: int, chance: random.Random) -> str:
    """So many Chinese characters that stand side by side in the text."""
    words = [word for word in re.findall(r"[一-鿿]+", text) if len(word) >= length]
    word = chance.choice(words)
    start = chance.randrange(len(word) - length + 1)
    return word[start : start + length]


def calls(size: int) -> dict[str, list[Callable[[], object]]]:
    """What is timed, by class and order: a page of the newest, or the best of the newest 500."""
    from django.contrib.auth.models import AnonymousUser

    from apps.board.entries import rows
    from apps.board.paging import PER_PAGE
    from apps.disclosures.models import Disclosure
    from apps.search.excerpts import excerpts
    from apps.search.matching import best_first, first
    from apps.search.query import Query

    def listed():
        return Disclosure.objects.visible_to(AnonymousUser()).on_board()

    def newest(text):
        return first(rows(listed()), Query.read(text), PER_PAGE + 1)

    def best(text):
        return best_first(listed(), Query.read(text))

    def marked(text):
        return excerpts(newest(text), Query.read(text))

    asked = typed(size)
    return {
        **{f"newest: {name}": [partial(newest, text) for text in texts] for name, texts in asked.items()},
        **{f"best:   {name}": [partial(best, text) for text in texts] for name, texts in asked.items()},
        "newest with excerpts, 2 of a topic": [partial(marked, text) for text in asked["2 characters, of a topic"]],
    }


def found_again(size: int) -> int:
    """How many of 200 items are found by three of their own words, half of them typed in the other script."""
    from opencc import OpenCC

    from apps.disclosures.models import Disclosure
    from apps.search.matching import matching
    from apps.search.query import Query
    from benchmarks.texts import Writer

    chance, writer, scripts = random.Random(SEED + 1), Writer(), (str, OpenCC("s2t").convert, OpenCC("s2tw").convert)
    found = 0
    for pair in range(PAIRS):
        key = chance.randrange(LEAST, size + 1)
        text = writer.write(key)
        words = " ".join(part("".join(text.body), chance.choice((2, 3, 4)), chance) for _ in range(3))
        item = Disclosure.objects.filter(pk=key)
        found += matching(item, Query.read(scripts[pair % 3](words))).exists()
    return found


def times(calls: list[Callable[[], object]]) -> list[float]:
    """Milliseconds of each call, the second time it is made."""
    took = []
    for call in calls:
        call()
        begun = time.perf_counter()
        call()
        took.append((time.perf_counter() - begun) * 1000)
    return took


def report(sizes: list[int], tables: list[dict[str, list[float]]]) -> None:
    print(f"{'milliseconds, p50 / p95 of ' + str(ASKED):38}", *(f"{size:>17,}" for size in sizes), "growth of p50")
    for name in tables[0]:
        cells = [(statistics.median(table[name]), statistics.quantiles(table[name], n=20)[-1]) for table in tables]
        shown = (f"{p50:8.1f} /{p95:7.1f}" for p50, p95 in cells)
        print(f"{name:38}", *shown, f"{cells[-1][0] / cells[0][0]:7.1f}×")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "disclosure_portal.settings")
    django.setup()
    main([int(size) for size in sys.argv[1:]] or [1_000, 100_000, 1_000_000])
