"""What the desk shows after an objection was upheld or deferred, until the item is corrected or withdrawn."""

from __future__ import annotations

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.cases.states import State
from apps.cases.types import Finding, Type
from apps.casework.settling import unsettled_by
from apps.disclosures.models import Disclosure
from apps.disclosures.workflow import take
from tests.caseworking import filed, walked
from tests.cast import draft, walk
from tests.office import address
from tests.visiting import visiting

HOME = reverse("desk:home")


def concluded(cast, finding: str = "") -> Disclosure:
    """An item whose publicity ended after an objection with this finding."""
    item = walk(draft(cast), "posted", cast)
    if finding:
        walked(filed(cast, Type.OBJECTION, disclosure=item), State.REPLIED, cast, finding)
    with time_machine.travel(item.publicity_ends_at, tick=False):
        return take("conclude", item, actor=cast.office)


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        (Finding.UPHELD, "correct the item or withdraw it"),
        (Finding.DEFERRED, "still to be settled"),
    ],
)
def test_desk_says_what_follows_from_the_objection(cast, finding, words):
    item = concluded(cast, finding)
    shown = visiting(cast.office).get(HOME).content.decode()
    found = (words, address(item), address(item, "step", "propose_withdrawal"), 'id="unsettled"')
    assert [trace for trace in found if trace not in shown] == []


@pytest.mark.parametrize("finding", [Finding.DISMISSED, ""])
def test_desk_shows_no_item_that_stands(cast, finding):
    concluded(cast, finding)
    assert unsettled_by(cast.office) == []


@pytest.mark.parametrize(
    ("reader", "count"),
    [("office", 1), ("chair", 1), ("deputy", 1), ("clerk", 0), ("member", 0), ("inspector", 0), ("other_chair", 0)],
)
def test_item_waits_for_the_office_and_the_leadership_of_its_school(cast, reader, count):
    concluded(cast, Finding.UPHELD)
    assert len(unsettled_by(getattr(cast, reader))) == count


def test_item_that_was_withdrawn_is_settled(cast):
    item = concluded(cast, Finding.UPHELD)
    take("propose_withdrawal", item, actor=cast.office, reason="异议成立，名单有误")
    assert len(unsettled_by(cast.office)) == 1
    take("withdraw", item, actor=cast.chair)
    assert unsettled_by(cast.office) == []


def test_upheld_ones_come_first(cast):
    items = [concluded(cast, finding) for finding in (Finding.DEFERRED, Finding.UPHELD)]
    assert [row.item.pk for row in unsettled_by(cast.office)] == [item.pk for item in reversed(items)]


def test_both_addresses_open(cast):
    item = concluded(cast, Finding.UPHELD)
    (row,) = unsettled_by(cast.office)
    for url in (row.address, row.withdrawal):
        assert visiting(cast.office).get(url).status_code == 200, item


def queries(cast) -> int:
    with CaptureQueriesContext(connection) as captured:
        visiting(cast.office).get(HOME)
    return len(captured)


def test_queries_are_as_many_for_five_items_as_for_one(cast):
    concluded(cast, Finding.UPHELD)
    one = queries(cast)
    for _number in range(4):
        concluded(cast, Finding.UPHELD)
    assert queries(cast) == one
