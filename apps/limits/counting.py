"""How often is too often: one row a key in PostgreSQL, so that all processes count together."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from apps.limits.models import Window

# The row lock of an upsert makes two processes at once count one after the other.
COUNT = """
INSERT INTO limits_window AS known (key, count, ends_at) VALUES (%(key)s, 1, %(ends_at)s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN known.ends_at <= %(now)s THEN 1 ELSE least(known.count, %(limit)s) + 1 END,
    ends_at = CASE WHEN known.ends_at <= %(now)s THEN excluded.ends_at ELSE known.ends_at END
RETURNING count, ends_at
"""
# Whoever opens a window takes away a few that are over: the table never grows beyond those who came lately.
FORGET = """
DELETE FROM limits_window WHERE key IN (
    SELECT key FROM limits_window WHERE ends_at <= %(now)s AND key <> %(key)s LIMIT 10 FOR UPDATE SKIP LOCKED
)
"""


@dataclass(frozen=True)
class Allowance:
    """What is left to a key: `remaining` of `limit` for another `seconds`."""

    is_allowed: bool
    limit: int
    remaining: int
    seconds: int


def allow(key: str, limit: int, window: datetime.timedelta) -> Allowance:
    """Count one more of `key`, and say whether it is among the first `limit` since its window opened.

    A window opens with the first and lasts `window`, whatever comes after. The key says what is counted and of whom
    ("sign-in 203.0.113.9"); only a hash of it is stored. Call it outside a transaction: the others who count the
    same key wait until it ends. Raises nothing but what the database raises.
    """
    now = timezone.now()
    values = {"key": _hashed(key), "limit": limit, "now": now, "ends_at": now + window}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        count, ends_at = cursor.fetchone()
        if count == 1:
            cursor.execute(FORGET, values)
    return Allowance(count <= limit, limit, max(0, limit - count), math.ceil((ends_at - now).total_seconds()))


def is_used_up(key: str, limit: int) -> bool:
    """Whether the window of this key that is running had more than `limit`; counts nothing."""
    return Window.objects.filter(key=_hashed(key), ends_at__gt=timezone.now(), count__gt=limit).exists()


def _hashed(key: str) -> str:
    """With the secret of the portal: there are too few addresses for a bare hash to hide one."""
    return salted_hmac("apps.limits", key, algorithm="sha256").hexdigest()
