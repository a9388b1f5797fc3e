"""An approved item found to be wrong before it is posted goes back to its drafters, and through review again."""

import pytest

from apps.disclosures.states import State
from apps.disclosures.workflow import Refused, take
from tests.cast import draft, walk
from tests.office import address, at_the_desk


@pytest.fixture
def recalled(cast):
    item = walk(draft(cast), State.APPROVED, cast)
    return take("recall", item, actor=cast.chair, reason="会议改期，时间写错了")


def test_a_recalled_item_is_a_draft_that_can_be_written(recalled):
    assert recalled.state == State.DRAFT


def test_a_recalled_item_is_reviewed_as_the_next_version(recalled, cast):
    assert walk(recalled, State.IN_REVIEW, cast).version == 2


def test_opinions_on_the_recalled_version_do_not_count(recalled, cast):
    item = walk(recalled, State.IN_REVIEW, cast)
    assert take("endorse", item, actor=cast.supervisors[0]).state == State.IN_REVIEW


def test_the_form_does_not_blame_the_supervision_group_for_a_recall(recalled, cast):
    page = at_the_desk(cast.clerk).get(address(recalled)).content.decode()
    assert "Taken back to draft" in page
    assert "Returned by the supervision group" not in page


def test_a_recall_needs_a_reason(cast):
    item = walk(draft(cast), State.APPROVED, cast)
    with pytest.raises(Refused, match="reason|理由"):
        take("recall", item, actor=cast.chair)


def test_a_posted_item_is_not_recalled(cast):
    item = walk(draft(cast), State.POSTED, cast)
    with pytest.raises(Refused):
        take("recall", item, actor=cast.chair, reason="写错了")
