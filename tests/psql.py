"""What somebody with a database prompt would type, and how the database answers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.disclosures.models import Disclosure

COURSE = {
    "version": "version + 1",
    "posted_at": "now()",
    "publicity_starts_on": "current_date - 30",
    "publicity_ends_at": "now() + interval '90 days'",
    "concluded_at": "now()",
    "outcome": "'upheld'",
    "register_year": "1999",
    "register_serial": "77",
    "withdrawn_at": "now()",
    "withdrawal_reason": "'别的理由'",
}
"""Other values for the columns that only a step changes."""


def psql(statement: str, *values: Any) -> int:
    """Run a statement past every model; returns the number of rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def wait_until_somebody_waits(patience: float = 30) -> None:
    """Until another session waits for what this transaction holds; fails after so many seconds."""
    ended = time.monotonic() + patience
    while not psql("SELECT FROM pg_locks WHERE transactionid = pg_current_xact_id()::xid AND NOT granted"):
        assert time.monotonic() < ended, "nobody came to wait"


def change(item: Disclosure, assignments: str) -> int:
    """Set columns of the base row."""
    return psql(f"UPDATE disclosures_disclosure SET {assignments} WHERE id = %s", item.pk)


def tell(item: Disclosure, name: str, actor: User, **columns: Any) -> int:
    """Write an event by hand; without other columns, about the item as it is."""
    row = {
        "disclosure_id": item.pk,
        "name": name,
        "actor_id": actor.pk,
        "actor_name": actor.name,
        "actor_title": "",
        "from_state": item.state,
        "to_state": item.state,
        "version": item.version,
        "reason": "理由",
        "detail": "{}",
        "at": timezone.now(),
        **columns,
    }
    places = ", ".join(["%s"] * len(row))
    return psql(f"INSERT INTO disclosures_event ({', '.join(row)}) VALUES ({places})", *row.values())


@contextmanager
def refused(sentence: str) -> Iterator[None]:
    """The database refuses what is done inside, at once or at its commit, for this reason."""
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        yield
