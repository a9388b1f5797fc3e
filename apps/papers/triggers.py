"""What PostgreSQL holds of the postings, so that no script and no psql rewrites what hung where."""

import pgtrigger

from apps.disclosures.guards import Guard, refuse
from apps.disclosures.states import READABLE

LATER = ("taken_down_at", "struck_at", "struck_because")
"""What may be added to a posting once, after it was recorded."""


stays_as_recorded = Guard(
    name="stays_as_recorded",
    operation=pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func=f"""
    IF TG_OP = 'DELETE' THEN
        {refuse("posting % is never deleted", "OLD.id")}
    END IF;
    IF to_jsonb(NEW) - ARRAY{list(LATER)} IS DISTINCT FROM to_jsonb(OLD) - ARRAY{list(LATER)}
       OR OLD.struck_at IS NOT NULL
       OR OLD.taken_down_at IS NOT NULL AND NEW.taken_down_at IS DISTINCT FROM OLD.taken_down_at THEN
        {refuse("posting % stays as it was recorded", "OLD.id")}
    END IF;
    RETURN NEW;
    """,
)
hung_after_it_was_posted = Guard(
    name="hung_after_it_was_posted",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    func=f"""
    IF NOT EXISTS (
        SELECT FROM disclosures_disclosure
        WHERE id = NEW.disclosure_id AND state = ANY(ARRAY{[str(state) for state in READABLE]})
          AND date_trunc('minute', posted_at) <= NEW.hung_at
    ) THEN
        RAISE EXCEPTION 'a disclosure is hung after it was posted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
    """,
)
