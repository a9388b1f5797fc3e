"""Making a package: item after item, each batch kept, so that a worker that is killed loses one batch."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import translation

from apps.archive.bundle import Bundle
from apps.archive.contents import Record, put
from apps.archive.groups import put_groups
from apps.archive.orders import Order
from apps.archive.register import after, batch_of
from apps.archive.tables import put_tables
from apps.archive.telling import put_index, put_missing, put_sums, troubles_in
from apps.disclosures.models import Disclosure

BATCH = 5
"""Items after which what was written is made safe."""

Told = Callable[[int, int], object]
"""Is told how many items are written, and of how many."""


@dataclass(frozen=True)
class Made:
    """What lies in a finished package."""

    begun_at: datetime.datetime
    audiences: list[str]
    """What its person read by then."""
    items: int
    troubles: int
    """Files that are missing or altered."""
    shown_until: datetime.date | None
    """The last day on which all its items are shown."""


def pack(order: Order, path: Path, told: Told) -> Made:
    """Write the package of an order to `path`, in the portal's own language, or what is left of it to write.

    Raises BeingWritten while another process writes it, and OSError when the disk is full; nothing lies at `path`
    then. What else stops it leaves what is written, and the next call goes on there.
    """
    with translation.override(settings.LANGUAGE_CODE), Bundle(path, order.as_data) as bundle:
        if not still_holds(order, bundle):
            bundle.restart()
        for done in _put_items(order, bundle):
            told(done, order.items.count())
        tables = [*put_tables(order, bundle), *put_groups(order, bundle)]
        put_missing(tables, bundle)
        put_index(order, tables, bundle)
        put_sums(bundle)
        made = _described(bundle, tables)
        bundle.finish()
    return made


def still_holds(order: Order, bundle: Bundle) -> bool:
    """Whether each item that was packed before may still be read, and is as it was then."""
    count, last = 0, None
    for record in bundle.records():
        count, last = count + 1, record
    if last is None:
        return True
    packed = order.items.exclude(after(_place(last)))
    return packed.count() == count and not packed.filter(events__at__gte=bundle.begun_at).exists()


def _put_items(order: Order, bundle: Bundle) -> Iterator[int]:
    """Write the items that are not written yet, in the order of their numbers; how many are, batch by batch."""
    done, last = 0, None
    for record in bundle.records():
        done, last = done + 1, record
    yield done
    items = order.items.filter(after(_place(last))) if last else order.items
    while batch := batch_of(items, BATCH):
        records = [put(item.specific, order.person, bundle) for item in batch]
        bundle.keep(records)
        done += len(batch)
        yield done
        items = order.items.filter(after(batch[-1]))


def _place(record: Record) -> Disclosure:
    """Where an item that was packed stands among the numbers."""
    year, serial = record["number"].split("-")
    return Disclosure(register_year=int(year), register_serial=int(serial))


def _described(bundle: Bundle, tables: list[Record]) -> Made:
    count, days = 0, []
    for record in bundle.records():
        count += 1
        if record["shown_until"]:
            days.append(record["shown_until"])
    last = datetime.date.fromisoformat(min(days)) if days else None
    troubles = sum(1 for _trouble in troubles_in(bundle, tables))
    return Made(bundle.begun_at, bundle.order["audiences"], count, troubles, last)
