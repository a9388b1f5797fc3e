"""What PostgreSQL holds of the groups' records, so that no script and no psql rewrites what a group did."""

from __future__ import annotations

from collections.abc import Mapping

import pgtrigger

from apps.disclosures.guards import Guard, refuse
from apps.disclosures.triggers import never_emptied

STRUCK = ("struck_at", "struck_by_id", "struck_as", "struck_because")
CONFIRMED = ("confirmed_at", "confirmed_by_id", "confirmed_as")
QUESTIONS = 6
"""So many answers make a checklist; as many as checklists.Question has."""


def _sits(person: str, day: str) -> str:
    """Whether somebody has a seat in the supervision group of NEW's school; a day either way for the time zone."""
    return f"""EXISTS (
        SELECT FROM organization_membership WHERE user_id = {person} AND unit_id = NEW.school_id
           AND role = 'supervision' AND since <= {day}::date + 1 AND COALESCE(until, 'infinity') >= {day}::date - 1
    )"""


def stays_as_recorded(*later: str) -> Guard:
    """A record says for ever what it said; only the columns named `later` are filled, once."""
    return Guard(
        name="stays_as_recorded",
        operation=pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        func=f"""
    IF TG_OP = 'DELETE' THEN
        {refuse("% is never deleted", "TG_TABLE_NAME")}
    END IF;
    IF to_jsonb(NEW) - ARRAY{list(later)} IS DISTINCT FROM to_jsonb(OLD) - ARRAY{list(later)}
       OR OLD.struck_at IS NOT NULL THEN
        {refuse("% stays as it was recorded", "TG_TABLE_NAME")}
    END IF;
    RETURN NEW;
    """,
    )


def begins_in_force(day: str) -> Guard:
    """A record begins neither struck out nor about a day to come, and knows the transaction that wrote it."""
    return Guard(
        name="begins_in_force",
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        func=f"""
    IF NEW.struck_at IS NOT NULL OR NEW.{day} > NEW.recorded_at::date + 1 THEN
        {refuse("% is recorded when it has happened", "TG_TABLE_NAME")}
    END IF;
    NEW.transaction := txid_current();
    RETURN NEW;
    """,
    )


def comes_with(records: Mapping[str, str]) -> Guard:
    """A part is written together with its record (key column → table), never later."""
    written = " OR ".join(
        f"EXISTS (SELECT FROM {table} WHERE id = NEW.{key} AND transaction = txid_current())"
        for key, table in records.items()
    )
    return Guard(
        name="comes_with_its_record",
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        func=f"""
    IF NOT ({written}) THEN
        {refuse("% comes together with its record", "TG_TABLE_NAME")}
    END IF;
    RETURN NEW;
    """,
    )


never_changed = Guard(
    name="never_changed",
    operation=pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func=refuse("% is never changed", "TG_TABLE_NAME"),
)
answered_by_the_group = Guard(
    name="answered_by_the_group",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    func=f"""
    IF NEW.confirmed_at IS NOT NULL OR NOT {_sits("NEW.recorded_by_id", "NEW.recorded_at")} THEN
        {refuse("a checklist is answered by a member of the supervision group")}
    END IF;
    RETURN NEW;
    """,
)
two_people_close = Guard(
    name="two_people_close",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    func=f"""
    IF OLD.confirmed_at IS NOT NULL THEN
        {refuse("checklist % is closed", "OLD.id")}
    END IF;
    IF NEW.confirmed_at IS NOT NULL AND (
        NEW.confirmed_by_id = NEW.recorded_by_id OR NOT {_sits("NEW.confirmed_by_id", "NEW.confirmed_at")}
    ) THEN
        {refuse("checklist % is confirmed by a second member of the supervision group", "OLD.id")}
    END IF;
    IF NEW.confirmed_at IS NOT NULL AND (
        NEW.struck_at IS NOT NULL OR (SELECT count(*) FROM groupwork_answer WHERE checklist_id = NEW.id) <> {QUESTIONS}
    ) THEN
        {refuse("checklist % cannot be confirmed as it is", "OLD.id")}
    END IF;
    RETURN NEW;
    """,
)


def on_record(day: str) -> list[Guard]:
    return [stays_as_recorded(*STRUCK), begins_in_force(day), never_emptied]


def on_part(records: Mapping[str, str]) -> list[Guard]:
    return [comes_with(records), never_changed, never_emptied]


on_checklist = [
    stays_as_recorded(*STRUCK, *CONFIRMED), begins_in_force("month"), answered_by_the_group, two_people_close,
    never_emptied,
]  # fmt: skip
