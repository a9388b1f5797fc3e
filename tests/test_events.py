import pytest
from django.test import TestCase

from apps.disclosures.models import Disclosure, Event
from apps.disclosures.recording import record_writing
from apps.disclosures.signals import step_requested, step_taken
from apps.disclosures.states import State
from apps.disclosures.workflow import STEPS, Refused, obstacles, take
from apps.organization.models import Membership, Role
from tests.cast import again, draft, walk


def names(item: Disclosure) -> list[str]:
    return list(item.events.values_list("name", flat=True))


def test_a_whole_life_leaves_its_events(cast):
    item = walk(draft(cast), State.WITHDRAWN, cast)
    assert names(item) == [
        "draft",
        "submit",
        *["endorse"] * 4,
        "approved",
        "post",
        "propose_withdrawal",
        "withdraw",
    ]


def test_a_correction_leaves_an_event_on_both_items(cast):
    item = walk(draft(cast), State.SUPERSEDED, cast)
    assert (item.events.last().name, item.events.last().reason) == ("superseded", "更正联系电话")


def test_the_first_writing_is_the_draft_and_the_next_are_edits(cast):
    item = draft(cast)
    record_writing(item, actor=cast.other_clerk)
    assert names(item) == ["draft", "edit"]


def test_an_edit_says_what_was_changed(cast):
    event = record_writing(draft(cast), actor=cast.clerk, changed=["题目", "附件"])
    assert event.detail == {"changed": ["题目", "附件"]}


def test_each_writing_changes_the_stamp(cast):
    item = draft(cast)
    before = item.stamp
    record_writing(item, actor=cast.clerk)
    assert item.stamp != before


def test_a_step_tells_from_where_to_where(cast):
    event = walk(draft(cast), State.POSTED, cast).events.last()
    assert (event.from_state, event.to_state, event.version) == ("approved", "posted", 1)


def test_an_opinion_moves_nothing(cast):
    item = take("endorse", walk(draft(cast), State.IN_REVIEW, cast), actor=cast.member)
    event = item.events.last()
    assert (event.from_state, event.to_state) == ("in_review", "in_review")


def test_the_name_stays_when_the_account_is_deleted(cast):
    item = draft(cast)
    cast.clerk.delete()
    assert (item.events.get().actor_name, item.events.get().actor_id) == ("许文", item.drafter_id)


def test_the_name_stays_when_the_account_is_renamed(cast):
    item = draft(cast)
    cast.clerk.name = "许文新"
    cast.clerk.save()
    assert item.events.get().actor_name == "许文"


def test_an_item_walks_on_when_its_drafter_was_deleted(cast):
    item = draft(cast, responsible=cast.deputy)
    cast.clerk.delete()
    cast.deputy.delete()
    assert walk(item, State.POSTED, cast).state == State.POSTED


def test_a_member_who_is_also_staff_endorses_as_a_member(cast):
    Membership.objects.create(user=cast.member, unit=cast.school, role=Role.STAFF)
    item = take("endorse", walk(draft(cast), State.IN_REVIEW, cast), actor=again(cast.member))
    assert item.events.last().actor_title == "党组织代表"


def test_a_withdrawal_carries_the_reason_of_its_proposal(cast):
    item = walk(draft(cast), State.WITHDRAWN, cast)
    assert (item.withdrawal_reason, item.events.last().reason) == ("附件中有手机号码",) * 2


def test_a_conclusion_carries_its_outcome(cast):
    item = walk(draft(cast), State.CONCLUDED, cast)
    assert (item.outcome, item.events.last().detail["outcome"]) == ("no_objection", "no_objection")


def test_a_step_is_told_after_the_commit(cast):
    told = []

    def listen(sender, item, event, **kwargs):
        told.append(event.name)

    step_taken.connect(listen)
    item = draft(cast)
    with TestCase.captureOnCommitCallbacks(execute=True):
        take("submit", item, actor=cast.chair)
        assert told == []
    step_taken.disconnect(listen)
    assert told == ["submit"]


def test_a_sibling_can_speak_against_a_step(cast):
    def object_to(sender, item, step, actor, **kwargs):
        return ["有一件异议尚未答复。"] if step.name == "submit" else []

    step_requested.connect(object_to)
    try:
        assert obstacles(draft(cast), STEPS["submit"], cast.chair) == ["有一件异议尚未答复。"]
    finally:
        step_requested.disconnect(object_to)


@pytest.mark.django_db(transaction=True)
def test_a_refused_step_leaves_nothing_behind(cast):
    item = draft(cast, summary="")
    with pytest.raises(Refused):
        take("submit", item, actor=cast.chair)
    assert Event.objects.count() == 1
