"""My work: what each role finds on its desk, and what it must not find there."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.desk.kinds import LIMIT
from apps.disclosures.models import Disclosure
from apps.disclosures.recording import record_writing
from apps.disclosures.states import State
from apps.disclosures.workflow import take
from apps.organization.models import Role
from tests.cast import draft, person, walk
from tests.visiting import visiting

HOME = reverse("desk:home")
TITLE = "课桌椅采购结果公示"


def desk_of(user):
    return visiting(user).get(HOME)


def found(user) -> dict[str, list[str]]:
    """The titles on somebody's desk, section by section."""
    return {
        section.slug: [row.item.title for row in section.rows]
        for section in desk_of(user).context.get("sections") or []
    }


def row_of(user, slug: str):
    (section,) = [section for section in desk_of(user).context["sections"] if section.slug == slug]
    return section.rows[0]


def returned(cast, **fields):
    """A draft that the supervision group sent back."""
    item = walk(draft(cast, title=TITLE, **fields), State.IN_REVIEW, cast)
    for member in cast.supervisors[:4]:
        item = take("return", item, actor=member, reason="依据请写全文号。")
    return item


def rewritten(item, actor):
    record_writing(item, actor=actor, changed=["basis"])
    return item


def in_days(number: int) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=number)


def test_desk_asks_who_one_is(db):
    assert Client().get(HOME).url == f"{reverse('accounts:sign_in')}?next={HOME}"


def test_desk_is_never_kept_by_a_cache(cast):
    assert "no-store" in desk_of(cast.clerk)["Cache-Control"]


# Drafts.


def test_draft_stands_on_its_clerks_desk(cast):
    draft(cast, title=TITLE)
    assert found(cast.clerk) == {"drafts": [TITLE]}


@pytest.mark.parametrize("who", ["other_clerk", "member", "teacher", "parent", "stranger", "other_chair"])
def test_draft_is_nowhere_on_the_page_of_others(cast, who):
    draft(cast, title=TITLE)
    assert TITLE not in desk_of(getattr(cast, who)).content.decode()


def test_draft_row_says_what_is_missing(cast):
    draft(cast, summary="")
    assert row_of(cast.clerk, "drafts").notes == ["Say in one or two plain sentences what this is about."]


def test_complete_draft_waits_for_the_leadership_group(cast):
    draft(cast)
    assert row_of(cast.clerk, "drafts").notes == ["Complete. A member of the leadership group submits it."]


def test_dated_draft_does_not_promise_to_appear(cast):
    with time_machine.travel("2026-11-22T10:00+08:00", tick=False):
        draft(cast, publish_at=in_days(3))
        assert row_of(cast.clerk, "drafts").notes[-1].endswith("only if it has been approved before.")


def test_complete_draft_is_ready_for_the_leadership_group(cast):
    draft(cast, title=TITLE)
    assert found(cast.chair) == {"ready": [TITLE]}


def test_incomplete_draft_is_not_ready(cast):
    draft(cast, title=TITLE, summary="")
    assert found(cast.chair) == {"drafts": [TITLE]}


def test_ready_row_leads_to_the_step(cast):
    item = draft(cast)
    assert row_of(cast.chair, "ready").address == reverse("admin:notices_notice_step", args=[item.pk, "submit"])


def test_inspector_reads_drafts_and_writes_none(cast):
    draft(cast)
    assert row_of(cast.inspector, "drafts").action == "Look"


def test_inspector_is_not_asked_to_draft(cast):
    assert desk_of(cast.inspector).context["blanks"] == []


def test_clerk_may_begin_an_item_of_every_kind(cast):
    assert reverse("admin:notices_notice_add") in desk_of(cast.clerk).content.decode()


# Returned.


def test_returned_item_stands_apart_from_drafts(cast):
    returned(cast)
    assert found(cast.clerk) == {"returned": [TITLE]}


def test_returned_row_quotes_a_reason_that_several_gave_once(cast):
    returned(cast)
    assert row_of(cast.clerk, "returned").quote == "依据请写全文号。"


def test_untouched_return_is_not_ready_to_submit(cast):
    returned(cast)
    assert found(cast.chair) == {"returned": [TITLE]}


def test_untouched_return_says_that_nothing_was_changed(cast):
    returned(cast)
    assert row_of(cast.clerk, "returned").notes == ["Nothing was changed since it was returned."]


def test_reworked_return_is_ready_to_submit(cast):
    rewritten(returned(cast), cast.clerk)
    assert found(cast.chair) == {"ready": [TITLE]}


def test_only_the_last_return_is_quoted(cast):
    item = walk(rewritten(returned(cast), cast.clerk), State.IN_REVIEW, cast)
    for member in cast.supervisors[:4]:
        item = take("return", item, actor=member, reason="单价有误。")
    assert "依据" not in row_of(cast.clerk, "returned").quote


# In review.


def test_item_in_review_says_how_many_opinions_are_missing(cast):
    item = walk(draft(cast), State.IN_REVIEW, cast)
    take("endorse", item, actor=cast.member)
    assert row_of(cast.clerk, "review").notes == ["3 more opinions are needed."]


def test_item_in_review_waits_for_the_member(cast):
    walk(draft(cast, title=TITLE), State.IN_REVIEW, cast)
    assert found(cast.member) == {"opinions": [TITLE]}


