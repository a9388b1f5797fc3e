"""The road as the database keeps it: states, versions, numbers, opinions and withdrawals, tried from a prompt."""

import datetime
from itertools import permutations

import pytest
import time_machine
from django.utils import timezone

from apps.accounts.models import User
from apps.disclosures.models import Disclosure
from apps.disclosures.recording import record_writing
from apps.disclosures.states import State
from apps.disclosures.workflow import take
from tests.cast import draft, walk
from tests.psql import COURSE, change, psql, refused, tell

transactional = pytest.mark.django_db(transaction=True)

ROADS = {
    ("draft", "in_review"),
    ("in_review", "approved"),
    ("in_review", "draft"),
    ("approved", "posted"),
    ("approved", "draft"),
    ("posted", "concluded"),
    ("posted", "withdrawn"),
    ("posted", "superseded"),
    ("concluded", "withdrawn"),
    ("concluded", "superseded"),
}
NO_ROADS = sorted(set(permutations(State.values, 2)) - ROADS)


# States, versions, numbers


@pytest.mark.parametrize(("before", "after"), NO_ROADS)
def test_there_is_no_road_between(cast, before, after):
    item = walk(draft(cast), before, cast)
    with refused(f"cannot go from {before} to {after}"):
        change(item, f"state = '{after}', posted_at = COALESCE(posted_at, now())")


@pytest.mark.parametrize(
    "given",
    [
        {"state": "posted"},
        {"version": 1},
        {"posted_at": timezone.now()},
        {"publicity_starts_on": timezone.localdate()},
        {"publicity_ends_at": timezone.now()},
        {"concluded_at": timezone.now()},
        {"outcome": "no_objection"},
        {"register_year": 2026},
        {"register_serial": 7},
        {"withdrawn_at": timezone.now()},
        {"withdrawal_reason": "理由"},
    ],
    ids=lambda given: next(iter(given)),
)
def test_an_item_begins_as_a_draft(cast, given):
    with refused("begins as a draft"):
        draft(cast, **given)


@pytest.mark.parametrize("version", [0, 2])
def test_a_submission_is_the_next_version(cast, version):
    item = draft(cast)
    with refused("is the next version"):
        change(item, f"state = 'in_review', version = {version}")


def test_a_decision_is_not_a_new_version(cast):
    item = walk(draft(cast), State.IN_REVIEW, cast)
    with refused("is the next version"):
        change(item, "state = 'draft', version = 2")


def test_posting_gives_the_next_number_whatever_is_asked(cast):
    walk(draft(cast), State.POSTED, cast)
    item = walk(draft(cast), State.APPROVED, cast)
    tell(item, "post", cast.office, to_state="posted")
    change(item, "state = 'posted', posted_at = now(), register_year = 1999, register_serial = 77")
    item.refresh_from_db()
    assert (item.register_year, item.register_serial) == (timezone.localdate().year, 2)


@pytest.mark.parametrize("at", ["2027-01-01T00:30:00+08:00", "2027-12-31T23:30:00+08:00"])
def test_the_year_of_a_number_is_the_schools(cast, at):
    with time_machine.travel(datetime.datetime.fromisoformat(at), tick=False):
        assert walk(draft(cast), State.POSTED, cast).register_no == "校公开〔2027〕001号"


@pytest.mark.parametrize(
    "course", ["register_year", "register_serial", "posted_at", "publicity_starts_on", "publicity_ends_at"]
)
def test_only_posting_gives_a_number_and_a_period(cast, course):
    item = walk(draft(cast), State.POSTED, cast)
    with refused("only posting gives a number and a period"):
        change(item, f"state = 'concluded', outcome = 'no_objection', {course} = {COURSE[course]}")


@pytest.mark.parametrize("course", ["withdrawn_at", "withdrawal_reason"])
def test_a_conclusion_records_no_withdrawal(cast, course):
    item = walk(draft(cast), State.POSTED, cast)
    with refused("only its own step records"):
        change(item, f"state = 'concluded', outcome = 'no_objection', {course} = {COURSE[course]}")


@pytest.mark.parametrize("course", ["concluded_at", "outcome"])
def test_a_withdrawal_records_no_outcome(cast, course):
    item = walk(draft(cast), State.POSTED, cast)
    with refused("only its own step records"):
        change(item, f"state = 'withdrawn', withdrawal_reason = '理由', {course} = {COURSE[course]}")


@pytest.mark.parametrize(
    ("assignments", "constraint"),
    [
        ("state = 'concluded'", "disclosure_concluded_with_an_outcome"),
        ("state = 'withdrawn'", "disclosure_withdrawn_with_a_reason"),
    ],
)
def test_an_end_says_why(cast, assignments, constraint):
    item = walk(draft(cast), State.POSTED, cast)
    with refused(constraint):
        change(item, assignments)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE disclosures_register SET last_serial = 40",
        "DELETE FROM disclosures_register",
        "INSERT INTO disclosures_register VALUES (2030, 5)",
    ],
)
def test_only_a_posting_takes_a_number_from_the_register(cast, statement):
    walk(draft(cast), State.POSTED, cast)
    with refused("only a posting takes a number"):
        psql(statement)


