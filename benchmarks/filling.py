"""Fills a throw-away database with items that say different things: base rows and their index cards, in bulk."""

from __future__ import annotations

import datetime
import io
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import repeat
from multiprocessing import get_context
from typing import Any

import psycopg2
from django.db import connection, transaction

from apps.disclosures.models import Disclosure
from apps.search.cards import card_of
from apps.search.models import Card
from benchmarks.grow import post_one_of_each
from benchmarks.texts import Writer

WORKERS, BATCH = 3, 5_000
BEGINNING, SECONDS = datetime.datetime(2023, 1, 1, tzinfo=datetime.UTC), 95
"""When the first item was posted, and how long after it the next: a million in three years."""
COLUMNS = ("disclosure_id", "text", "flat", "grams", "sections", "files")


def fill(size: int) -> None:
    """Add posted items until there are `size`; the key of each is the number of its text, the newest has the last."""
    if "bench" not in str(connection.settings_dict["NAME"]):
        sys.exit("Items are only written into a throw-away database with “bench” in its name.")
    if not Disclosure.objects.exists():
        post_originals()
    last = Disclosure.objects.latest("id").pk
    with without_index():
        starts = range(last + 1, size + 1, BATCH)
        ends = (min(start + BATCH, size + 1) for start in starts)
        params = connection.get_connection_params()
        connection.close()  # the workers must not inherit it
        with ProcessPoolExecutor(WORKERS, get_context("fork")) as pool:
            for done in pool.map(copy_cards, starts, ends, repeat(params)):
                print(f"\r{done:,} of {size:,}", end="", file=sys.stderr)
        copy_items(last)
    print(file=sys.stderr)


def post_originals() -> None:
    """One item of each kind to copy from, posted before all others and never found."""
    post_one_of_each()
    Card.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE disclosures_disclosure SET posted_at = %s", [BEGINNING])
        cursor.execute("SET session_replication_role = DEFAULT")


def copy_cards(start: int, end: int, params: dict[str, Any]) -> int:
    """Write the cards of the texts with these numbers, in a process and a connection of its own."""
    writer, rows = Writer(), io.StringIO()
    for number in range(start, end):
        card = card_of(number, posted_at(number), writer.write(number))
        rows.write("\t".join(map(escaped, (getattr(card, column) for column in COLUMNS))) + "\n")
    rows.seek(0)
    with psycopg2.connect(**params) as fresh, fresh.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # the items come after their cards
        cursor.copy_expert(f"COPY search_card ({', '.join(COLUMNS)}) FROM STDIN", rows)
    fresh.close()
    return end - 1


def posted_at(number: int) -> datetime.datetime:
    return BEGINNING + datetime.timedelta(seconds=SECONDS * number)


def escaped(value: object) -> str:
    """A value as COPY reads it."""
    text = f"{{{','.join(map(str, value))}}}" if isinstance(value, list) else str(value)
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


@contextmanager
def without_index() -> Iterator[None]:
    """Rows come faster when the index is made after them; then the tables are vacuumed and counted."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX card_grams")
        cursor.execute("ALTER TABLE search_card DROP CONSTRAINT search_card_pkey")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute("ALTER TABLE search_card ADD PRIMARY KEY (disclosure_id)")
        cursor.execute("CREATE INDEX card_grams ON search_card USING gin (grams) WITH (fastupdate = off)")
        cursor.execute("VACUUM ANALYZE")


@transaction.atomic
def copy_items(last: int) -> None:
    """A base row for each card after the last key, of every kind and audience in turn, with the title of its card."""
    columns = [
        field.column
        for field in Disclosure._meta.concrete_fields
        if field.column not in ("id", "title", "posted_at", "audience", "register_year", "register_serial")
    ]
    originals = list(Disclosure.objects.order_by("id").values_list("id", flat=True)[: len(Disclosure.kinds())])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            f"""
            INSERT INTO disclosures_disclosure (id, title, posted_at, audience, register_year, register_serial,
                {", ".join(columns)})
            SELECT card.disclosure_id, split_part(card.text, E'\n', 1),
                %s::timestamptz + make_interval(secs => %s * card.disclosure_id::int),
                CASE card.disclosure_id %% 10 WHEN 0 THEN 'staff' WHEN 1 THEN 'parents' ELSE 'public' END,
                2000, card.disclosure_id, {", ".join(f"original.{column}" for column in columns)}
            FROM search_card card JOIN disclosures_disclosure original
                ON original.id = (%s::bigint[])[1 + card.disclosure_id %% %s]
            WHERE card.disclosure_id > %s ORDER BY card.disclosure_id
            """,
            [BEGINNING, SECONDS, originals, len(originals), last],
        )
