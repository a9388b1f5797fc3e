"""What is done on the page of a duty: a waiting draft, a statement that it does not apply, a move by two people."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalogue.loading import load
from apps.catalogue.models import Heading
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.duties.models import Duty, Event, Placement
from apps.duties.placing import propose_move
from tests.cast import draft, walk
from tests.duties import at, posted
from tests.dutyworking import TODAY, do, monthly, page, school_with_duties

WHY = "食堂本月停业检修，没有发生收支，因此不适用。"
MARCH = "2026-03"


@pytest.fixture
def school(cast):
    school_with_duties(cast)
    with time_machine.travel(TODAY, tick=False):
        yield cast.school


def deeds(user, duty) -> list[str]:
    return [deed.name for deed, _form in page(user, duty.get_absolute_url()).context["deeds"]]


def condition(duty: Duty) -> str:
    return Duty.objects.judged().get(pk=duty.pk).condition


# A draft that waits.


def test_waiting_draft_is_given_to_the_duty(cast, school):
    item = draft(cast, heading=monthly().heading)
    do(cast.clerk, monthly(), "attach", item=item.pk)
    assert Placement.objects.get(disclosure=item).duty == monthly()


def test_without_a_waiting_draft_none_is_offered(cast, school):
    draft(cast)
    assert "attach" not in deeds(cast.clerk, monthly())


def test_draft_of_another_heading_is_no_choice(cast, school):
    draft(cast, heading=monthly().heading)
    assert "Choose an item." in do(cast.clerk, monthly(), "attach", item=draft(cast).pk).content.decode()


# It does not apply.


def test_statement_is_a_draft_that_walks_the_road(cast, school):
    answer = do(cast.clerk, monthly(), "exempt", reason=WHY)
    item = Disclosure.objects.get(placement__purpose="exempts")
    assert (item.state, answer.url.endswith(f"/{item.pk}/change/")) == ("draft", True)


def test_posted_statement_settles_the_duty(cast, school):
    do(cast.clerk, monthly(), "exempt", reason=WHY)
    walk(Disclosure.objects.get(placement__purpose="exempts").specific, State.POSTED, cast)
    assert condition(monthly()) == "exempt"


def test_short_reason_is_refused_and_stays_typed(cast, school):
    answer = do(cast.clerk, monthly(), "exempt", reason="没有")
    assert "at least 10 characters" in answer.content.decode()
    assert answer.context["form"].data["reason"] == "没有"


def test_statement_sent_twice_is_one(cast, school):
    do(cast.clerk, monthly(), "exempt", reason=WHY)
    do(cast.clerk, monthly(), "exempt", reason=WHY)
    assert Disclosure.objects.filter(placement__purpose="exempts").count() == 1


@pytest.mark.parametrize("who", ["other_clerk", "member", "inspector"])
def test_statement_is_not_for_who_does_not_write_here(cast, school, who):
    assert do(getattr(cast, who), monthly(), "exempt", reason=WHY).status_code == 409


def test_deed_nobody_knows_is_refused_in_words(cast, school):
    assert "cannot be done any more" in do(cast.clerk, monthly(), "erase").content.decode()


# An item that counts for the wrong period.


@pytest.fixture
def item(cast, school):
    """Posted on 4 March, so by its dates it is February's."""
    return posted(cast, "0905", at(2026, 3, 4))


def proposed(cast, item, by=None) -> Duty:
    duty = monthly(MARCH)
    do(by or cast.office, duty, "move", item=item.pk, reason="这是三月的材料")
    return duty


def test_move_waits_for_a_second_person(cast, item):
    proposed(cast, item)
    assert Placement.objects.get(disclosure=item).duty == monthly()


def test_second_person_confirms_the_move(cast, item):
    do(cast.chair, proposed(cast, item), "confirm", item=item.pk)
    assert Placement.objects.get(disclosure=item).duty == monthly(MARCH)


def test_who_proposed_cannot_confirm(cast, item):
    answer = do(cast.office, proposed(cast, item), "confirm", item=item.pk)
    assert "Another person has to confirm it." in answer.content.decode()


def test_dropped_move_is_no_proposal_any_more(cast, item):
    duty = proposed(cast, item)
    do(cast.member, duty, "drop", item=item.pk)
    assert page(cast.chair, duty.get_absolute_url()).context["proposals"] == []


def test_proposal_is_confirmed_on_the_page_of_its_own_duty(cast, item):
    proposed(cast, item)
    do(cast.chair, monthly("2026-04"), "confirm", item=item.pk)
    assert Placement.objects.get(disclosure=item).duty == monthly()


def test_clerk_moves_nothing(cast, item):
    proposed(cast, item, by=cast.clerk)
    assert not Event.objects.filter(name="propose_move").exists()


def test_move_stands_on_the_desk_of_a_second_person(cast, item):
    proposed(cast, item)
    assert [event.disclosure_id for event in page(cast.chair, "/desk/").context["duties"].moves] == [item.pk]


def test_further_proposals_cost_no_further_query(cast, item):
    counts = []
    for _number in range(2):
        propose_move(posted(cast, "0905", TODAY), monthly(MARCH), actor=cast.office, reason="这是三月的材料")
        with CaptureQueriesContext(connection) as queries:
            propositions = page(cast.chair, monthly(MARCH).get_absolute_url()).context["proposals"]
        counts.append((len(propositions), len(queries)))
    assert counts == [(1, counts[0][1]), (2, counts[0][1])]


def test_move_is_told_in_the_log(cast, item):
    do(cast.chair, proposed(cast, item), "confirm", item=item.pk)
    said = [entry.said for entry in page(cast.member, monthly(MARCH).get_absolute_url()).context["log"]]
    assert said == ["Opened", "Proposed: an item belongs here", "Confirmed: the item was moved here"]


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_move_it_once(cast):
    load(Heading)
    school_with_duties(cast)
    item = posted(cast, "0905", at(2026, 3, 4))
    with time_machine.travel(TODAY, tick=False):
        propose_move(item, monthly(MARCH), actor=cast.office, reason="这是三月的材料")

        def confirm(who):
            try:
                return do(who, monthly(MARCH), "confirm", item=item.pk).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            answers = sorted(pool.map(confirm, [cast.chair, cast.deputy]))
    assert (answers, Event.objects.filter(name="confirm_move").count()) == ([302, 409], 1)
