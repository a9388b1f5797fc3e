"""What somebody with a database prompt would do to duties, and how the database answers."""

from __future__ import annotations

import pytest

from apps.duties.models import Duty, Event, Placement
from tests.duties import at, calendar_of, duty, opened, posted
from tests.psql import psql, refused

pytestmark = pytest.mark.django_db(transaction=True)

EVENT = """
    INSERT INTO duties_event (duty_id, disclosure_id, name, actor_id, actor_name, actor_title, text, detail, at)
    VALUES (%s, %s, %s, %s, '', '', '', '{}', %s)
"""


@pytest.fixture
def owed(cast) -> Duty:
    from apps.catalogue.loading import load
    from apps.catalogue.models import Heading

    load(Heading)
    calendar_of(cast.school)
    opened(cast, at(2026, 3, 2))
    return duty("0905", "2026-03")


@pytest.mark.parametrize("column", ["heading_id = heading_id + 1", "key = '2030-01'", "rhythm = 'weekly'"])
def test_a_duty_stays_what_it_is(owed, column):
    with refused("stays what it is"):
        psql(f"UPDATE duties_duty SET {column} WHERE id = %s", owed.pk)


def test_a_day_is_not_moved_without_an_event(owed):
    with refused("without an event"):
        psql("UPDATE duties_duty SET due_on = due_on + 30 WHERE id = %s", owed.pk)


def test_a_day_that_has_passed_is_not_moved_even_with_one(cast, owed):
    with refused("has passed"):
        psql(EVENT, owed.pk, None, "move", cast.office.pk, at(2026, 4, 20))
        psql("UPDATE duties_duty SET due_on = '2026-12-31' WHERE id = %s", owed.pk)


def test_what_is_overdue_is_not_lifted(cast, owed):
    with refused("has passed"):
        psql(EVENT, owed.pk, None, "lift", cast.office.pk, at(2026, 4, 20))
        psql("UPDATE duties_duty SET lifted_at = now() WHERE id = %s", owed.pk)


def test_a_duty_is_never_deleted(owed):
    with refused("never deleted"):
        psql("DELETE FROM duties_duty WHERE id = %s", owed.pk)


def test_an_event_is_never_changed(owed):
    with refused("never changed"):
        psql("UPDATE duties_event SET name = 'x' WHERE duty_id = %s", owed.pk)


def test_one_person_moves_no_posted_item(cast, owed):
    item = posted(cast, "0905", at(2026, 4, 3))
    for name in ("propose_move", "confirm_move"):
        with refused("two people"):
            psql(EVENT, owed.pk, item.pk, "propose_move", cast.office.pk, at(2026, 4, 20))
            psql(EVENT, owed.pk, item.pk, name, cast.office.pk, at(2026, 4, 20))
            psql(
                "UPDATE duties_placement SET duty_id = %s, origin = 'moved' WHERE disclosure_id = %s", owed.pk, item.pk
            )


def test_a_placement_that_was_chosen_is_not_taken_away(cast, owed):
    item = posted(cast, "0905", at(2026, 4, 3))
    with refused("two people"):
        psql("UPDATE duties_placement SET origin = 'chosen' WHERE disclosure_id = %s", item.pk)


def test_an_item_changes_its_duty_in_the_open(cast, owed):
    item = posted(cast, "0905", at(2026, 4, 3))
    other = duty("0905", "2026-04")
    with refused("without an event"):
        psql("UPDATE duties_placement SET duty_id = %s WHERE disclosure_id = %s", other.pk, item.pk)


def test_the_first_day_of_the_duties_is_not_moved_forward(owed):
    with refused("only moves back"):
        psql("UPDATE duties_start SET \"on\" = '2030-01-01'")


def test_a_rhythm_is_not_chosen_for_days_that_are_over(cast, owed):
    with refused("days ahead"):
        psql(
            "INSERT INTO duties_choice"
            " (school_id, heading_id, rhythm, since, reason, chosen_by_id, chosen_as, chosen_at)"
            " VALUES (%s, %s, 'annual', '2020-01-01', 'x', %s, '', now())",
            owed.school_id, owed.heading_id, cast.office.pk,
        )  # fmt: skip


@pytest.mark.parametrize("table", ["duties_duty", "duties_event", "duties_placement"])
def test_the_tables_are_never_emptied(owed, table):
    with refused("never emptied"):
        psql("SET LOCAL disclosure.allow_truncate = 'off'")
        psql(f"TRUNCATE {table} CASCADE")


def test_nothing_of_this_happened(owed):
    assert (Placement.objects.count(), Event.objects.filter(name="move").count()) == (0, 0)
