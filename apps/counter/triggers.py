"""What PostgreSQL holds of the pauses: who closed the public forms, when and why is never rewritten."""

import pgtrigger

from apps.disclosures.guards import Guard, refuse

ENDING = ("ended_at", "ended_by_id")
"""What is added to a pause once, when somebody ends it."""


stays_as_set = Guard(
    name="stays_as_set",
    operation=pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func=f"""
    IF TG_OP = 'DELETE' THEN
        {refuse("pause % is never deleted", "OLD.id")}
    END IF;
    IF to_jsonb(NEW) - ARRAY{list(ENDING)} IS DISTINCT FROM to_jsonb(OLD) - ARRAY{list(ENDING)}
       OR OLD.ended_at IS NOT NULL THEN
        {refuse("pause % stays as it was set", "OLD.id")}
    END IF;
    RETURN NEW;
    """,
)
