"""The rules of the road as PostgreSQL triggers, so that no script and no psql can take a short cut.

Python asks first and explains in words; what is refused here was not asked. A refusal is an
`integrity_constraint_violation`, which Django reports as IntegrityError.
"""

from collections.abc import Iterable

import pgtrigger

from apps.disclosures.guards import Guard, listed, refuse
from apps.disclosures.states import CONTRIBUTIONS, OPINIONS, PAIRS

COURSE = (
    "version",
    "posted_at",
    "publicity_starts_on",
    "publicity_ends_at",
    "concluded_at",
    "outcome",
    "register_year",
    "register_serial",
    "withdrawn_at",
    "withdrawal_reason",
)
"""Columns that only a step changes. All others are text: a draft's may change, a submitted item's may not."""
NOT_NULL = ("version", "outcome", "withdrawal_reason")


def _differ(columns: Iterable[str]) -> str:
    names = list(columns)
    return "({}) IS DISTINCT FROM ({})".format(
        ", ".join(f"NEW.{name}" for name in names), ", ".join(f"OLD.{name}" for name in names)
    )


def _text(row: str) -> str:
    return f"to_jsonb({row}) - ARRAY[{listed(('state', *COURSE))}]"


# A step changes no text either: what is submitted is what the draft said.
FROZEN_TEXT = f"""
    IF (OLD.state, NEW.state) <> ('draft', 'draft') AND {_text("NEW")} IS DISTINCT FROM {_text("OLD")} THEN
        {refuse("disclosure % is frozen in state %", "OLD.id", "OLD.state")}
    END IF;
"""
NO_STEP_NO_COURSE = f"""
    IF NEW.state = OLD.state THEN
        IF {_differ(COURSE)} THEN
            {refuse("disclosure %: only a step changes its course", "OLD.id")}
        END IF;
        RETURN NEW;
    END IF;
"""
KNOWN_PAIR = f"""
    IF (OLD.state, NEW.state) NOT IN ({", ".join(f"({listed(pair)})" for pair in PAIRS)}) THEN
        {refuse("disclosure % cannot go from % to %", "OLD.id", "OLD.state", "NEW.state")}
    END IF;
"""
NEXT_VERSION = f"""
    IF NEW.version <> OLD.version + (NEW.state = 'in_review')::int THEN
        {refuse("disclosure %: each submission is the next version", "OLD.id")}
    END IF;
"""
ENDORSED_BY_MAJORITY = f"""
    IF NEW.state = 'approved' AND NOT (
        SELECT count(*) FILTER (WHERE name = 'endorse') >= 2
           AND count(*) FILTER (WHERE name = 'endorse') > count(*) FILTER (WHERE name = 'return')
        FROM disclosures_event WHERE disclosure_id = OLD.id AND version = OLD.version
    ) THEN
        {refuse("disclosure % is not endorsed by a majority of at least two", "OLD.id")}
    END IF;
"""
# The number is given here and nowhere else: the counter's row lock makes it gap-free under concurrency,
# and a posting that is rolled back gives its number back.
NUMBER_AT_POSTING = f"""
    IF NEW.state = 'posted' THEN
        NEW.register_year := date_part('year', NEW.posted_at AT TIME ZONE 'Asia/Shanghai');
        INSERT INTO disclosures_register AS register (year, last_serial) VALUES (NEW.register_year, 1)
            ON CONFLICT (year) DO UPDATE SET last_serial = register.last_serial + 1
            RETURNING last_serial INTO NEW.register_serial;
    ELSIF {_differ(("register_year", "register_serial", "posted_at", "publicity_starts_on", "publicity_ends_at"))} THEN
        {refuse("disclosure %: only posting gives a number and a period", "OLD.id")}
    END IF;
"""
ONLY_ITS_OWN_STEP = f"""
    IF NEW.state <> 'concluded' AND {_differ(("concluded_at", "outcome"))}
       OR NEW.state <> 'withdrawn' AND {_differ(("withdrawn_at", "withdrawal_reason"))} THEN
        {refuse("disclosure %: only its own step records an outcome or a withdrawal", "OLD.id")}
    END IF;
"""
CORRECTION_IS_POSTED = f"""
    IF NEW.state = 'superseded' AND NOT EXISTS (
        SELECT FROM disclosures_disclosure WHERE replaces_id = OLD.id AND state = 'posted'
    ) THEN
        {refuse("disclosure % has no posted correction", "OLD.id")}
    END IF;
"""
road = Guard(
    name="road",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    func=f"""
    {FROZEN_TEXT}
    {NO_STEP_NO_COURSE}
    {KNOWN_PAIR}
    {NEXT_VERSION}
    {ENDORSED_BY_MAJORITY}
    {NUMBER_AT_POSTING}
    {ONLY_ITS_OWN_STEP}
    {CORRECTION_IS_POSTED}
    RETURN NEW;
    """,
)
begins_as_draft = Guard(
    name="begins_as_draft",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    func=f"""
    IF NEW.state <> 'draft' OR NEW.version <> 0 OR NEW.outcome <> '' OR NEW.withdrawal_reason <> ''
       OR num_nonnulls({", ".join(f"NEW.{name}" for name in COURSE if name not in NOT_NULL)}) > 0 THEN
        {refuse("a disclosure begins as a draft")}
    END IF;
    RETURN NEW;
    """,
)

RECORDED = """
    IF NOT EXISTS (
        SELECT FROM disclosures_event WHERE disclosure_id = {key} AND transaction = txid_current() {also}
    ) THEN
        {refuse}
    END IF;
    RETURN NULL;
"""
step_is_recorded = Guard(
    name="step_is_recorded",
    operation=pgtrigger.Update,
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Condition("OLD.state IS DISTINCT FROM NEW.state"),
    func=RECORDED.format(
        key="NEW.id",
        also="AND from_state = OLD.state AND to_state = NEW.state",
        refuse=refuse("disclosure % took a step without an event", "NEW.id"),
    ),
)

