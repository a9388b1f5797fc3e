"""The gate of the publicity period: what holds it, what lets go, and how the result is counted."""

from __future__ import annotations

import pytest
import time_machine
from django.conf import settings
from django.utils import translation

from apps.cases.filing import file_case
from apps.cases.gate import outcome_of, statement
from apps.cases.states import OPEN, State
from apps.cases.types import Finding, Type
from apps.cases.workflow import take
from apps.disclosures.states import Outcome
from apps.disclosures.states import State as ItemState
from apps.disclosures.workflow import STEPS as ITEM_STEPS
from apps.disclosures.workflow import Refused
from apps.disclosures.workflow import obstacles as item_obstacles
from apps.disclosures.workflow import take as take_item
from tests.casing import REPLY, TEXT, filed, posted, walked
from tests.cast import draft, walk
from tests.psql import psql, refused


@pytest.fixture
def item(cast):
    return posted(cast)


def conclude(item, cast):
    with time_machine.travel(item.publicity_ends_at, tick=False):
        return take_item("conclude", item, actor=cast.office, outcome=Outcome.NO_OBJECTION)


@pytest.mark.parametrize("state", OPEN)
def test_item_is_not_concluded_while_an_objection_is(cast, item, state):
    walked(filed("objection", cast, item), state, cast)
    with pytest.raises(Refused):
        conclude(item, cast)


@pytest.mark.parametrize("state", [State.REPLIED, State.CLOSED, State.DECLINED, State.WITHDRAWN])
def test_item_is_concluded_when_its_objection_is(cast, item, state):
    walked(filed("objection", cast, item), state, cast)
    assert conclude(item, cast).state == ItemState.CONCLUDED


def test_case_merged_into_an_open_one_holds_the_item_through_it(cast, item):
    main = walked(filed("objection", cast, item), State.ACCEPTED, cast)
    walked(filed("objection", cast, item), State.MERGED, cast, into=main)
    with pytest.raises(Refused):
        conclude(item, cast)


def test_case_that_others_are_merged_into_is_not_taken_back(cast, item):
    main = walked(filed("objection", cast, item), State.ACCEPTED, cast)
    walked(filed("objection", cast, item), State.MERGED, cast, into=main)
    with pytest.raises(Refused):
        take("withdraw", main, actor=None)


def test_objection_opened_again_holds_the_item(cast, item):
    case = walked(filed("objection", cast, item), State.REPLIED, cast)
    take("redo", case, actor=None, text="没有回答我的问题。")
    with pytest.raises(Refused):
        conclude(item, cast)


def test_concluded_item_opens_no_objection_again(cast, item):
    case = walked(filed("objection", cast, item), State.REPLIED, cast)
    conclude(item, cast)
    with pytest.raises(Refused):
        take("redo", case, actor=None, text="没有回答我的问题。")


def test_withdrawn_item_does_not_end_the_objection_to_it(cast, item):
    case = walked(filed("objection", cast, item), State.ACCEPTED, cast)
    walk(item, ItemState.WITHDRAWN, cast)
    assert walked(case, State.REPLIED, cast).state == State.REPLIED


@pytest.mark.parametrize("sort", ["opinion", "complaint"])
def test_no_other_case_holds_the_item(cast, item, sort):
    filed(sort, cast, item)
    assert conclude(item, cast).outcome == Outcome.NO_OBJECTION


def test_late_opinion_holds_nothing_and_counts_nowhere(cast, item):
    with time_machine.travel(item.publicity_ends_at):
        file_case(Type.OPINION, school=cast.school, text=TEXT, disclosure=item)
    assert conclude(item, cast).outcome == Outcome.NO_OBJECTION


WAYS = {"u": Finding.UPHELD, "d": Finding.DISMISSED, "f": Finding.DEFERRED}
ENDS = {"n": State.DECLINED, "w": State.WITHDRAWN}


def objections(ways: str, item, cast) -> None:
    """One objection for each letter: u d f as found, n not accepted, w taken back, m merged into the one before it."""
    for position, way in enumerate(ways):
        if way == "m":
            continue
        case, after = filed("objection", cast, item), ways[position + 1 :]
        if way in ENDS:
            walked(case, ENDS[way], cast)
            continue
        case = walked(case, State.ACCEPTED, cast)
        for _merged in range(len(after) - len(after.lstrip("m"))):
            walked(filed("objection", cast, item), State.MERGED, cast, into=case)
        walked(case, State.REPLIED, cast, finding=WAYS[way])


