"""“Does not apply”: a public statement that walks the road of an item."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from apps.disclosures.states import State
from apps.disclosures.workflow import Refused
from apps.duties.exempting import draft_exemption
from apps.duties.models import Duty
from tests.cast import walk
from tests.duties import at, calendar_of, duty, opened, posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

REASON = "本学期没有组织测评，评议改在学年末进行。"
APRIL = at(2026, 4, 7)


@pytest.fixture
def owed(cast) -> Duty:
    calendar_of(cast.school)
    opened(cast, at(2026, 3, 2))
    return duty("0905", "2026-03")


def condition(day: date = date(2026, 5, 1)) -> str:
    return Duty.objects.judged(day).get(heading__code="0905", key="2026-03").condition


def stated(cast, owed):
    with time_machine.travel(APRIL, tick=False):
        return draft_exemption(owed, actor=cast.office, reason=REASON)


def test_a_statement_changes_nothing_before_it_is_posted(cast, owed):
    with time_machine.travel(APRIL, tick=False):
        walk(stated(cast, owed), State.APPROVED, cast)
    assert condition() == "missing"


def test_a_posted_statement_makes_the_duty_not_applicable(cast, owed):
    with time_machine.travel(APRIL, tick=False):
        walk(stated(cast, owed), State.POSTED, cast)
    assert condition() == "exempt"


def test_a_statement_that_is_withdrawn_makes_it_owed_again(cast, owed):
    with time_machine.travel(APRIL, tick=False):
        walk(walk(stated(cast, owed), State.POSTED, cast), State.WITHDRAWN, cast)
    assert condition() == "missing"


def test_what_is_posted_all_the_same_counts_more_than_the_statement(cast, owed):
    with time_machine.travel(APRIL, tick=False):
        walk(stated(cast, owed), State.POSTED, cast)
    posted(cast, "0905", at(2026, 4, 9))
    assert condition() == "on_time"


def test_the_statement_is_for_everybody_and_says_what_does_not_apply(cast, owed):
    item = stated(cast, owed)
    assert (item.audience, item.unit, item.heading) == ("public", owed.unit, owed.heading)
    assert REASON in item.body


@pytest.mark.parametrize("reason", ["", "不适用", " " * 40])
def test_a_statement_without_a_reason_is_refused(cast, owed, reason):
    with time_machine.travel(APRIL, tick=False), pytest.raises(Refused, match="at least 10 characters"):
        draft_exemption(owed, actor=cast.office, reason=reason)


def test_a_second_statement_for_the_same_duty_is_refused(cast, owed):
    stated(cast, owed)
    with pytest.raises(Refused, match="already under way"):
        stated(cast, owed)


def test_a_duty_that_was_met_needs_no_statement(cast, owed):
    posted(cast, "0905", at(2026, 4, 3))
    with pytest.raises(Refused, match="settled already"):
        stated(cast, owed)


def test_who_may_not_write_for_the_unit_states_nothing(cast, owed):
    with time_machine.travel(APRIL, tick=False), pytest.raises(Refused, match="role to write"):
        draft_exemption(owed, actor=cast.teacher, reason=REASON)