def test_item_no_longer_waits_for_who_has_spoken(cast):
    item = walk(draft(cast), State.IN_REVIEW, cast)
    take("endorse", item, actor=cast.member)
    assert found(cast.member) == {}


def test_nearest_posting_comes_first(cast):
    later, sooner = in_days(5), in_days(2)
    for title, moment in (("无期", None), ("后", later), ("先", sooner)):
        walk(draft(cast, title=title, publish_at=moment), State.IN_REVIEW, cast)
    assert found(cast.member) == {"opinions": ["先", "后", "无期"]}


def test_review_of_another_school_is_not_mine(cast):
    walk(draft(cast, title=TITLE), State.IN_REVIEW, cast)
    elsewhere = person("别处", Role.SUPERVISION, cast.other_school, line="union")
    assert found(elsewhere) == {}


# Approved, posted.


def test_approved_item_waits_for_the_office(cast):
    walk(draft(cast, title=TITLE), State.APPROVED, cast)
    assert found(cast.office) == {"post": [TITLE]}


def test_scheduled_item_waits_for_its_time_and_not_for_the_office(cast):
    walk(draft(cast, title=TITLE, publish_at=in_days(2)), State.APPROVED, cast)
    assert found(cast.office) == {"approved": [TITLE]}


def test_clerk_reads_who_posts(cast):
    walk(draft(cast), State.APPROVED, cast)
    assert row_of(cast.clerk, "approved").notes == ["The disclosure office posts it."]


def test_running_publicity_waits_for_nobody(cast):
    walk(draft(cast), State.POSTED, cast)
    assert found(cast.office) == {}


def test_ended_publicity_waits_to_be_concluded(cast):
    item = walk(draft(cast, title=TITLE), State.POSTED, cast)
    with time_machine.travel(item.publicity_ends_at):
        assert found(cast.office) == {"conclude": [TITLE]}


def test_concluded_item_waits_for_nobody(cast):
    item = walk(draft(cast), State.CONCLUDED, cast)
    with time_machine.travel(item.concluded_at):
        assert found(cast.office) == {}


def test_proposed_withdrawal_waits_for_a_second_person(cast):
    item = walk(draft(cast, title=TITLE), State.POSTED, cast)
    take("propose_withdrawal", item, actor=cast.office, reason="附件中有手机号码")
    assert found(cast.chair) == {"withdrawals": [TITLE]}


def test_proposed_withdrawal_does_not_wait_for_who_proposed_it(cast):
    item = walk(draft(cast), State.POSTED, cast)
    take("propose_withdrawal", item, actor=cast.office, reason="附件中有手机号码")
    assert found(cast.office) == {}


def test_member_of_the_supervision_group_may_confirm_a_withdrawal(cast):
    item = walk(draft(cast), State.POSTED, cast)
    take("propose_withdrawal", item, actor=cast.office, reason="附件中有手机号码")
    address = row_of(cast.member, "withdrawals").address
    stamp = Disclosure.objects.get(pk=item.pk).stamp
    assert visiting(cast.member).post(address, {"stamp": stamp}, follow=True).status_code == 200
    assert Disclosure.objects.get(pk=item.pk).state == State.WITHDRAWN


def test_dropped_withdrawal_waits_for_nobody(cast):
    item = walk(draft(cast), State.POSTED, cast)
    take("propose_withdrawal", item, actor=cast.office, reason="附件中有手机号码")
    take("drop_withdrawal", item, actor=cast.deputy)
    assert found(cast.chair) == {}


# Readers.


@pytest.mark.parametrize(
    ("who", "audiences"), [("teacher", {"staff", "parents"}), ("parent", {"parents"}), ("stranger", set())]
)
def test_reader_is_told_what_they_can_read(cast, who, audiences):
    assert desk_of(getattr(cast, who)).context["audiences"] == audiences


def test_teacher_is_led_to_the_items_for_staff(cast):
    address = f"{reverse('board:list', args=['notices'])}?audience=staff"
    assert address in desk_of(cast.teacher).content.decode()


def test_empty_desk_says_so(cast):
    assert "Nothing waits for you." in desk_of(cast.office).content.decode()


# Size.


def test_long_section_says_how_many_more(cast):
    for _number in range(LIMIT + 2):
        draft(cast)
    assert "2 more are not shown here." in desk_of(cast.clerk).content.decode()


@pytest.fixture
def queries(django_assert_max_num_queries):
    """Opens somebody's desk and allows so many queries."""

    def open_desk(user, most):
        browser = visiting(user)
        with django_assert_max_num_queries(most):
            browser.get(HOME)

    return open_desk


def test_drafts_cost_no_query_each(cast, queries):
    for _number in range(LIMIT + 5):
        draft(cast)
    queries(cast.clerk, 27)


def test_returns_cost_no_query_each(cast, queries):
    for _number in range(6):
        returned(cast)
    queries(cast.clerk, 28)


def test_items_to_post_cost_no_query_each(cast, queries):
    for _number in range(6):
        walk(draft(cast), State.APPROVED, cast)
    queries(cast.office, 36)


def test_review_section_stops_at_its_limit(cast, queries):
    """How many opinions are missing is asked of each review, six queries each, so the rows are limited."""
    for _number in range(LIMIT + 3):
        walk(draft(cast), State.IN_REVIEW, cast)
    queries(cast.clerk, 27 + 6 * LIMIT)
