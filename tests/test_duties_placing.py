"""Which item is for which duty, and what that makes of the duty."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.disclosures.workflow import Refused
from apps.duties.models import Duty, Event, Responsibility
from apps.duties.occurrences import record
from apps.duties.placing import choose, confirm_move, drop_move, moves_waiting_for, propose_move
from apps.kinds.finance.factories import FinanceSummaryFactory
from tests.cast import again, draft, walk
from tests.duties import at, calendar_of, duty, happened, heading, opened, placed, posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

MARCH = at(2026, 3, 2)


@pytest.fixture
def school(cast):
    calendar_of(cast.school)
    opened(cast, MARCH)
    return cast.school


def judged(code: str, key: str, day: date) -> Duty:
    return Duty.objects.owed().judged(day).with_delay(day).get(heading__code=code, key=key)


def condition(code: str, key: str, day: date) -> str:
    return judged(code, key, day).condition


def test_an_item_posted_in_time_makes_its_duty_on_time(cast, school):
    posted(cast, "0905", at(2026, 4, 10))
    assert condition("0905", "2026-03", date(2026, 5, 1)) == "on_time"


def test_the_last_minute_of_the_last_day_is_in_time(cast, school):
    posted(cast, "0905", at(2026, 4, 15, 23))
    assert condition("0905", "2026-03", date(2026, 5, 1)) == "on_time"


def test_an_item_posted_the_day_after_is_late_by_a_working_day(cast, school):
    posted(cast, "0905", at(2026, 4, 16))
    found = judged("0905", "2026-03", date(2026, 9, 1))
    assert (found.condition, found.delay) == ("late", 1)


def test_nothing_posted_is_not_due_until_the_day_and_missing_after_it(cast, school):
    assert condition("0905", "2026-03", date(2026, 4, 15)) == "due"
    found = judged("0905", "2026-03", date(2026, 4, 20))
    assert (found.condition, found.delay) == ("missing", 3)


def test_a_period_that_the_item_names_decides(cast, school):
    item = posted(
        cast, "0905", at(2026, 6, 2), period_start=date(2026, 3, 1), period_end=date(2026, 3, 31),
        factory=FinanceSummaryFactory,
    )  # fmt: skip
    assert placed(item) == "2026-03"


def test_an_item_that_names_no_period_is_for_the_last_duty_that_had_begun(cast, school):
    assert placed(posted(cast, "1008", at(2026, 6, 2))) == "2026-05"


def test_an_item_that_was_withdrawn_meets_nothing_any_more(cast, school):
    item = posted(cast, "0905", at(2026, 4, 10))
    with time_machine.travel(at(2026, 4, 20), tick=False):
        walk(item, State.WITHDRAWN, cast)
    assert condition("0905", "2026-03", date(2026, 5, 1)) == "missing"


def test_a_correction_counts_from_the_first_posting(cast, school):
    item = posted(cast, "0905", at(2026, 4, 10))
    with time_machine.travel(at(2026, 4, 28), tick=False):
        correction = draft(cast, heading=heading("0905"), publicity_days=None, replaces=item, change_note="更正合计")
        walk(correction, State.POSTED, cast)
    found = judged("0905", "2026-03", date(2026, 5, 20))
    assert (found.condition, found.fulfilled_on) == ("on_time", date(2026, 4, 10))


def test_a_correction_that_was_withdrawn_takes_the_first_posting_with_it(cast, school):
    item = posted(cast, "0905", at(2026, 4, 10))
    with time_machine.travel(at(2026, 4, 28), tick=False):
        correction = draft(cast, heading=heading("0905"), publicity_days=None, replaces=item, change_note="更正合计")
        walk(walk(correction, State.POSTED, cast), State.WITHDRAWN, cast)
    assert condition("0905", "2026-03", date(2026, 5, 20)) == "missing"


def test_an_item_of_another_unit_meets_no_duty_of_this_one(cast, school):
    with time_machine.travel(MARCH, tick=False):
        Responsibility.objects.create(
            heading=heading("0905"), unit=cast.other_department, part="handler", person=cast.other_clerk
        )
    opened(cast, MARCH)
    posted(cast, "0905", at(2026, 5, 10))
    assert condition("0905", "2026-04", date(2026, 5, 20)) == "missing"


def test_a_draft_written_for_a_duty_is_for_that_one_whatever_its_dates(cast, school):
    with time_machine.travel(at(2026, 6, 2), tick=False):
        item = draft(cast, heading=heading("1008"), publicity_days=None)
        choose(item, duty("1008", "2026-02"), actor=cast.clerk)
        walk(item, State.POSTED, cast)
    assert placed(item) == "2026-02"


def test_a_draft_is_not_given_to_a_duty_of_another_heading(cast, school):
    item = draft(cast, heading=heading("1008"))
    with pytest.raises(Refused, match="another heading"):
        choose(item, duty("0905", "2026-03"), actor=cast.clerk)


def test_a_posted_item_is_not_given_to_a_duty_by_one_person(cast, school):
    item = posted(cast, "1008", at(2026, 6, 2))
    with pytest.raises(Refused, match="Two people"):
        choose(item, duty("1008", "2026-02"), actor=cast.clerk)


def test_two_people_move_an_item_to_another_duty(cast, school):
    item = posted(cast, "1008", at(2026, 6, 2))
    propose_move(item, duty("1008", "2026-04"), actor=cast.office, reason="应为4月的检查")
    confirm_move(item, actor=cast.chair)
    assert placed(item) == "2026-04"
    assert list(Event.objects.filter(disclosure=item).values_list("name", flat=True))[-2:] == [
        "propose_move",
        "confirm_move",
    ]


def test_whoever_proposed_a_move_does_not_confirm_it(cast, school):
    item = posted(cast, "1008", at(2026, 6, 2))
    propose_move(item, duty("1008", "2026-04"), actor=cast.office, reason="应为4月的检查")
    with pytest.raises(Refused, match="Another person"):
        confirm_move(item, actor=cast.office)


def test_a_moved_item_stays_when_the_calendar_is_read_again(cast, school):
    item = posted(cast, "1008", at(2026, 6, 2))
    propose_move(item, duty("1008", "2026-04"), actor=cast.office, reason="应为4月的检查")
    confirm_move(item, actor=cast.chair)
    posted(cast, "1008", at(2026, 6, 3))
    assert placed(item) == "2026-04"


def test_a_dropped_proposal_leaves_everything_as_it_was(cast, school):
    item = posted(cast, "1008", at(2026, 6, 2))
    propose_move(item, duty("1008", "2026-04"), actor=cast.office, reason="应为4月的检查")
    drop_move(item, actor=cast.chair)
    with pytest.raises(Refused, match="Nothing is proposed"):
        confirm_move(item, actor=cast.deputy)
    assert placed(item) == "2026-05"


def test_a_clerk_moves_nothing(cast, school):
    item = posted(cast, "1008", at(2026, 6, 2))
    with pytest.raises(Refused, match="office move items"):
        propose_move(item, duty("1008", "2026-04"), actor=cast.clerk, reason="应为4月的检查")


def test_a_proposed_move_waits_for_everybody_but_its_proposer(cast, school):
    item = posted(cast, "1008", at(2026, 6, 2))
    propose_move(item, duty("1008", "2026-04"), actor=cast.office, reason="应为4月的检查")
    assert [len(moves_waiting_for(again(person))) for person in (cast.office, cast.chair, cast.clerk)] == [0, 1, 0]


def test_two_contracts_and_two_items_are_paired_in_their_order(cast, school):
    for day in (date(2026, 3, 10), date(2026, 3, 12)):
        happened("0804", cast.department, day)
    opened(cast, at(2026, 3, 12))
    items = [posted(cast, "0804", at(2026, 3, 13)), posted(cast, "0804", at(2026, 3, 16))]
    days = [Disclosure.objects.get(pk=item.pk).placement.duty.starts_on for item in items]
    assert days == [date(2026, 3, 10), date(2026, 3, 12)]


def test_a_clerk_enters_an_event_and_its_duty_is_there(cast, school):
    with time_machine.travel(at(2026, 3, 11), tick=False):
        found = record(
            heading("0804"), cast.department, title="食堂配送合同签订", happened_on=date(2026, 3, 10), actor=cast.clerk
        )
    assert (found.duty.due_on, found.duty.own_words) == (date(2026, 3, 12), "食堂配送合同签订")
    assert "合同" not in found.duty.label


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"title": " "}, "few words"), ({"happened_on": date(2036, 3, 10)}, "more than a year")],
)
def test_an_event_without_words_or_of_another_year_is_refused(cast, school, changes, words):
    given = {"title": "合同签订", "happened_on": date(2026, 3, 10), "actor": cast.clerk, **changes}
    with time_machine.travel(at(2026, 3, 11), tick=False), pytest.raises(Refused, match=words):
        record(heading("0804"), cast.department, **given)


def test_a_publicity_period_opens_the_duty_of_its_result(cast, school):
    item = posted(cast, "0703", at(2026, 4, 8), publicity_days=5)
    (result,) = Duty.objects.filter(occurrence__announced_by=item)
    assert (result.heading.code, result.starts_on, result.due_on) == ("0102", date(2026, 4, 15), date(2026, 5, 15))


def test_the_result_that_is_posted_meets_its_duty(cast, school):
    item = posted(cast, "0703", at(2026, 4, 8), publicity_days=5)
    result = posted(cast, "0102", at(2026, 4, 22))
    assert Disclosure.objects.get(pk=result.pk).placement.duty.occurrence.announced_by_id == item.pk


def test_a_result_is_not_owed_when_what_announced_it_was_withdrawn(cast, school):
    item = posted(cast, "0703", at(2026, 4, 8), publicity_days=5)
    with time_machine.travel(at(2026, 4, 9), tick=False):
        walk(item, State.WITHDRAWN, cast)
    opened(cast, at(2026, 4, 10))
    assert Duty.objects.get(occurrence__announced_by=item).lifted_at is not None
