"""The rules of duties as PostgreSQL triggers (see apps/disclosures/triggers.py)."""

from __future__ import annotations

import pgtrigger

from apps.disclosures.guards import Guard, refuse
from apps.disclosures.triggers import by_somebody_now, never_changed, never_emptied

IDENTITY = ("heading_id", "unit_id", "school_id", "key", "rhythm", "occurrence_id", "opened_at")
"""What makes a duty this duty."""


def _columns(row: str) -> str:
    return ", ".join(f"{row}.{name}" for name in IDENTITY)


stays_what_it_is = Guard(
    name="stays_what_it_is",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition(f"ROW({_columns('NEW')}) IS DISTINCT FROM ROW({_columns('OLD')})"),
    func=refuse("duty % stays what it is", "OLD.id"),
)
# The event says when it was done; a day that had passed by then is not given to anybody.
passed_days_stay = Guard(
    name="passed_days_stay",
    operation=pgtrigger.Update,
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Condition(
        "ROW(OLD.due_on, OLD.lifted_at IS NULL) IS DISTINCT FROM ROW(NEW.due_on, NEW.lifted_at IS NULL)"
    ),
    func=f"""
    IF OLD.due_on < (
        SELECT (max(at) AT TIME ZONE 'Asia/Shanghai')::date FROM duties_event
        WHERE duty_id = NEW.id AND transaction = txid_current()
    ) THEN
        {refuse("the day of duty % has passed and is not changed", "OLD.id")}
    END IF;
    RETURN NULL;
    """,
)
is_recorded = Guard(
    name="is_recorded",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    func=f"""
    IF NOT EXISTS (SELECT FROM duties_event WHERE duty_id = NEW.id AND transaction = txid_current()) THEN
        {refuse("duty % changed without an event", "NEW.id")}
    END IF;
    RETURN NULL;
    """,
)
never_deleted = Guard(
    name="never_deleted",
    operation=pgtrigger.Delete,
    when=pgtrigger.Before,
    func=refuse("duty % is never deleted", "OLD.id"),
)

placement_is_recorded = Guard(
    name="is_recorded",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    declare=[("item", "bigint")],
    func=f"""
    IF TG_OP = 'DELETE' THEN item := OLD.disclosure_id; ELSE item := NEW.disclosure_id; END IF;
    IF NOT EXISTS (SELECT FROM duties_event WHERE disclosure_id = item AND transaction = txid_current()) THEN
        {refuse("item % changed its duty without an event", "item")}
    END IF;
    RETURN NULL;
    """,
)
# Dates speak for an item until somebody does; once it has left the desk of its drafter, only two people can.
placed_by_two_people = Guard(
    name="placed_by_two_people",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    declare=[("item", "bigint"), ("its_state", "text")],
    func=f"""
    IF TG_OP = 'DELETE' THEN item := OLD.disclosure_id; ELSE item := NEW.disclosure_id; END IF;
    IF TG_OP = 'UPDATE' AND NEW.disclosure_id <> OLD.disclosure_id THEN
        {refuse("a placement of item % cannot move to another item", "OLD.disclosure_id")}
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.purpose <> OLD.purpose OR TG_OP <> 'DELETE' AND NEW.origin = 'chosen' AND EXISTS (
        SELECT FROM disclosures_disclosure WHERE id = item AND replaces_id IS NOT NULL
    ) THEN
        {refuse("item % keeps its purpose, and a correction the duty of its first text", "item")}
    END IF;
    SELECT state INTO its_state FROM disclosures_disclosure WHERE id = item;
    IF its_state = 'draft' OR (
        (TG_OP = 'INSERT' OR OLD.origin = 'derived') AND (TG_OP = 'DELETE' OR NEW.origin = 'derived')
    ) THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR NEW.origin <> 'moved' OR NOT EXISTS (
        SELECT FROM duties_event confirmed WHERE confirmed.transaction = txid_current()
           AND confirmed.name = 'confirm_move'
           AND confirmed.disclosure_id IN (
               SELECT item UNION SELECT disclosure_id FROM duties_placement WHERE root_id = NEW.root_id
           )
           AND confirmed.actor_id <> (
               SELECT actor_id FROM duties_event
               WHERE name = 'propose_move' AND disclosure_id = confirmed.disclosure_id ORDER BY id DESC LIMIT 1
           )
    ) THEN
        {refuse("it takes two people to move item % to another duty", "item")}
    END IF;
    RETURN NEW;
    """,
)
start_only_moves_back = Guard(
    name="start_only_moves_back",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.on > OLD.on OR NEW.school_id <> OLD.school_id"),
    func=refuse("the first day of the duties of school % only moves back", "OLD.school_id"),
)
chosen_ahead = Guard(
    name="chosen_ahead",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.since <= (NEW.chosen_at AT TIME ZONE 'Asia/Shanghai')::date"),
    func=refuse("a rhythm is chosen for the days ahead"),
)


def _only_ends(name: str, *columns: str) -> Guard:
    """Of a dated row only the end changes, to an earlier day, or it is struck out, once."""
    before, after = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    end = "COALESCE({}.until, 'infinity')"
    return Guard(
        name="only_its_end_changes",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.Condition(
            f"ROW({after}) IS DISTINCT FROM ROW({before}) OR OLD.struck_at IS NOT NULL"
            f" OR {end.format('NEW')} > {end.format('OLD')}"
        ),
        func=refuse(f"{name} % only ends", "OLD.id"),
    )


responsibility_stays = _only_ends("responsibility", "heading_id", "unit_id", "part", "person_id", "since")
stand_in_stays = _only_ends("stand-in", "person_id", "stand_in_id", "since", "reason")
never_vanishes = Guard(
    name="never_deleted",
    operation=pgtrigger.Delete,
    when=pgtrigger.Before,
    func=refuse("% is ended, never deleted", "TG_TABLE_NAME"),
)

on_dated = [never_vanishes, never_emptied]
on_duty = [stays_what_it_is, passed_days_stay, is_recorded, never_deleted, never_emptied]
on_placement = [placement_is_recorded, placed_by_two_people, never_emptied]
on_event = [never_changed, by_somebody_now, never_emptied]
