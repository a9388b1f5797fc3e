"""People who act at the same moment: real threads, real transactions.

The test holds a row until everybody waits for it, so that the order in which the threads were started cannot help.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic
from typing import Any

import pytest
from django.db import connection, transaction

from apps.disclosures.factories import AttachmentFactory
from apps.disclosures.models import Disclosure, Register
from apps.disclosures.querysets import DisclosureQuerySet
from apps.disclosures.recording import record_writing
from apps.disclosures.states import State
from apps.disclosures.workflow import Refused, take
from apps.organization.models import SchoolRules
from tests.cast import draft, walk

pytestmark = pytest.mark.django_db(transaction=True)


def outcome_of(call: Callable[[], Any]) -> Any:
    """What a call in a connection of its own returned, or the exception it raised."""
    try:
        return call()
    except Exception as error:
        return error
    finally:
        connection.close()


def waiting() -> int:
    """Number of connections to this database that wait for a row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]


def until(wanted: int) -> None:
    deadline = monotonic() + 10
    while waiting() < wanted:
        assert monotonic() < deadline, f"only {waiting()} of {wanted} wait for one another"


@contextmanager
def held(rows: DisclosureQuerySet) -> Iterator[None]:
    """Nobody else gets these rows until the block ends."""
    with transaction.atomic():
        list(rows.select_for_update())
        yield


def at_once(rows: DisclosureQuerySet, *calls: Callable[[], Any]) -> list[Any]:
    """The outcomes of calls that all wait for the same rows and are let go together."""
    with ThreadPoolExecutor(len(calls)) as pool:
        with held(rows):
            futures = [pool.submit(outcome_of, call) for call in calls]
            until(len(calls))
        return [future.result() for future in futures]


def row(item: Disclosure) -> DisclosureQuerySet:
    return Disclosure.objects.filter(pk=item.pk)


def events(item: Disclosure) -> list[str]:
    return list(item.events.values_list("name", flat=True))


def refusals(outcomes: list[Any]) -> int:
    return sum(isinstance(outcome, Refused) for outcome in outcomes)


def test_the_last_two_of_a_quorum_decide_once(cast):
    SchoolRules.objects.create(school=cast.school, quorum=2)
    item = walk(draft(cast), State.IN_REVIEW, cast)
    at_once(row(item), *[lambda member=member: take("endorse", item, actor=member) for member in cast.supervisors[:2]])
    assert events(item) == ["draft", "submit", "endorse", "endorse", "approved"]


def test_an_opinion_after_the_decision_is_refused_in_words(cast):
    SchoolRules.objects.create(school=cast.school, quorum=2)
    item = walk(draft(cast), State.IN_REVIEW, cast)
    outcomes = at_once(
        row(item), *[lambda member=member: take("endorse", item, actor=member) for member in cast.supervisors[:3]]
    )
    assert refusals(outcomes) == 1


def test_a_double_click_is_one_opinion(cast):
    item = walk(draft(cast), State.IN_REVIEW, cast)
    at_once(row(item), *[lambda: take("endorse", item, actor=cast.member)] * 2)
    assert events(item).count("endorse") == 1


def test_eight_postings_take_the_numbers_one_to_eight(cast):
    items = [walk(draft(cast), State.APPROVED, cast) for _ in range(8)]
    posted = at_once(
        Disclosure.objects.filter(pk__in=[item.pk for item in items]),
        *[lambda item=item: take("post", item, actor=cast.office) for item in items],
    )
    assert sorted(item.register_serial for item in posted) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_a_posting_that_is_rolled_back_gives_its_number_back(cast):
    item = walk(draft(cast), State.APPROVED, cast)
    with transaction.atomic():
        take("post", item, actor=cast.office)
        transaction.set_rollback(True)
    assert walk(draft(cast), State.POSTED, cast).register_serial == 1


def test_a_posting_waits_for_the_number_of_another_that_may_be_rolled_back(cast):
    first, second = (walk(draft(cast), State.APPROVED, cast) for _ in range(2))
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            take("post", first, actor=cast.office)
            later = pool.submit(outcome_of, lambda: take("post", second, actor=cast.office))
            until(1)
            transaction.set_rollback(True)
        assert later.result().register_serial == 1


def test_two_people_post_the_same_item_once(cast):
    item = walk(draft(cast), State.APPROVED, cast)
    outcomes = at_once(row(item), *[lambda: take("post", item, actor=cast.office)] * 2)
    assert (refusals(outcomes), Register.objects.get().last_serial) == (1, 1)


def test_one_of_two_corrections_posted_at_once_is_refused(cast):
    item = walk(draft(cast), State.POSTED, cast)
    both = [walk(draft(cast, replaces=item, change_note="更正联系电话"), State.APPROVED, cast) for _ in range(2)]
    outcomes = at_once(
        Disclosure.objects.filter(pk__in=[each.pk for each in both]),
        *[lambda each=each: take("post", each, actor=cast.office) for each in both],
    )
    assert (refusals(outcomes), Register.objects.get().last_serial) == (1, 2)


def test_a_withdrawal_that_comes_first_stops_the_correction(cast):
    item = walk(draft(cast), State.POSTED, cast)
    take("propose_withdrawal", item, actor=cast.office, reason="附件中有手机号码")
    correction = walk(draft(cast, replaces=item, change_note="更正联系电话"), State.APPROVED, cast)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            take("withdraw", item, actor=cast.chair)
            later = pool.submit(outcome_of, lambda: take("post", correction, actor=cast.office))
            until(1)
        assert isinstance(later.result(), Refused)


def test_a_line_that_is_written_during_a_submission_is_refused(cast):
    item = draft(cast)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            take("submit", item, actor=cast.chair)
            later = pool.submit(outcome_of, lambda: AttachmentFactory(disclosure=item))
            until(1)
        assert "is frozen in state in_review" in str(later.result())


def test_a_submission_waits_for_the_file_that_is_being_written(cast):
    item = draft(cast)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            AttachmentFactory(disclosure=item, name="依据.pdf")
            later = pool.submit(outcome_of, lambda: take("submit", item, actor=cast.chair))
            until(1)
            record_writing(item, actor=cast.clerk)
        later.result()
    assert "依据.pdf" in str(item.events.get(name="submit").detail["content"])


def test_a_submission_of_a_text_that_changed_meanwhile_is_refused(cast):
    item = draft(cast)
    seen = item.stamp
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            record_writing(item, actor=cast.clerk)
            later = pool.submit(outcome_of, lambda: take("submit", item, actor=cast.chair, seen=seen))
            until(1)
        assert isinstance(later.result(), Refused)


def test_two_clerks_who_write_at_once_wait_for_one_another(cast):
    item = draft(cast)

    def attach(writer):
        with transaction.atomic():
            AttachmentFactory(disclosure=item)
            return record_writing(Disclosure.objects.get(pk=item.pk), actor=writer)

    outcomes = at_once(row(item), lambda: attach(cast.clerk), lambda: attach(cast.other_clerk))
    assert [event.name for event in outcomes] == ["edit", "edit"]
