"""People who act on a case at the same moment: one consistent result each, and every refusal in words."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from apps.accounts.models import User
from apps.cases.clock import settle_cases
from apps.cases.filing import Receipt, TooLate, file_case
from apps.cases.models import Attachment, Case, Identity
from apps.cases.states import State
from apps.cases.types import Type
from apps.cases.workflow import take
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State as ItemState
from apps.disclosures.workflow import Refused
from apps.disclosures.workflow import take as take_item
from tests.casing import TEXT, checker, filed, names_of, posted, walked
from tests.cast import again
from tests.test_cases_filing import upload
from tests.test_concurrency import at_once, held, outcome_of, until

pytestmark = pytest.mark.django_db(transaction=True)


def results(outcomes: list[Any], *kinds: type) -> list[str]:
    """The kind of each outcome; anything that is none of these is named and makes the test fail."""
    return sorted(next((kind.__name__ for kind in kinds if isinstance(one, kind)), repr(one)) for one in outcomes)


def row(case: Case):
    return Case.objects.filter(pk=case.pk)


def item_row(item: Disclosure):
    return Disclosure.objects.filter(pk=item.pk)


def on_the_item(item: Disclosure, *calls: Callable[[], Any]) -> list[Any]:
    return at_once(item_row(item), *calls)


def test_form_sent_twice_at_once_is_one_case(cast):
    token, item = uuid.uuid4(), posted(cast)

    def send():
        return file_case(
            Type.OBJECTION, school=cast.school, text=TEXT, disclosure=item, form_token=token, files=[upload()]
        )

    outcomes = on_the_item(item, send, send)
    assert results(outcomes, Receipt) == ["Receipt", "Receipt"]
    assert sorted(receipt.is_new for receipt in outcomes) == [False, True]
    assert (Case.objects.count(), Attachment.objects.count()) == (1, 1)


@pytest.mark.parametrize("first", ["conclude", "object"])
def test_item_is_concluded_or_objected_to(cast, first):
    item = posted(cast)
    with time_machine.travel(item.publicity_ends_at) as clock:
        came = item.publicity_ends_at - datetime.timedelta(minutes=1)
        calls = {
            "conclude": lambda: take_item("conclude", item, actor=cast.office, outcome="no_objection"),
            "object": lambda: file_case(
                Type.OBJECTION, school=cast.school, text=TEXT, disclosure=item, channel="phone", received_at=came
            ),
        }
        order = sorted(calls, key=lambda name: name != first)
        outcomes = on_the_item(item, *(calls[name] for name in order))
        assert clock
    is_concluded = item_row(item).get().state == ItemState.CONCLUDED
    kinds = (Receipt, TooLate, Refused, Disclosure)
    assert results(outcomes, *kinds) in (
        ["Receipt", "Refused"],
        [type(item).__name__, "TooLate"],
        ["Disclosure", "TooLate"],
    )
    assert Case.objects.open().exists() is not is_concluded


def test_item_is_concluded_or_its_objection_opened_again(cast):
    item = posted(cast)
    case = walked(filed("objection", cast, item), State.REPLIED, cast)
    with time_machine.travel(item.publicity_ends_at):
        outcomes = on_the_item(
            item,
            lambda: take_item("conclude", item, actor=cast.office, outcome="no_objection"),
            lambda: take("redo", case, actor=None, text="没有回答我的问题。"),
        )
    assert sum(isinstance(one, Refused) for one in outcomes) == 1
    assert Case.objects.open().exists() is (item_row(item).get().state == ItemState.POSTED)


def test_reply_is_sent_once(cast):
    case = walked(filed("complaint", cast), State.DRAFTED, cast)
    outcomes = at_once(
        row(case), *[lambda who=who: take("send_reply", case, actor=who) for who in cast.supervisors[:2]]
    )
    assert results(outcomes, Case, Refused) == ["Case", "Refused"]
    assert names_of(case).count("send_reply") == 1


def test_two_cases_are_not_answered_by_one_another(cast):
    one, other = (walked(filed("opinion", cast), State.ACCEPTED, cast) for _ in range(2))
    outcomes = at_once(
        Case.objects.order_by("pk"),
        lambda: take("merge", one, actor=again(cast.office), into=other),
        lambda: take("merge", other, actor=again(cast.office), into=one),
    )
    assert results(outcomes, Case, Refused) == ["Case", "Refused"]
    assert sorted(Case.objects.values_list("state", flat=True)) == [State.ACCEPTED, State.MERGED]


def test_main_case_is_taken_back_or_joined(cast):
    main, other = (walked(filed("opinion", cast), State.ACCEPTED, cast) for _ in range(2))
    outcomes = at_once(
        Case.objects.order_by("pk"),
        lambda: take("withdraw", main, actor=None),
        lambda: take("merge", other, actor=cast.office, into=main),
    )
    assert results(outcomes, Case, Refused) == ["Case", "Refused"]


def test_main_case_is_answered_while_another_joins(cast):
    main, other = (walked(filed("opinion", cast), State.ASSIGNED, cast) for _ in range(2))
    outcomes = at_once(
        Case.objects.order_by("pk"),
        lambda: take("draft_reply", main, actor=cast.other_clerk, text="已核实，特此答复。", finding="explained"),
        lambda: take("merge", other, actor=cast.office, into=main),
    )
    assert results(outcomes, Case, Refused) in (["Case", "Case"], ["Case", "Refused"])
    assert Case.objects.filter(state=State.MERGED).count() == sum(isinstance(one, Case) for one in outcomes) - 1


def test_case_is_assigned_or_taken_back(cast):
    case = walked(filed("opinion", cast), State.ACCEPTED, cast)
    outcomes = at_once(
        row(case),
        lambda: take("assign", case, actor=cast.office, handler=cast.clerk),
        lambda: take("withdraw", case, actor=None),
    )
    assert row(case).get().state == State.WITHDRAWN
    assert results(outcomes, Case, Refused) in (["Case", "Case"], ["Case", "Refused"])


def test_case_is_assigned_once(cast):
    case = walked(filed("opinion", cast), State.ACCEPTED, cast)
    outcomes = at_once(
        row(case),
        *[
            lambda who=who: take("assign", case, actor=cast.office, handler=who)
            for who in (cast.clerk, cast.other_clerk)
        ],
    )
    assert results(outcomes, Case, Refused) == ["Case", "Refused"]


def test_two_people_sending_and_closing_a_whole_list_block_nobody(cast):
    """Many rows in opposite orders: each step is its own transaction."""
    cases = [walked(filed("opinion", cast), State.DRAFTED, cast) for _ in range(6)]

    def send_all(order):
        return [outcome_of(lambda case=case: take("send_reply", case, actor=checker(case, cast))) for case in order]

    with ThreadPoolExecutor(2) as pool:
        found = [pool.submit(send_all, order) for order in (cases, cases[::-1])]
        outcomes = [one for each in found for one in each.result()]
    assert results(outcomes, Case, Refused) == ["Case"] * 6 + ["Refused"] * 6


def test_two_clocks_do_everything_once(cast):
    overdue = filed("opinion", cast)
    answered = walked(filed("opinion", cast), State.REPLIED, cast)
    gone = walked(filed("opinion", cast, identity={"name": "陶然"}), State.WITHDRAWN, cast)
    clock = User.objects.clock()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=100)), ThreadPoolExecutor(2) as pool:
        with held(Case.objects.order_by("pk")):
            ticks = [pool.submit(outcome_of, lambda: settle_cases(None, clock=clock)) for _ in range(2)]
            until(2)
        said = [tick.result() for tick in ticks]
    assert all(isinstance(one, list) for one in said)
    assert [names_of(case)[-3:].count(name) for case, name in ((answered, "close"), (gone, "forget"))] == [1, 1]
    assert (names_of(overdue).count("climb"), Identity.objects.count()) == (3, 0)
