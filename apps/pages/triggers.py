"""What PostgreSQL holds: a saved text is never changed, and what was shown to everybody stays on record."""

import pgtrigger

from apps.disclosures.guards import Guard
from apps.disclosures.triggers import never_emptied

REFUSED = "USING ERRCODE = 'integrity_constraint_violation';"

never_rewritten = Guard(
    name="never_rewritten",
    operation=pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func=f"RAISE EXCEPTION 'a saved text is never changed' {REFUSED}",
)
# Before its first day it was shown to nobody and may go; after its last day it is what happened.
kept = Guard(
    name="kept",
    operation=pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    declare=[("today", "date := (now() AT TIME ZONE 'Asia/Shanghai')::date")],
    func=f"""
    IF OLD.until < today OR TG_OP = 'DELETE' AND OLD.since <= today THEN
        RAISE EXCEPTION 'what was shown to everybody is kept' {REFUSED}
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
    """,
)

on_revision = [never_rewritten, never_emptied]
on_days = [kept, never_emptied]
