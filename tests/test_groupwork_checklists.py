"""The monthly checklist: answered by one member, closed by a second, and kept."""

from __future__ import annotations

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.utils import timezone

from apps.disclosures.states import State
from apps.disclosures.workflow import Refused
from apps.groupwork.checking import answers_of, confirm
from apps.groupwork.models import Checklist, Question, Verdict
from apps.groupwork.recording import strike
from apps.groupwork.years import Month
from apps.organization.models import Role, Unit
from tests.cast import Cast, again, draft, person, walk
from tests.grouping import answered, page_of, send, typed_answers
from tests.psql import psql, refused
from tests.test_concurrency import held, outcome_of, until
from tests.visiting import visiting

pytestmark = pytest.mark.usefixtures("in_english")


def next_month() -> Month:
    return Month.of(timezone.localdate()).following


def test_second_member_closes_the_month(cast: Cast) -> None:
    checklist = answered(cast)
    confirm(checklist, actor=cast.supervisors[1])
    checklist.refresh_from_db()
    assert (checklist.is_closed, checklist.confirmed_as) == (True, "常守 · 行政代表")


@pytest.mark.parametrize("actor", ["member", "office", "chair", "clerk", "inspector", "other_chair"])
def test_only_another_member_confirms(cast: Cast, actor: str) -> None:
    checklist = answered(cast)
    with pytest.raises(Refused):
        confirm(checklist, actor=again(getattr(cast, actor)))


def test_confirming_twice_by_one_member_is_once(cast: Cast) -> None:
    checklist = answered(cast)
    confirm(checklist, actor=cast.supervisors[1])
    confirm(checklist, actor=cast.supervisors[1])
    with pytest.raises(Refused, match="already"):
        confirm(checklist, actor=cast.supervisors[2])


def test_closed_month_is_not_struck_out(cast: Cast) -> None:
    checklist = answered(cast)
    confirm(checklist, actor=cast.supervisors[1])
    with pytest.raises(Refused, match="stays as it is"):
        strike(checklist, actor=cast.supervisors[2], reason="再想想")


def test_struck_answers_make_room_for_others(cast: Cast) -> None:
    strike(answered(cast), actor=cast.supervisors[1], reason="第三题答错")
    anew = answered(cast, cast.supervisors[1])
    assert (answers_of(cast.school, Month(anew.month)), Checklist.objects.count()) == (anew, 2)


def test_struck_answers_are_not_confirmed(cast: Cast) -> None:
    checklist = answered(cast)
    strike(checklist, actor=cast.supervisors[1], reason="第三题答错")
    with pytest.raises(Refused, match="struck out"):
        confirm(checklist, actor=cast.supervisors[2])


def test_month_is_answered_once(cast: Cast) -> None:
    answered(cast)
    with pytest.raises(Refused, match="answered already"):
        answered(cast, cast.supervisors[1])


def test_month_that_has_not_begun_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="not begun"):
        answered(cast, month=next_month())


def test_what_is_not_a_yes_needs_a_sentence(cast: Cast) -> None:
    with pytest.raises(Refused, match="sentence"):
        answered(cast, timely=(Verdict.NO, ""))
    assert answered(cast, timely=(Verdict.NO, "食堂月报晚了三天。")).answers.count() == len(Question)


CONFIRM = "UPDATE groupwork_checklist SET confirmed_at = now(), confirmed_as = '某人', confirmed_by_id = %s"


@pytest.mark.parametrize("actor", ["member", "office", "other_chair"])
def test_database_wants_a_second_member(cast: Cast, actor: str) -> None:
    answered(cast)
    with refused("second member"):
        psql(CONFIRM, getattr(cast, actor).pk)


def test_database_wants_a_member_of_this_school(cast: Cast) -> None:
    answered(cast)
    with refused("second member"):
        psql(CONFIRM, person("别校", Role.SUPERVISION, cast.other_school, line="union").pk)


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE groupwork_checklist SET confirmed_at = NULL, confirmed_by_id = NULL",
        "UPDATE groupwork_checklist SET confirmed_as = '别人'",
        "UPDATE groupwork_checklist SET struck_at = now(), struck_by_id = recorded_by_id, struck_because = '理由'",
        "UPDATE groupwork_answer SET verdict = 'yes'",
        "DELETE FROM groupwork_answer",
        "DELETE FROM groupwork_checklist",
    ],
)
def test_database_keeps_a_closed_month(cast: Cast, deed: str) -> None:
    confirm(answered(cast), actor=cast.supervisors[1])
    with refused("is closed|is never"):
        psql(deed)


def test_database_takes_no_answers_of_others(cast: Cast) -> None:
    answered(cast)
    copied = (
        "INSERT INTO groupwork_checklist (school_id, form_token, recorded_by_id, recorded_as, recorded_at, "
        "transaction, struck_as, struck_because, month, confirmed_as) "
        "SELECT school_id, gen_random_uuid(), %s, '', now(), 0, '', '', month - interval '1 month', '' "
        "FROM groupwork_checklist"
    )
    with refused("answered by a member"):
        psql(copied, cast.office.pk)


