"""Many posted items in a throw-away database.

One item of each kind walks the real road; the rest are copies of it, with their child rows, lines and events,
spread evenly over three years. Copies are written with triggers off, which only the owner of a database may do;
the name of the database must contain "bench".
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

from django.db import connection, models, transaction

from apps.disclosures.factories import DepartmentFactory, DisclosureFactory, MembershipFactory
from apps.disclosures.models import Attachment, Disclosure, Event
from apps.disclosures.workflow import take

SPAN_DAYS = 3 * 365
OF_THE_FIRST_KIND = 4
"""Copies of the first kind for each copy of another: notices are what a board has most of."""


def grow(size: int) -> None:
    """Add posted items until there are `size`."""
    if "bench" not in str(connection.settings_dict["NAME"]):
        sys.exit("Items are only copied into a throw-away database with “bench” in its name.")
    kinds = Disclosure.kinds()
    originals = list(Disclosure.objects.on_board().order_by("id")[: len(kinds)]) or post_one_of_each()
    copy(originals[:1] * OF_THE_FIRST_KIND + originals[1:], size - Disclosure.objects.on_board().count())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@transaction.atomic
def post_one_of_each() -> list[Disclosure]:
    """One posted item of each kind, by the people and steps of a real school."""
    department = DepartmentFactory()
    school = department.parent
    chair, office = (MembershipFactory(unit=school, role=role).user for role in ("leadership", "office"))
    members = [MembershipFactory(unit=school, role="supervision").user for _ in range(3)]
    posted = []
    for kind in Disclosure.kinds():
        factories = import_module(f"{kind.__module__.rpartition('.')[0]}.factories")
        factory = next(
            value
            for value in vars(factories).values()
            if isinstance(value, type) and issubclass(value, DisclosureFactory) and value._meta.model is kind
        )
        item = factory(unit=department)
        take("submit", item, actor=chair)
        for member in members[:2]:
            take("endorse", item, actor=member)
        posted.append(take("post", item, actor=office))
    return posted


@transaction.atomic
def copy(originals: list[Disclosure], count: int) -> None:
    """Copy the originals in turn until there are `count` more items."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT max(id) FROM disclosures_disclosure")
        last = cursor.fetchone()[0]
        cursor.execute(
            """
            CREATE TEMP TABLE fresh ON COMMIT DROP AS
            SELECT %s + n AS id, (%s::bigint[])[1 + n %% %s] AS original,
                   now() - make_interval(secs => n * %s) AS posted_at,
                   (ARRAY['public','public','public','public','public','public','public','public','parents','staff'])
                   [1 + n / %s %% 10] AS audience
            FROM generate_series(1, %s) AS n
            """,
            [
                last,
                [item.pk for item in originals],
                len(originals),
                SPAN_DAYS * 86400 / count,
                len(originals),
                count,
            ],
        )
        _copy_envelopes(cursor, Disclosure)
        for kind in Disclosure.kinds():
            _copy_rows(cursor, kind, key="disclosure_ptr_id")
            for line in kind.line_models():
                _copy_rows(cursor, line, key="disclosure_id")
        for model in (Attachment, Event):
            _copy_rows(cursor, model, key="disclosure_id")
        cursor.execute("SELECT setval('disclosures_disclosure_id_seq', (SELECT max(id) FROM disclosures_disclosure))")
        cursor.execute(
            """
            INSERT INTO disclosures_register (year, last_serial)
            SELECT register_year, max(register_serial) FROM disclosures_disclosure
            WHERE register_year IS NOT NULL GROUP BY 1
            ON CONFLICT (year) DO UPDATE SET last_serial = EXCLUDED.last_serial
            """
        )


def _columns(model: type[models.Model], without: set[str]) -> str:
    return ", ".join(field.column for field in model._meta.local_concrete_fields if field.column not in without)


def _copy_envelopes(cursor: Any, model: type[models.Model]) -> None:
    number_and_period = {"register_year", "register_serial", "publicity_starts_on", "publicity_ends_at"}
    columns = _columns(model, {"id", "posted_at", "audience", *number_and_period})
    cursor.execute(
        f"""
        INSERT INTO disclosures_disclosure (id, posted_at, audience, register_year, register_serial,
            publicity_starts_on, publicity_ends_at, {columns})
        SELECT fresh.id, fresh.posted_at, fresh.audience, date_part('year', fresh.posted_at),
            coalesce(taken.last_serial, 0) + row_number() OVER (
                PARTITION BY date_part('year', fresh.posted_at) ORDER BY fresh.posted_at),
            CASE WHEN original.publicity_days IS NOT NULL THEN fresh.posted_at::date + 1 END,
            CASE WHEN original.publicity_days IS NOT NULL THEN fresh.posted_at + interval '7 days' END,
            {", ".join(f"original.{column}" for column in columns.split(", "))}
        FROM fresh JOIN disclosures_disclosure original ON original.id = fresh.original
        LEFT JOIN disclosures_register taken ON taken.year = date_part('year', fresh.posted_at)
        """
    )


def _copy_rows(cursor: Any, model: type[models.Model], key: str) -> None:
    columns = _columns(model, {"id", key})
    listed = "".join(f", {column}" for column in columns.split(", ") if column)
    chosen = "".join(f", original.{column}" for column in columns.split(", ") if column)
    cursor.execute(
        f"""
        INSERT INTO {model._meta.db_table} ({key}{listed})
        SELECT fresh.id{chosen} FROM fresh JOIN {model._meta.db_table} original ON original.{key} = fresh.original
        """
    )
