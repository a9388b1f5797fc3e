"""The rules of a case as PostgreSQL triggers (see apps/disclosures/triggers.py)."""

from __future__ import annotations

import pgtrigger

from apps.cases.states import OPEN, PAIRS
from apps.cases.types import GRAVITY
from apps.disclosures.guards import Guard, listed, refuse
from apps.disclosures.triggers import never_emptied

TEXT = (
    "code", "secret", "form_token", "type", "channel", "school_id", "disclosure_id", "text", "is_anonymous", "is_late",
    "received_at", "opening_id",
)  # fmt: skip
"""What was said is never changed."""


road = Guard(
    name="road",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    func=f"""
    IF ({", ".join(f"NEW.{name}" for name in TEXT)}) IS DISTINCT FROM ({", ".join(f"OLD.{name}" for name in TEXT)}) THEN
        {refuse("what case % says is never changed", "OLD.id")}
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        {", ".join(f"('{first}', '{second}')" for first, second in PAIRS)}
    ) THEN
        {refuse("case % cannot go from % to %", "OLD.id", "OLD.state", "NEW.state")}
    END IF;
    RETURN NEW;
    """,
)
begins_as_received = Guard(
    name="begins_as_received",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.state <> 'received' OR NEW.finding <> '' OR NEW.refusal <> ''"),
    func=refuse("a case begins as received"),
)
step_is_recorded = Guard(
    name="step_is_recorded",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    func=f"""
    IF NOT EXISTS (
        SELECT FROM cases_event WHERE case_id = NEW.id AND transaction = txid_current() AND to_state = NEW.state
    ) THEN
        {refuse("case % changed without an event", "NEW.id")}
    END IF;
    RETURN NULL;
    """,
)
two_people_reply = Guard(
    name="two_people_reply",
    operation=pgtrigger.Update,
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Condition("NEW.state = 'replied' AND OLD.state <> 'replied'"),
    func=f"""
    IF NOT EXISTS (
        SELECT FROM cases_event checked WHERE checked.case_id = NEW.id AND checked.transaction = txid_current()
           AND checked.name = 'send_reply' AND checked.actor_id <> (
               SELECT drafted_by_id FROM cases_reply WHERE case_id = NEW.id ORDER BY id DESC LIMIT 1
           )
    ) THEN
        {refuse("the reply to case % is checked by a second person", "NEW.id")}
    END IF;
    RETURN NULL;
    """,
)
never_deleted = Guard(
    name="never_deleted",
    operation=pgtrigger.Delete,
    when=pgtrigger.Before,
    func=refuse("a case is never deleted"),
)
never_changed = Guard(
    name="never_changed",
    operation=pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func=refuse("% is never changed", "TG_TABLE_NAME"),
)
by_this_transaction = Guard(
    name="by_this_transaction",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    func="NEW.transaction := txid_current(); RETURN NEW;",
)

answered_for_an_item_in_force = Guard(
    name="objection_has_a_running_item",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.type = 'objection'"),
    func=f"""
    IF NEW.state IN ({listed(OPEN)}) AND (TG_OP = 'INSERT' OR OLD.state NOT IN ({listed(OPEN)})) THEN
        -- The row lock makes whoever concludes the item wait for this, and look again.
        PERFORM FROM disclosures_disclosure WHERE id = NEW.disclosure_id
            AND (state = 'posted' OR TG_OP = 'UPDATE' AND state IN ('withdrawn', 'superseded')) FOR SHARE;
        IF NOT FOUND THEN
            {refuse("disclosure % is not in publicity", "NEW.disclosure_id")}
        END IF;
    END IF;
    RETURN NEW;
    """,
)
handled_by_another = Guard(
    name="handled_by_another",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Condition("NEW.handler_id IS NOT NULL"),
    func=f"""
    -- As it stands when the transaction ends: a handler who is named in it is taken away in it.
    IF EXISTS (
        SELECT FROM cases_case handled JOIN cases_case_about named ON named.case_id = handled.id
         WHERE handled.id = NEW.id AND named.user_id = handled.handler_id
    ) THEN
        {refuse("nobody handles case % that is about them", "NEW.id")}
    END IF;
    RETURN NULL;
    """,
)
concern_is_only_raised = Guard(
    name="concern_is_only_raised",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.concern <> OLD.concern"),
    func=f"""
    IF array_position(ARRAY[{listed(GRAVITY)}], NEW.concern::text)
       < array_position(ARRAY[{listed(GRAVITY)}], OLD.concern::text) THEN
        {refuse("case % is not made less grave", "OLD.id")}
    END IF;
    RETURN NEW;
    """,
)
two_people_hide = Guard(
    name="two_people_hide",
    operation=pgtrigger.Update,
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Condition("NEW.hidden_for <> OLD.hidden_for"),
    func=f"""
    IF NOT EXISTS (
        SELECT FROM cases_event hidden WHERE hidden.case_id = NEW.id AND hidden.transaction = txid_current()
           AND hidden.name = 'hide' AND hidden.actor_id <> (
               SELECT actor_id FROM cases_event WHERE case_id = NEW.id AND name = 'propose_hiding'
               ORDER BY id DESC LIMIT 1
           )
    ) THEN
        {refuse("hiding case % takes two people", "NEW.id")}
    END IF;
    RETURN NULL;
    """,
)

two_people_open = Guard(
    name="two_people_open",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.name = 'open_identity'"),
    func=f"""
    IF NEW.actor_id IS NULL OR NEW.actor_id IS NOT DISTINCT FROM (
        SELECT actor_id FROM cases_event WHERE case_id = NEW.case_id AND name = 'ask_identity' ORDER BY id DESC LIMIT 1
    ) OR NOT EXISTS (SELECT FROM cases_event WHERE case_id = NEW.case_id AND name = 'ask_identity') THEN
        {refuse("opening who wrote case % takes two people", "NEW.case_id")}
    END IF;
    RETURN NEW;
    """,
)

on_case = [
    road, begins_as_received, step_is_recorded, two_people_reply, never_deleted, never_emptied,
    answered_for_an_item_in_force, handled_by_another, concern_is_only_raised, two_people_hide,
]  # fmt: skip
on_kept = [never_changed, never_emptied]
on_event = [never_changed, by_this_transaction, two_people_open, never_emptied]
