"""Many posted items at once, and a reader without an account."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import Client
from django.utils import timezone

from apps.disclosures.factories import HeadingFactory
from apps.disclosures.models import Disclosure, Event, Register
from apps.disclosures.states import State
from tests.cast import Cast
from tests.visiting import ENGLISH, visiting


def browser(cast: Cast, reader: str) -> Client:
    """A browser in English: of a person of the cast, or of nobody."""
    return Client(headers=ENGLISH) if reader == "anonymous" else visiting(getattr(cast, reader))


def base_rows(cast: Cast, count: int, **fields: Any) -> list[Disclosure]:
    """Posted base rows a minute apart, the first the newest: a list reads no more than these."""
    now, heading, year = timezone.now(), HeadingFactory(), fields.pop("register_year", timezone.localdate().year)
    given = Disclosure.objects.filter(register_year=year).count()
    rows = [
        Disclosure(
            **{
                "kind": Disclosure.kinds()[0]._meta.app_label,
                "school": cast.school,
                "unit": cast.department,
                "heading": heading,
                "title": f"旧事{given + number:03d}",
                "audience": "public",
                "drafter": cast.clerk,
                "state": State.POSTED,
                "posted_at": now - datetime.timedelta(minutes=number),
                "register_year": year,
                "register_serial": given + number,
                **fields,
            }
        )
        for number in range(1, count + 1)
    ]
    with without_guards():
        Register.objects.update_or_create(year=year, defaults={"last_serial": given + count})
        Disclosure.objects.bulk_create(rows)
    Event.objects.bulk_create(_written(row, cast) for row in rows)
    return rows


@contextmanager
def without_guards() -> Iterator[None]:
    """Triggers off, as only the owner of the database may."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield
        cursor.execute("SET session_replication_role = DEFAULT")


def _written(row: Disclosure, cast: Cast) -> Event:
    """Even such a row does not stand without the event of its writing."""
    return Event(disclosure=row, name="draft", actor=cast.clerk, from_state="draft", to_state="draft", version=0)
