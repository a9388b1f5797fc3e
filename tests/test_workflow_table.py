"""Step × state × person: who may take which step when. Written by hand, not derived from the code."""

import datetime
from dataclasses import fields

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.disclosures.workflow import STEPS, Refused, take
from tests.cast import Cast, draft, walk

LEADERS = {"chair", "deputy"}
WHO_WITHDRAWS = LEADERS | {"member", "office"}

# What is not in this table is refused to everybody. The office proposed the withdrawal, so it does not confirm it.
TABLE = {
    ("submit", State.DRAFT): LEADERS,
    ("endorse", State.IN_REVIEW): {"member"},
    ("return", State.IN_REVIEW): {"member"},
    ("recuse", State.IN_REVIEW): {"member"},
    ("post", State.APPROVED): {"office"},
    ("recall", State.APPROVED): LEADERS,
    ("conclude", State.POSTED): {"office"},
    ("propose_withdrawal", State.POSTED): WHO_WITHDRAWS,
    ("propose_withdrawal", State.CONCLUDED): WHO_WITHDRAWS,
    ("drop_withdrawal", State.POSTED): WHO_WITHDRAWS,
    ("drop_withdrawal", State.CONCLUDED): WHO_WITHDRAWS,
    ("withdraw", State.POSTED): WHO_WITHDRAWS - {"office"},
    ("withdraw", State.CONCLUDED): WHO_WITHDRAWS - {"office"},
}
NAMES = (
    "submit",
    "endorse",
    "return",
    "recuse",
    "post",
    "recall",
    "conclude",
    "propose_withdrawal",
    "drop_withdrawal",
    "withdraw",
)


def everybody(cast: Cast) -> dict[str, User]:
    named = {field.name: getattr(cast, field.name) for field in fields(cast)}
    people = {name: value for name, value in named.items() if isinstance(value, User)}
    return {**people, "member": cast.member, "superuser": User.objects.create_superuser("root")}


def may(step: str, item: Disclosure, person: User) -> bool:
    """Whether the step is taken; it is undone again. To be stopped by the database alone is to be allowed."""
    point = transaction.savepoint()
    try:
        take(step, item, actor=person, reason="附件中有手机号码", outcome="no_objection")
    except Refused as refusal:
        return refusal.__cause__ is not None
    finally:
        transaction.savepoint_rollback(point)
    return True


def ready(step: str, state: str, cast: Cast) -> Disclosure:
    """An item in this state on which the step waits for nothing but the right person."""
    item = walk(draft(cast), state, cast)
    if step in ("drop_withdrawal", "withdraw") and state in (State.POSTED, State.CONCLUDED):
        take("propose_withdrawal", item, actor=cast.office, reason="附件中有手机号码")
    return item


def test_the_table_names_every_step():
    assert set(STEPS) == set(NAMES)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", NAMES)
def test_a_step_is_taken_by_those_who_may(cast, step, state):
    item = ready(step, state, cast)
    with time_machine.travel(item.publicity_ends_at or timezone.now(), tick=False):
        allowed = {name for name, person in everybody(cast).items() if may(step, item, person)}
    assert allowed == TABLE.get((step, state), set())


def test_the_clock_posts_at_the_time_that_was_set(cast):
    at = timezone.now() + datetime.timedelta(days=1)
    item = walk(draft(cast, publish_at=at), State.APPROVED, cast)
    with time_machine.travel(at, tick=False):
        assert take("post", item, actor=User.objects.clock()).state == State.POSTED


@pytest.mark.parametrize("actor", ["clock", "office"])
def test_nobody_posts_before_the_time_that_was_set(cast, actor):
    item = walk(draft(cast, publish_at=timezone.now() + datetime.timedelta(days=1)), State.APPROVED, cast)
    with pytest.raises(Refused):
        take("post", item, actor=cast.office if actor == "office" else User.objects.clock())


@pytest.mark.parametrize("step", sorted(set(NAMES) - {"post"}))
def test_the_clock_takes_no_other_step(cast, step):
    item = ready(step, next(state for name, state in TABLE if name == step), cast)
    with time_machine.travel(item.publicity_ends_at or timezone.now(), tick=False):
        assert not may(step, item, User.objects.clock())


def test_an_unknown_step_is_refused_in_words(cast):
    with pytest.raises(Refused):
        take("publish", draft(cast), actor=cast.chair)


@pytest.mark.parametrize(
    ("step", "state", "given"),
    [
        ("return", State.IN_REVIEW, {"reason": "  "}),
        ("propose_withdrawal", State.POSTED, {"reason": ""}),
        ("conclude", State.POSTED, {"outcome": ""}),
        ("conclude", State.POSTED, {"outcome": "cancelled"}),
    ],
)
@pytest.mark.usefixtures("nobody_counts")
def test_a_step_without_what_it_needs_is_refused(cast, step, state, given):
    item = walk(draft(cast), state, cast)
    actor = cast.member if step == "return" else cast.office
    with time_machine.travel(item.publicity_ends_at or timezone.now(), tick=False), pytest.raises(Refused) as refusal:
        take(step, item, actor=actor, **given)
    assert (len(refusal.value.reasons), refusal.value.__cause__) == (1, None)


def test_a_refusal_lists_every_reason(cast):
    item = draft(cast, summary="", objection_contact="")
    with pytest.raises(Refused) as refusal:
        take("submit", item, actor=cast.clerk)
    assert len(refusal.value.reasons) == 3  # no role, no plain words, nobody to object to


def test_a_refused_step_leaves_no_event(cast):
    item = draft(cast)
    with pytest.raises(Refused):
        take("submit", item, actor=cast.clerk)
    assert list(item.events.values_list("name", flat=True)) == ["draft"]


def test_a_step_on_a_text_that_changed_since_is_refused(cast):
    item = draft(cast)
    with pytest.raises(Refused):
        take("submit", item, actor=cast.chair, seen="0.0")


def test_a_step_on_the_text_that_was_seen_is_taken(cast):
    item = draft(cast)
    assert take("submit", item, actor=cast.chair, seen=item.stamp).state == State.IN_REVIEW


def test_an_item_without_a_period_has_nothing_to_conclude(cast):
    item = walk(draft(cast, publicity_days=None), State.POSTED, cast)
    assert not may("conclude", item, cast.office)


def test_a_period_that_runs_is_not_concluded(cast):
    item = walk(draft(cast), State.POSTED, cast)
    assert not may("conclude", item, cast.office)


def test_a_dropped_withdrawal_cannot_be_confirmed(cast):
    item = ready("withdraw", State.POSTED, cast)
    take("drop_withdrawal", item, actor=cast.chair)
    assert not may("withdraw", item, cast.chair)


def test_a_withdrawal_is_proposed_once(cast):
    item = ready("withdraw", State.POSTED, cast)
    assert not may("propose_withdrawal", item, cast.chair)
