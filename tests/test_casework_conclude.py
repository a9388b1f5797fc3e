"""The page on which an item is concluded: its result is shown as it was counted, and nobody chooses it."""

from __future__ import annotations

import time_machine

from apps.cases.states import State
from apps.cases.types import Finding, Type
from apps.disclosures.models import Disclosure
from tests.caseworking import filed, walked
from tests.cast import draft, walk
from tests.office import address, at_the_desk


def conclude_page(item, cast):
    with time_machine.travel(item.publicity_ends_at):
        return at_the_desk(cast.office).get(address(item, "step", "conclude"))


def objected(cast, finding: str, to: str = State.REPLIED):
    item = walk(draft(cast), "posted", cast)
    walked(filed(cast, Type.OBJECTION, disclosure=item), to, cast, finding)
    return item


def test_result_is_shown_and_not_chosen(cast):
    item = objected(cast, Finding.DISMISSED)
    page = conclude_page(item, cast)
    shown = page.content.decode()
    assert ("Objection not upheld" in shown, page.context["result"].statement in shown) == (True, True)
    assert 'type="radio"' not in shown


def test_result_without_objections_counts_zero(cast):
    item = walk(draft(cast), "posted", cast)
    assert "No objection" in conclude_page(item, cast).content.decode()


def test_posted_choice_does_not_change_the_result(cast):
    item = objected(cast, Finding.UPHELD)
    with time_machine.travel(item.publicity_ends_at):
        page = at_the_desk(cast.office).get(address(item, "step", "conclude"))
        sent = {"outcome": "no_objection", "stamp": page.context["item"].stamp}
        at_the_desk(cast.office).post(address(item, "step", "conclude"), sent)
    assert Disclosure.objects.get(pk=item.pk).outcome == "upheld"


def test_open_objection_is_named_and_no_button_offered(cast):
    page = conclude_page(objected(cast, Finding.UPHELD, State.ACCEPTED), cast)
    assert ("not decided yet" in page.content.decode(), page.context["is_offered"]) == (True, False)
