"""Cases: the road of one, who sees it, and the gate it is to its item."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from apps.cases import codes
from apps.cases.filing import file_case, find
from apps.cases.gate import outcome_of, statement
from apps.cases.models import Case
from apps.cases.states import State
from apps.cases.types import Concern, Finding, Type
from apps.cases.workflow import take
from apps.disclosures.states import Outcome
from apps.disclosures.states import State as ItemState
from apps.disclosures.workflow import Refused
from apps.disclosures.workflow import take as take_item
from tests.cast import draft, walk

TEXT = "公示的名单里少了一个人，时间是四月三日。"


def object_to(item, cast, **fields):
    return file_case(Type.OBJECTION, school=cast.school, text=TEXT, disclosure=item, **fields)


@pytest.fixture
def item(cast):
    return walk(draft(cast), ItemState.POSTED, cast)


def decide(case, cast, finding=Finding.DISMISSED):
    take("accept", case, actor=cast.office)
    take("assign", case, actor=cast.office, handler=cast.clerk)
    take("draft_reply", case, actor=cast.clerk, text="经核实，名单无误。", finding=finding)
    return take("send_reply", case, actor=cast.member)


def test_receipt_opens_the_case(cast, item):
    receipt = object_to(item, cast)
    assert find(receipt.code.lower(), receipt.secret) == receipt.case


@pytest.mark.parametrize(("code", "secret"), [("", ""), ("2222-2222-2", "1"), ("🙂", "x" * 500)])
def test_wrong_receipt_opens_nothing(cast, item, code, secret):
    object_to(item, cast)
    assert find(code, secret) is None


def test_code_with_a_wrong_sign_is_no_code():
    code = codes.new_code()
    other = codes.ALPHABET[(codes.ALPHABET.index(code[3]) + 5) % len(codes.ALPHABET)]
    assert codes.read(code[:3] + other + code[4:]) == ""


def test_item_is_not_concluded_while_an_objection_is_open(cast, item):
    object_to(item, cast)
    with time_machine.travel(item.publicity_ends_at), pytest.raises(Refused):
        take_item("conclude", item, actor=cast.office, outcome=Outcome.NO_OBJECTION)


def test_decided_objection_lets_the_item_conclude(cast, item):
    decide(object_to(item, cast).case, cast)
    with time_machine.travel(item.publicity_ends_at):
        assert take_item("conclude", item, actor=cast.office, outcome=outcome_of(item)).outcome == Outcome.DISMISSED


def test_database_concludes_no_item_with_an_open_objection(cast, item):
    object_to(item, cast)
    with pytest.raises(IntegrityError, match="not decided"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE disclosures_disclosure SET state='concluded', outcome='x' WHERE id=%s", [item.pk])


def test_outcome_is_counted_and_not_chosen(cast, item):
    decide(object_to(item, cast).case, cast, Finding.UPHELD)
    with time_machine.travel(item.publicity_ends_at):
        concluded = take_item("conclude", item, actor=cast.office, outcome=Outcome.NO_OBJECTION)
    assert (concluded.outcome, bool(concluded.events.last().detail["statement"])) == (Outcome.UPHELD, True)


def test_statement_counts_zero(item):
    assert statement(item)


def test_drafter_does_not_check_the_reply(cast, item):
    case = object_to(item, cast).case
    take("accept", case, actor=cast.office)
    take("assign", case, actor=cast.office, handler=cast.office)
    take("draft_reply", case, actor=cast.office, text="经核实，名单无误。", finding=Finding.DISMISSED)
    with pytest.raises(Refused):
        take("send_reply", case, actor=cast.office)


SEEN = {
    Concern.NOBODY: {"office", "chair", "deputy", "member", "inspector"},
    Concern.STAFF: {"office", "chair", "deputy", "member", "inspector"},
    Concern.LEADERSHIP: {"member", "inspector"},
    Concern.SUPERVISION: {"inspector"},
}
READERS = ("office", "chair", "deputy", "member", "inspector", "clerk", "teacher", "parent", "stranger", "other_chair")


@pytest.mark.parametrize("concern", Concern)
def test_case_is_seen_by_whom_it_does_not_concern(cast, concern):
    case = file_case(Type.COMPLAINT, school=cast.school, text=TEXT, concern=concern).case
    seen = {name for name in READERS if Case.objects.seen_by(getattr(cast, name)).filter(pk=case.pk).exists()}
    assert seen == SEEN[concern]


def test_case_about_a_person_is_not_seen_by_them(cast):
    case = file_case(Type.COMPLAINT, school=cast.school, text=TEXT, about=[cast.office]).case
    assert not Case.objects.seen_by(cast.office).filter(pk=case.pk).exists()


def test_case_about_a_leader_is_about_the_leadership(cast):
    assert file_case(Type.COMPLAINT, school=cast.school, text=TEXT, about=[cast.chair]).case.concern == "leadership"


def test_case_is_not_given_to_whom_it_concerns(cast):
    case = file_case(Type.COMPLAINT, school=cast.school, text=TEXT, about=[cast.teacher]).case
    take("accept", case, actor=cast.office)
    with pytest.raises(Refused):
        take("assign", case, actor=cast.office, handler=cast.teacher)


def test_form_sent_twice_is_one_case(cast):
    import uuid

    token = uuid.uuid4()
    first = file_case(Type.OPINION, school=cast.school, text=TEXT, form_token=token)
    again = file_case(Type.OPINION, school=cast.school, text=TEXT, form_token=token)
    assert (again.case, again.is_new) == (first.case, False)


def test_time_rests_while_the_writer_is_asked(cast):
    case = file_case(Type.OPINION, school=cast.school, text=TEXT).case
    due_on = case.due_on
    take("accept", case, actor=cast.office)
    take("ask", case, actor=cast.office, text="请问是哪一天？")
    with time_machine.travel(timezone.now() + datetime.timedelta(days=7)):
        case = take("answer", case, actor=None, text="四月三日。")
    assert (case.state, (case.due_on - due_on).days) == (State.ACCEPTED, 7)


def reply_by_sql(case):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET state='replied', finding='dismissed' WHERE id=%s", [case.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_reply_by_one_person_is_refused_by_the_database(cast, item):
    case = object_to(item, cast).case
    take("accept", case, actor=cast.office)
    take("assign", case, actor=cast.office, handler=cast.clerk)
    take("draft_reply", case, actor=cast.clerk, text="经核实，名单无误。", finding=Finding.DISMISSED)
    with pytest.raises(IntegrityError):
        reply_by_sql(case)
