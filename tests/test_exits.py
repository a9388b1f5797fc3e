"""Exits × states × readers: a secret planted in every part of an item is seen exactly where its reader may read it.

EXITS_TABLE=table.md pytest tests/test_exits.py   writes down what was seen.
"""

from __future__ import annotations

import datetime
import io
import os
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook

from apps.disclosures.attachments import TYPES
from apps.disclosures.factories import AttachmentFactory
from apps.disclosures.models import Disclosure
from apps.disclosures.recording import record_writing
from apps.disclosures.states import READABLE, State
from apps.duties.models import Duty
from apps.duties.placing import choose
from apps.duties.rhythms import Rhythm
from apps.kinds.fees.factories import FeeScheduleFactory
from apps.kinds.personnel.factories import PersonnelChangeFactory
from tests.cast import Cast, draft, walk
from tests.exits import BAIT, EXITS, SECRETS, Exit, seen_by
from tests.replying import about
from tests.test_audience_table import READS, readers

READERS = (
    "anonymous", "stranger", "parent", "teacher", "clerk", "member", "inspector", "other_teacher", "former_teacher",
    "superuser",
)  # fmt: skip
AT_WORK = {"clerk", "member", "inspector"}
"""They see an item that they work on before it is posted."""

PHRASES = {part: f"{BAIT}{secret}" for part, secret in SECRETS.items()}
KINDS: dict[str, Any] = {
    "fees": (FeeScheduleFactory, {"items": [{"name": PHRASES["line"]}]}),
    "personnel": (PersonnelChangeFactory, {"appointees": [{"name": PHRASES["line"], "education": PHRASES["inside"]}]}),
}
AUDIENCES = ("public", "parents", "staff")
HIDDEN = [state for state in State if state not in READABLE]
POSTED = [("fees", state, audience) for state in READABLE for audience in AUDIENCES]
ABOUT_PEOPLE = [("personnel", state, "staff") for state in READABLE] + [("personnel", State.POSTED, "public")]


def planted(cast: Cast, kind: str, state: State, audience: str) -> Disclosure:
    """An item with a secret in every part, on its road to this state."""
    factory, lines = KINDS[kind]
    words = {"title": PHRASES["title"], "summary": PHRASES["summary"], "body": f"<p>{PHRASES['text']}</p>"}
    item = draft(cast, factory, audience=audience, **words, **lines)
    AttachmentFactory(
        disclosure=item, name=f"{PHRASES['file name']}.xlsx", media_type=TYPES[".xlsx"], file__data=spreadsheet()
    )
    record_writing(item, actor=cast.clerk)
    choose(item, owed_for(item), actor=cast.clerk)
    if state in READABLE:
        item = walk(item, State.POSTED, cast)
        about(cast, item, question=PHRASES["reply"])
    return Disclosure.objects.get(pk=walk(item, state, cast).pk).specific


def owed_for(item: Disclosure) -> Duty:
    """A duty of this month that the item can be for."""
    first = timezone.localdate().replace(day=1)
    last = first + datetime.timedelta(days=27)
    days = {"starts_on": first, "ends_on": last, "opens_on": first, "due_on": last}
    return Duty.objects.get_or_create(
        heading=item.heading,
        unit=item.unit,
        school=item.unit.school,
        key=f"{first:%Y-%m}",
        defaults={"rhythm": Rhythm.MONTHLY, **days},
    )[0]


def spreadsheet() -> bytes:
    book, file = Workbook(), io.BytesIO()
    book.active.append([PHRASES["file"]])
    book.save(file)
    return file.getvalue()


def browsers(cast: Cast) -> dict[str, Client]:
    """A browser for each reader, signed in but for the first."""
    found = {}
    for name, person in readers(cast).items():
        found[name] = Client()
        if not isinstance(person, AnonymousUser):
            found[name].force_login(person)
    return {name: found[name] for name in READERS}


def allowed(way_out: Exit, item: Disclosure, reader: str) -> tuple[frozenset[str], frozenset[str]]:
    """What this reader must see at this exit, and what else they may."""
    is_readable = item.state in READABLE and item.audience in READS[reader]
    works_on_it = reader in AT_WORK and (item.state != State.DRAFT or reader != "member")
    if way_out.shows_unposted and works_on_it:
        return way_out.shows, way_out.may_show
    if way_out.is_for_work and reader not in AT_WORK:
        return frozenset(), frozenset()
    must = way_out.parts_of(item, is_readable=is_readable)
    return must, way_out.may_show if must or (is_readable and not way_out.shows) else frozenset()


@pytest.mark.parametrize(("kind", "state", "audience"), [*POSTED, *ABOUT_PEOPLE])
def test_a_secret_is_seen_where_its_reader_may_read_it(cast: Cast, kind: str, state: State, audience: str) -> None:
    item, wrong, table = planted(cast, kind, state, audience), [], {}
    for reader, browser in browsers(cast).items():
        for way_out in EXITS:
            seen, (must, may) = seen_by(browser, way_out, item), allowed(way_out, item, reader)
            table[way_out.name, reader] = seen
            if not must <= seen <= must | may:
                wrong.append(f"{way_out.name} as {reader}: {sorted(seen)} instead of {sorted(must)}")
    write_down(f"{kind}, {audience}, {state}", table)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("state", HIDDEN)
def test_no_secret_of_what_is_not_posted_is_seen(cast: Cast, state: State) -> None:
    """Of three items, one for each audience, at every exit; only who works on one opens its file."""
    items, wrong, table = [planted(cast, "fees", state, audience) for audience in AUDIENCES], [], {}
    for reader, browser in browsers(cast).items():
        for way_out in EXITS:
            seen = frozenset().union(*(seen_by(browser, way_out, item) for item in _told_apart(way_out, items)))
            table[way_out.name, reader] = seen
            must, may = allowed(way_out, items[0], reader)
            if not must <= seen <= must | may:
                wrong.append(f"{way_out.name} as {reader}: {sorted(seen)}")
    write_down(f"{state}, for everybody, for parents and for staff", table)
    assert not wrong, "\n".join(wrong)


def _told_apart(way_out: Exit, items: list[Disclosure]) -> list[Disclosure]:
    """One item for each address of this exit."""
    return list({way_out.address(item): item for item in items}.values())


def write_down(heading: str, table: dict[tuple[str, str], frozenset[str]]) -> None:
    """Add a Markdown table to the file that EXITS_TABLE names, if it names one."""
    if not (path := os.environ.get("EXITS_TABLE")):
        return
    rows = [[way_out.name, *(_marks(table[way_out.name, reader]) for reader in READERS)] for way_out in EXITS]
    lines = [["exit", *READERS], ["---"] * (len(READERS) + 1), *rows]
    printed = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    with Path(path).open("a") as file:
        file.write(f"\n## {heading}\n\n{printed}\n")


def _marks(parts: frozenset[str]) -> str:
    return ", ".join(part for part in SECRETS if part in parts) or "·"
