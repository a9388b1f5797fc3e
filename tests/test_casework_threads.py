"""Two people who send the same reply at the same moment: it goes out once, and the second is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from apps.cases.models import Case
from apps.cases.states import State
from apps.casework.deeds import DEEDS, perform, stamp_of
from apps.disclosures.workflow import Refused
from tests.caseworking import filed, walked
from tests.cast import again
from tests.test_concurrency import held, outcome_of, until

pytestmark = pytest.mark.django_db(transaction=True)


def together(case: Case, *people) -> list:
    """What each got who pressed “Send the reply” while the row was held from all of them."""
    seen, row = stamp_of(case), Case.objects.filter(pk=case.pk)

    def send(person):
        return outcome_of(lambda: perform(DEEDS["send_reply"], case, actor=again(person), seen=seen, data={}))

    with ThreadPoolExecutor() as pool:
        with held(row):
            sending = [pool.submit(send, person) for person in people]
            until(len(people))
        return [one.result() for one in sending]


def test_reply_sent_by_two_goes_out_once(cast):
    case = walked(filed(cast), State.DRAFTED, cast)
    outcomes = together(case, cast.chair, cast.deputy)
    refused = [one for one in outcomes if isinstance(one, Refused)]
    assert (outcomes.count(None), len(refused), case.events.filter(name="send_reply").count()) == (1, 1, 1)
    assert refused[0].reasons


def test_reply_sent_twice_by_one_person_is_sent_once(cast):
    case = walked(filed(cast), State.DRAFTED, cast)
    assert together(case, cast.chair, cast.chair) == [None, None]
    assert case.events.filter(name="send_reply").count() == 1