def test_database_closes_no_month_with_a_question_open(cast: Cast) -> None:
    checklist = Checklist(school=cast.school, month=Month.of(timezone.localdate()).first, recorded_by=cast.member)
    checklist.save()
    with refused("cannot be confirmed as it is"):
        psql(CONFIRM, cast.supervisors[1].pk)


def test_page_takes_answers_with_the_number_of_an_item(cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    send(cast.member, page_of(cast), **typed_answers(timely="no", timely_remark="晚了三天。", timely_item=item.number))
    answer = Checklist.objects.get().answers.get(question=Question.TIMELY)
    assert (answer.remark, answer.disclosure_id) == ("晚了三天。", item.pk)


def test_item_is_shown_as_long_as_it_may_be_read(cast: Cast) -> None:
    soon = timezone.localdate() + datetime.timedelta(days=9)
    item = walk(draft(cast, display_until=soon), State.POSTED, cast)
    address = page_of(cast)
    send(cast.member, address, **typed_answers(timely_item=item.number))
    before = visiting(cast.office).get(address).content.decode()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=12), tick=False):
        after = visiting(cast.office).get(address).content.decode()
    assert (item.register_no in before, item.register_no in after) == (True, False)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"plain": ""}, "Choose an answer"),
        ({"plain": "no"}, "Say in a sentence what was noticed"),
        ({"plain": "no", "plain_remark": "   "}, "Say in a sentence what was noticed"),
        ({"plain": "maybe"}, "maybe"),
        ({"plain_item": "1999-001"}, "no item with this number"),
        ({"token": "x"}, "UUID"),
    ],
    ids=str,
)
def test_bad_answers_lose_nothing_typed(cast: Cast, wrong: dict, said: str) -> None:
    typed = typed_answers(timely="partly", timely_remark="食堂月报晚了三天。", **wrong)
    response = send(cast.member, page_of(cast), **typed)
    page = response.content.decode()
    assert (response.status_code, said in page, "食堂月报晚了三天。" in page, Checklist.objects.exists()) == (
        400, True, True, False,
    )  # fmt: skip


def test_form_sent_twice_is_one_checklist(cast: Cast) -> None:
    typed = typed_answers()
    responses = [send(cast.member, page_of(cast), **typed) for _press in range(2)]
    assert ([response.status_code for response in responses], Checklist.objects.count()) == ([302, 302], 1)


def test_member_who_comes_second_keeps_their_words(cast: Cast) -> None:
    answered(cast)
    typed = typed_answers(timely="no", timely_remark="食堂月报晚了三天。")
    response = send(cast.supervisors[1], page_of(cast), **typed)
    page = response.content.decode()
    assert (response.status_code, "answered already" in page, "食堂月报晚了三天。" in page) == (400, True, True)


def test_month_to_come_says_so(cast: Cast) -> None:
    response = visiting(cast.member).get(page_of(cast, next_month()))
    assert (response.status_code, "has not begun" in response.content.decode()) == (200, True)


@pytest.mark.parametrize("month", ["2026-13", "1999-12", "2026-00"])
def test_month_that_is_none_is_unknown(cast: Cast, month: str) -> None:
    address = page_of(cast).rsplit("/", 2)[0] + f"/{month}/"
    assert visiting(cast.member).get(address).status_code == 404


def together(cast: Cast, row, *calls) -> list:
    """What each got who pressed while the row was held from all of them."""
    with ThreadPoolExecutor() as pool:
        with held(row):
            pressing = [pool.submit(outcome_of, call) for call in calls]
            until(len(calls))
        return [one.result() for one in pressing]


@pytest.mark.django_db(transaction=True)
def test_two_members_answering_at_once_make_one_checklist(cast: Cast) -> None:
    calls = [lambda who=who: answered(cast, who) for who in cast.supervisors[:2]]
    outcomes = together(cast, Unit.objects.filter(pk=cast.school.pk), *calls)
    assert (sum(isinstance(one, Refused) for one in outcomes), Checklist.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_members_confirming_at_once_close_it_once(cast: Cast) -> None:
    checklist = answered(cast)
    calls = [lambda who=who: confirm(checklist, actor=again(who)) for who in cast.supervisors[1:3]]
    outcomes = together(cast, Checklist.objects.filter(pk=checklist.pk), *calls)
    assert (outcomes.count(None), sum(isinstance(one, Refused) for one in outcomes)) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_confirming_and_striking_out_at_once_is_one_of_them(cast: Cast) -> None:
    checklist = answered(cast)
    calls = [
        lambda: confirm(checklist, actor=again(cast.supervisors[1])),
        lambda: strike(checklist, actor=again(cast.supervisors[2]), reason="第三题答错"),
    ]
    outcomes = together(cast, Checklist.objects.filter(pk=checklist.pk), *calls)
    assert (outcomes.count(None), sum(isinstance(one, Refused) for one in outcomes)) == (1, 1)