two_people_withdraw = Guard(
    name="two_people_withdraw",
    operation=pgtrigger.Update,
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Condition("NEW.state = 'withdrawn' AND OLD.state <> 'withdrawn'"),
    func=f"""
    IF NOT EXISTS (
        SELECT FROM disclosures_event WHERE disclosure_id = NEW.id AND name = 'withdraw' AND actor_id <> (
            SELECT actor_id FROM disclosures_event WHERE disclosure_id = NEW.id AND name = 'propose_withdrawal'
            ORDER BY id DESC LIMIT 1
        )
    ) THEN
        {refuse("disclosure % is withdrawn by two people", "NEW.id")}
    END IF;
    RETURN NULL;
    """,
)


def text_is_recorded(key: str) -> Guard:
    """At commit, a written or deleted row must stand beside an event of the same transaction: who did it, and when."""
    item = f"COALESCE(NEW.{key}, OLD.{key})"
    return Guard(
        name="text_is_recorded",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        func=RECORDED.format(key=item, also="", refuse=refuse("disclosure % changed without an event", item)),
    )


def frozen_with_its_disclosure(key: str) -> Guard:
    """A row that belongs to a disclosure may be written only while that is a draft.

    The lock waits for a step that is being taken, so a line cannot slip in beside a submission; it excludes other
    writers too, because each of them goes on to count the revision, and two shared locks would wait for one another.
    """
    return Guard(
        name="frozen_with_its_disclosure",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        declare=[("item", "bigint"), ("its_state", "text")],
        func=f"""
        IF TG_OP = 'DELETE' THEN item := OLD.{key}; ELSE item := NEW.{key}; END IF;
        IF TG_OP = 'UPDATE' AND OLD.{key} <> NEW.{key} THEN
            {refuse("a row of disclosure % cannot move to another", f"OLD.{key}")}
        END IF;
        SELECT state INTO its_state FROM disclosures_disclosure WHERE id = item FOR NO KEY UPDATE;
        IF its_state IS DISTINCT FROM 'draft' THEN
            {refuse("disclosure % is frozen in state %", "item", "its_state")}
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
        """,
    )


never_changed = Guard(
    name="never_changed",
    operation=pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func=refuse("an event is never changed"),
)
# Test databases are emptied by TRUNCATE. Their connection says so, which any session could say; their name, none.
never_emptied = Guard(
    name="never_emptied",
    operation=pgtrigger.Truncate,
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    func=f"""
    IF NOT starts_with(current_database(), 'test_')
       OR current_setting('disclosure.allow_truncate', true) IS DISTINCT FROM 'on' THEN
        {refuse("% is never emptied", "TG_TABLE_NAME")}
    END IF;
    RETURN NULL;
    """,
)
by_somebody_now = Guard(
    name="by_somebody_now",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    func=f"""
    NEW.transaction := txid_current();
    IF NOT EXISTS (SELECT FROM accounts_user WHERE id = NEW.actor_id) THEN
        {refuse("an event is the deed of a known person")}
    END IF;
    RETURN NEW;
    """,
)
IN_THE_SUPERVISION_GROUP = """
    SELECT FROM disclosures_disclosure item
    JOIN organization_unit unit ON unit.id = item.unit_id
    LEFT JOIN organization_unit above ON above.id = unit.parent_id
    JOIN organization_membership seat ON seat.unit_id IN (unit.id, unit.parent_id, above.parent_id)
    WHERE item.id = NEW.disclosure_id AND seat.user_id = NEW.actor_id AND seat.role = 'supervision'
      AND (NEW.at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN seat.since AND COALESCE(seat.until, 'infinity')
"""
honest_opinion = Guard(
    name="honest_opinion",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition(f"NEW.name IN ({listed(OPINIONS)})"),
    func=f"""
    IF NEW.actor_id IS NULL OR NOT EXISTS (
        SELECT FROM disclosures_disclosure
        WHERE id = NEW.disclosure_id AND state = 'in_review' AND version = NEW.version
    ) THEN
        {refuse("an opinion is given by a person on the version in review")}
    END IF;
    IF NEW.name <> 'recuse' AND EXISTS (
        SELECT FROM disclosures_event
        WHERE disclosure_id = NEW.disclosure_id AND actor_id = NEW.actor_id AND name IN ({listed(CONTRIBUTIONS)})
    ) THEN
        {refuse("who wrote disclosure % gives no opinion on it", "NEW.disclosure_id")}
    END IF;
    IF NOT EXISTS ({IN_THE_SUPERVISION_GROUP}) THEN
        {refuse("an opinion is given by a member of the supervision group")}
    END IF;
    RETURN NEW;
    """,
)

written_by_posting = Guard(
    name="written_by_posting",
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func=f"""
    IF pg_trigger_depth() < 2 THEN
        {refuse("only a posting takes a number from the register")}
    END IF;
    RETURN NEW;
    """,
)

on_disclosure = [road, begins_as_draft, step_is_recorded, two_people_withdraw, text_is_recorded("id")]
on_kind = [frozen_with_its_disclosure("disclosure_ptr_id"), text_is_recorded("disclosure_ptr_id"), never_emptied]
on_part = [frozen_with_its_disclosure("disclosure_id"), text_is_recorded("disclosure_id"), never_emptied]
on_event = [never_changed, never_emptied, by_somebody_now, honest_opinion]
on_register = [written_by_posting, never_emptied]
