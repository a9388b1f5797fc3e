"""The page of an item: its replies, and how its publicity period ended. Never a number while it runs."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from apps.cases.filing import file_case
from apps.cases.types import Finding, Type
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.disclosures.workflow import take as take_step
from tests.boarding import browser
from tests.cast import Cast, draft, walk
from tests.replying import ANSWER, LETTER, decided, published
from tests.test_replies_seen import body


@pytest.fixture
def item(cast: Cast) -> Disclosure:
    return walk(draft(cast), State.POSTED, cast)


@pytest.fixture
def reader(cast: Cast) -> Client:
    return browser(cast, "anonymous")


def section(reader: Client, item: Disclosure) -> str:
    whole = r'<section class="sec mt-5" id="replies".*?</section>\s*(?=<section|</article>)'
    found = re.search(whole, page(reader, item), re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0])) if found else ""


def page(reader: Client, item: Disclosure) -> str:
    return body(reader, item.get_absolute_url())


def objected(item: Disclosure, cast: Cast, **fields: Any) -> None:
    decided(cast, Type.OBJECTION, disclosure=item, **fields)


def concluded(item: Disclosure, cast: Cast) -> Disclosure:
    with time_machine.travel(item.publicity_ends_at):
        return take_step("conclude", item, actor=cast.office)


def test_item_shows_its_replies(cast: Cast, item: Disclosure, reader: Client) -> None:
    published(cast, Type.OBJECTION, disclosure=item)
    assert ANSWER in section(reader, item)


def test_item_shows_no_reply_to_another(cast: Cast, item: Disclosure, reader: Client) -> None:
    published(cast, Type.OBJECTION, disclosure=walk(draft(cast), State.POSTED, cast))
    assert ANSWER not in section(reader, item)


def test_item_in_publicity_counts_no_objections(cast: Cast, item: Disclosure, reader: Client) -> None:
    before = section(reader, item)
    objected(item, cast)
    file_case(Type.OBJECTION, school=cast.school, text=LETTER, disclosure=item)
    assert section(reader, item) == before != ""


@pytest.mark.parametrize("finding", [Finding.UPHELD, Finding.DISMISSED, Finding.DEFERRED])
def test_concluded_item_counts_what_was_found(cast: Cast, item: Disclosure, reader: Client, finding: str) -> None:
    objected(item, cast, finding=finding)
    counted = {name: int(name == finding) for name in ("upheld", "dismissed", "deferred")}
    words = "1 objection came in time: {upheld} upheld, {dismissed} not upheld, {deferred} deferred"
    assert words.format(**counted) in section(reader, concluded(item, cast))


def test_concluded_item_tells_zero(cast: Cast, item: Disclosure, reader: Client) -> None:
    done = concluded(item, cast)
    statement = done.events.get(name="conclude").detail["statement"]
    assert (statement in section(reader, done), statement != "") == (True, True)


def test_concluded_item_tells_its_outcome(cast: Cast, item: Disclosure, reader: Client) -> None:
    objected(item, cast, finding=Finding.UPHELD)
    assert "Result of the publicity period" in section(reader, concluded(item, cast))


def test_item_without_publicity_has_no_section(cast: Cast, reader: Client) -> None:
    assert section(reader, walk(draft(cast, publicity_days=None), State.POSTED, cast)) == ""