def test_an_item_is_not_superseded_without_a_correction(cast):
    item = walk(draft(cast), State.POSTED, cast)
    with refused("has no posted correction"):
        change(item, "state = 'superseded'")


def test_a_correction_in_review_supersedes_nothing(cast):
    item = walk(draft(cast), State.POSTED, cast)
    walk(draft(cast, replaces=item, change_note="更正联系电话"), State.APPROVED, cast)
    with refused("has no posted correction"):
        change(item, "state = 'superseded'")


# Opinions


@pytest.mark.parametrize(("endorse", "send_back"), [(0, 0), (1, 0), (2, 2), (2, 3)])
def test_an_item_is_not_approved_without_a_majority_of_two(cast, endorse, send_back):
    item = walk(draft(cast), State.IN_REVIEW, cast)
    for number, member in enumerate(cast.supervisors[: endorse + send_back]):
        tell(item, "endorse" if number < endorse else "return", member)
    with refused("not endorsed by a majority of at least two"):
        change(item, "state = 'approved'")


def test_endorsements_of_an_earlier_version_do_not_count(cast):
    item = walk(draft(cast), State.IN_REVIEW, cast)
    for member in cast.supervisors[:4]:
        item = take("endorse" if member in cast.supervisors[:2] else "return", item, actor=member, reason="请写明标准")
    take("submit", item, actor=cast.chair)
    take("endorse", item, actor=cast.member)  # with the two of before they would be three against two
    with refused("not endorsed by a majority"):
        change(item, "state = 'approved'")


@pytest.mark.parametrize("name", ["endorse", "return", "recuse"])
def test_nobody_speaks_twice_on_a_version(cast, name):
    item = walk(draft(cast), State.IN_REVIEW, cast)
    take("endorse", item, actor=cast.member)
    with refused("event_one_opinion_a_version"):
        tell(item, name, cast.member)


@pytest.mark.parametrize("name", ["endorse", "return"])
@pytest.mark.parametrize("writer", ["clerk", "chair"])
def test_who_wrote_or_submitted_gives_no_opinion(cast, name, writer):
    item = walk(draft(cast), State.IN_REVIEW, cast)
    with refused("gives no opinion on it"):
        tell(item, name, getattr(cast, writer))


def test_who_edited_gives_no_opinion(cast):
    item = draft(cast)
    record_writing(item, actor=cast.member)
    item = walk(item, State.IN_REVIEW, cast)
    with refused("gives no opinion on it"):
        tell(item, "endorse", cast.member)


@pytest.mark.parametrize("version", [0, 2])
def test_an_opinion_is_given_on_the_version_in_review(cast, version):
    item = walk(draft(cast), State.IN_REVIEW, cast)
    with refused("on the version in review"):
        tell(item, "endorse", cast.member, version=version)


@pytest.mark.parametrize("state", [State.DRAFT, State.APPROVED, State.POSTED])
def test_an_opinion_is_given_only_in_review(cast, state):
    item = walk(draft(cast), state, cast)
    with refused("on the version in review"):
        tell(item, "endorse", cast.supervisors[-1])


@pytest.mark.parametrize("name", ["return", "returned", "propose_withdrawal"])
def test_a_refusal_has_a_reason(cast, name):
    item = walk(draft(cast), State.IN_REVIEW, cast)
    with refused("event_return_has_a_reason"):
        tell(item, name, cast.member, reason="")


# Two people withdraw


def withdraw_by_hand(item: Disclosure, actor: User) -> None:
    tell(item, "withdraw", actor, to_state="withdrawn")
    change(item, "state = 'withdrawn', withdrawn_at = now(), withdrawal_reason = '理由'")


@transactional
def test_nobody_withdraws_alone(cast):
    item = walk(draft(cast), State.POSTED, cast)
    take("propose_withdrawal", item, actor=cast.office, reason="附件中有手机号码")
    with refused("is withdrawn by two people"):
        withdraw_by_hand(item, cast.office)


@transactional
def test_nobody_withdraws_what_nobody_proposed_to_withdraw(cast):
    item = walk(draft(cast), State.POSTED, cast)
    with refused("is withdrawn by two people"):
        withdraw_by_hand(item, cast.office)


@transactional
def test_an_older_proposal_of_somebody_else_is_no_second_person(cast):
    item = walk(draft(cast), State.POSTED, cast)
    take("propose_withdrawal", item, actor=cast.chair, reason="附件中有手机号码")
    take("drop_withdrawal", item, actor=cast.chair)
    take("propose_withdrawal", item, actor=cast.office, reason="附件中有手机号码")
    with refused("is withdrawn by two people"):
        withdraw_by_hand(item, cast.office)


def test_two_items_do_not_correct_the_same_one(cast):
    item = walk(draft(cast), State.POSTED, cast)
    other = walk(draft(cast, replaces=item, change_note="更正联系电话"), State.APPROVED, cast)
    walk(draft(cast, replaces=item, change_note="更正开户行"), State.POSTED, cast)
    with refused("disclosure_corrected_once"):
        change(other, "state = 'posted', posted_at = now()")
