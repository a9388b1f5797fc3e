"""Fills a throw-away database with the schools of a bureau: three school years of duties, and items for most of them.

Duties are opened by the portal's own function, since that is what is measured; items are copies of one that walked the
real road, written with triggers off, which only the owner of a database may do.
"""

from __future__ import annotations

import datetime
import sys
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from apps.calendars.filling import fill
from apps.calendars.models import SchoolYear, Term, Vacation
from apps.calendars.school_years import usual_year
from apps.disclosures.factories import MembershipFactory, SchoolFactory
from apps.disclosures.models import Disclosure, Event
from apps.duties.models import Placement
from apps.organization.models import Role, Unit
from benchmarks.grow import _columns, _copy_rows, post_one_of_each

YEARS = 3
HELD = "mod(duty.id, 10) <> 0"
"""Nine duties of ten have an item."""
LATE = "CASE WHEN mod(duty.id, 20) = 1 THEN 3 ELSE -1 END"
"""Days after its last day on which the item of a duty was posted: one of twenty is late."""


def found_bureau() -> None:
    """The holidays, and a bureau with its inspector; one item of each kind, to copy from, in a school beside it."""
    if "bench" not in str(connection.settings_dict["NAME"]):
        sys.exit("Schools are only made in a throw-away database with “bench” in its name.")
    this = timezone.localdate().year
    for year in range(this - YEARS, this + 1):
        fill(year)
    post_one_of_each()
    bureau = Unit.objects.create(name="区教育局", level=Unit.Level.BUREAU)
    MembershipFactory(unit=bureau, role=Role.INSPECTOR)


def add_schools(count: int) -> list[Unit]:
    """So many more schools, each with its office and a calendar of its own."""
    bureau = Unit.objects.get(level=Unit.Level.BUREAU)
    made = [SchoolFactory(parent=bureau) for _number in range(count)]
    for school in made:
        MembershipFactory(unit=school, role=Role.OFFICE)
        give_calendar(school)
    return made


def first_day() -> datetime.date:
    """The first day of the school years that are counted."""
    first, _last = usual_year(timezone.localdate())
    return first.replace(year=first.year - YEARS + 1)


def give_calendar(school: Unit) -> None:
    """Three school years of two terms, each of which ends with its vacation; in bulk, so that nothing follows yet."""
    years, terms, vacations = [], [], []
    for year in range(first_day().year, first_day().year + YEARS):
        name = f"{year}—{year + 1}学年"
        turn = datetime.date(year + 1, 2, 15)
        last = datetime.date(year + 1, 8, 31)
        years.append(_span(SchoolYear, school, name, datetime.date(year, 9, 1), last))
        terms.append(_span(Term, school, f"{name}第一学期", datetime.date(year, 9, 1), turn))
        terms.append(_span(Term, school, f"{name}第二学期", turn + datetime.timedelta(days=1), last))
        vacations.append(_span(Vacation, school, "寒假", datetime.date(year + 1, 1, 20), turn))
        vacations.append(_span(Vacation, school, "暑假", datetime.date(year + 1, 7, 5), last))
    SchoolYear.objects.bulk_create(years)
    Term.objects.bulk_create(terms)
    Vacation.objects.bulk_create(vacations)


def _span(model: Any, school: Unit, name: str, first: datetime.date, last: datetime.date) -> Any:
    return model(school=school, name=name, starts_on=first, ends_on=last)


@transaction.atomic
def post_items() -> int:
    """An item for nine of ten duties whose day is over and that have none; how many."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        count = _choose_duties(cursor)
        _copy_envelopes(cursor)
        original = Disclosure.objects.order_by("id").first()
        assert original is not None
        _copy_rows(cursor, type(original.specific), key="disclosure_ptr_id")
        _copy_rows(cursor, Event, key="disclosure_id")
        cursor.execute(
            f"INSERT INTO {Placement._meta.db_table} (disclosure_id, duty_id, purpose, origin)"
            " SELECT id, duty, 'fulfils', 'derived' FROM fresh"
        )
        cursor.execute("SELECT setval('disclosures_disclosure_id_seq', (SELECT max(id) FROM disclosures_disclosure))")
    return count


def _choose_duties(cursor: Any) -> int:
    cursor.execute(
        f"""
        CREATE TEMP TABLE fresh ON COMMIT DROP AS
        SELECT (SELECT max(id) FROM disclosures_disclosure) + row_number() OVER () AS id,
            (SELECT min(id) FROM disclosures_disclosure) AS original, duty.id AS duty, duty.heading_id,
            duty.unit_id, duty.school_id, heading.audience,
            (duty.due_on + {LATE} + time '10:00') AT TIME ZONE 'Asia/Shanghai' AS posted_at
        FROM duties_duty duty JOIN catalogue_heading heading ON heading.id = duty.heading_id
        WHERE {HELD} AND duty.due_on < %s
            AND NOT EXISTS (SELECT FROM duties_placement placed WHERE placed.duty_id = duty.id)
        """,
        [timezone.localdate()],
    )
    return cursor.rowcount


def _copy_envelopes(cursor: Any) -> None:
    own = {"id", "heading_id", "unit_id", "school_id", "audience", "posted_at"}
    columns = _columns(Disclosure, {*own, "register_year", "register_serial"})
    cursor.execute(
        f"""
        INSERT INTO disclosures_disclosure ({", ".join(sorted(own))}, register_year, register_serial, {columns})
        SELECT {", ".join(f"fresh.{column}" for column in sorted(own))}, 2000, fresh.id,
            {", ".join(f"original.{column}" for column in columns.split(", "))}
        FROM fresh JOIN disclosures_disclosure original ON original.id = fresh.original
        """
    )