# received, upheld, not upheld, deferred, not accepted, taken back
COUNTED = {
    "d": (Outcome.DISMISSED, (1, 0, 1, 0, 0, 0)),
    "u": (Outcome.UPHELD, (1, 1, 0, 0, 0, 0)),
    "f": (Outcome.DEFERRED, (1, 0, 0, 1, 0, 0)),
    "n": (Outcome.DISMISSED, (1, 0, 0, 0, 1, 0)),
    "w": (Outcome.NO_OBJECTION, (1, 0, 0, 0, 0, 1)),
    "df": (Outcome.DEFERRED, (2, 0, 1, 1, 0, 0)),
    "um": (Outcome.UPHELD, (2, 2, 0, 0, 0, 0)),
    "udfnw": (Outcome.UPHELD, (5, 1, 1, 1, 1, 1)),
    "fmmdnww": (Outcome.DEFERRED, (7, 0, 1, 3, 1, 2)),
}


@pytest.mark.parametrize("ways", COUNTED)
def test_result_is_counted(cast, item, ways):
    objections(ways, item, cast)
    outcome, counts = COUNTED[ways]
    with translation.override("en"):
        said = statement(item)
    assert (outcome_of(item), tuple(int(word) for word in said.split() if word.isdigit())) == (outcome, counts)


def test_result_of_nothing_says_so(item):
    with translation.override("en"):
        assert (outcome_of(item), "no objection" in statement(item)) == (Outcome.NO_OBJECTION, True)


def test_statement_becomes_part_of_the_record_in_the_portal_s_own_language(cast, item, in_english):
    walked(filed("objection", cast, item), State.REPLIED, cast, finding=Finding.UPHELD)
    recorded = conclude(item, cast).events.last().detail["statement"]
    with translation.override(settings.LANGUAGE_CODE):
        assert recorded == statement(item)


@pytest.fixture
def correction(cast, item):
    """Posted over an item with an open objection."""
    filed("objection", cast, item)
    return walk(draft(cast, replaces=item, change_note="更正联系电话"), ItemState.POSTED, cast)


def test_correction_is_no_way_round_the_objection_to_what_it_corrects(cast, correction):
    with pytest.raises(Refused):
        conclude(correction, cast)


def test_correction_of_a_correction_is_none_either(cast, correction):
    again = walk(draft(cast, replaces=correction, change_note="更正日期"), ItemState.POSTED, cast)
    with pytest.raises(Refused):
        conclude(again, cast)


def test_correction_is_concluded_when_the_objection_is_decided(cast, item, correction):
    walked(item.cases.get(), State.REPLIED, cast)
    assert conclude(correction, cast).state == ItemState.CONCLUDED


def test_database_lets_no_correction_round_the_objection(correction):
    with refused("objection that is not decided"):
        psql("UPDATE disclosures_disclosure SET state='concluded', outcome='upheld' WHERE id=%s", correction.pk)


def test_reply_is_told_to_everybody_answered_together(cast, item):
    main = walked(filed("objection", cast, item), State.ACCEPTED, cast)
    other = walked(filed("objection", cast, item), State.MERGED, cast, into=main)
    walked(main, State.REPLIED, cast)
    assert (other.events.last().name, main.replies.last().text) == ("send_reply", REPLY)


def test_gate_says_nothing_while_the_period_runs(cast):
    item = posted(cast)
    filed("objection", cast, item)
    with_case = item_obstacles(item, ITEM_STEPS["conclude"], cast.office)
    without = item_obstacles(posted(cast), ITEM_STEPS["conclude"], cast.office)
    assert len(with_case) == len(without) == 1


def test_gate_says_nothing_to_who_may_not_conclude(cast):
    item = posted(cast)
    filed("objection", cast, item)
    with time_machine.travel(item.publicity_ends_at):
        assert len(item_obstacles(item, ITEM_STEPS["conclude"], cast.clerk)) == 1
