"""What happens by itself, and only once."""

import datetime
import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from apps.accounts.models import User
from apps.disclosures.models import Disclosure
from apps.disclosures.signals import step_taken
from apps.disclosures.states import State
from apps.disclosures.workflow import take
from apps.organization.models import SchoolRules
from tests.cast import draft, walk

TOMORROW = datetime.timedelta(days=1)


@pytest.fixture
def tick(capsys):
    """Run the command once and return what it said."""

    def run():
        call_command("tick")
        return capsys.readouterr().out.splitlines()

    return run


def planned(cast, **fields):
    """An approved item that is to be posted tomorrow."""
    return walk(draft(cast, publish_at=timezone.now() + TOMORROW, **fields), State.APPROVED, cast)


def test_item_is_posted_when_its_time_has_come(cast, tick):
    item = planned(cast)
    with time_machine.travel(item.publish_at, tick=False):
        tick()
    item.refresh_from_db()
    assert (item.state, item.register_serial) == (State.POSTED, 1)


def test_posting_is_recorded_in_the_name_of_the_clock(cast, tick):
    item = planned(cast)
    with time_machine.travel(item.publish_at, tick=False):
        tick()
    assert item.events.named("post").get().actor.is_clock


def test_command_says_what_it_posted(cast, tick):
    item = planned(cast)
    with time_machine.travel(item.publish_at, tick=False):
        (said,) = tick()
    assert item.title in said


def test_item_is_not_posted_before_its_time(cast, tick):
    item = planned(cast)
    tick()
    item.refresh_from_db()
    assert item.state == State.APPROVED


def test_item_without_a_time_waits_for_the_office(cast, tick):
    item = walk(draft(cast), State.APPROVED, cast)
    tick()
    item.refresh_from_db()
    assert item.state == State.APPROVED


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW])
def test_dated_item_that_is_not_approved_is_not_posted(cast, tick, state):
    item = walk(draft(cast, publish_at=timezone.now() + TOMORROW), state, cast)
    with time_machine.travel(item.publish_at + TOMORROW, tick=False):
        tick()
    item.refresh_from_db()
    assert item.state == state


def test_second_turn_has_nothing_to_do(cast, tick):
    item = planned(cast)
    with time_machine.travel(item.publish_at, tick=False):
        tick()
        assert tick() == []


@pytest.fixture
def withdrawn_original(cast):
    """An approved correction whose original was withdrawn in the meantime, so that it cannot be posted."""
    original = walk(draft(cast), State.POSTED, cast)
    item = planned(cast, replaces=original, change_note="更正")
    walk(Disclosure.objects.get(pk=original.pk).specific, State.WITHDRAWN, cast)
    return item


def test_refusal_of_one_item_does_not_stop_the_others(cast, tick, withdrawn_original):
    item = planned(cast)
    with time_machine.travel(item.publish_at, tick=False):
        tick()
    item.refresh_from_db()
    assert item.state == State.POSTED


def test_refusal_is_said_in_words(withdrawn_original, tick):
    with time_machine.travel(withdrawn_original.publish_at, tick=False):
        (said,) = tick()
    assert withdrawn_original.title in said


@pytest.fixture
def lowered_quorum(cast):
    """A review that has enough opinions since the school lowered its quorum."""
    item = walk(draft(cast), State.IN_REVIEW, cast)
    for member in cast.supervisors[:2]:
        item = take("endorse", item, actor=member)
    SchoolRules.objects.create(school=cast.school, quorum=2)
    return item


def test_review_with_enough_opinions_is_decided(lowered_quorum, tick):
    tick()
    lowered_quorum.refresh_from_db()
    assert lowered_quorum.state == State.APPROVED


def test_decision_is_recorded_in_the_name_of_the_clock(lowered_quorum, tick):
    tick()
    assert lowered_quorum.events.named("approved").get().actor.is_clock


def test_review_without_enough_opinions_goes_on(cast, tick):
    item = walk(draft(cast), State.IN_REVIEW, cast)
    tick()
    item.refresh_from_db()
    assert item.state == State.IN_REVIEW


def test_nobody_signs_in_as_the_clock(db, tick, client):
    tick()
    assert not User.objects.get(username=User.CLOCK).has_usable_password()


@pytest.mark.parametrize("every", ["0", "-5", "soon"])
def test_odd_interval_is_refused(every):
    with pytest.raises(CommandError):
        call_command("tick", "--every", every)


@pytest.mark.django_db(transaction=True)
def test_two_turns_at_once_post_each_item_once(cast):
    items = [planned(cast) for _number in range(3)]

    def run(_number):
        try:
            call_command("tick")
        finally:
            connection.close()

    with time_machine.travel(items[-1].publish_at, tick=True), ThreadPoolExecutor() as pool:
        list(pool.map(run, range(2)))
    serials = Disclosure.objects.order_by("register_serial").values_list("register_serial", flat=True)
    assert (list(serials), Disclosure.objects.filter(events__name="post").count()) == ([1, 2, 3], 3)


@pytest.mark.django_db(transaction=True)
def test_loop_ends_at_sigterm_after_the_work_at_hand(cast):
    item, before = planned(cast), signal.getsignal(signal.SIGTERM)

    def end(**_kwargs):
        os.kill(os.getpid(), signal.SIGTERM)

    step_taken.connect(end)
    try:
        with time_machine.travel(item.publish_at, tick=False):
            call_command("tick", "--every", "3600")
    finally:
        step_taken.disconnect(end)
        signal.signal(signal.SIGTERM, before)
    item.refresh_from_db()
    assert item.state == State.POSTED
