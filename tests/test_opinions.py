import datetime

import pytest
from django.utils import timezone

from apps.disclosures.models import Disclosure
from apps.disclosures.opinions import Review
from apps.disclosures.states import State
from apps.disclosures.workflow import Refused, settle, take
from apps.organization.models import Line, Membership, Role, SchoolRules
from tests.cast import again, draft, person, walk


@pytest.fixture
def item(cast) -> Disclosure:
    return walk(draft(cast), State.IN_REVIEW, cast)


def give(item, cast, *names) -> Disclosure:
    """The members speak one after the other: endorse, return or recuse."""
    for name, member in zip(names, cast.supervisors, strict=False):
        item = take(name, item, actor=member, reason="请写明标准")
    return item


def leave(*people) -> None:
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Membership.objects.filter(user__in=people).update(until=yesterday)


def group_of(size: int, cast) -> None:
    leave(*cast.supervisors[size:])


@pytest.mark.parametrize(("size", "quorum"), [(2, 2), (3, 2), (4, 3), (5, 3), (6, 4), (7, 4)])
def test_more_than_half_of_the_members_decide(cast, item, size, quorum):
    group_of(size, cast)
    assert Review(item).quorum == quorum


@pytest.mark.parametrize(("asked", "quorum"), [(2, 2), (5, 5), (7, 7), (20, 7)])
def test_a_school_sets_its_own_quorum(cast, item, asked, quorum):
    SchoolRules.objects.create(school=cast.school, quorum=asked)
    assert Review(item).quorum == quorum


@pytest.mark.parametrize(("recusals", "quorum"), [(1, 4), (2, 3), (3, 3), (4, 2)])
def test_who_is_recused_is_not_counted(cast, item, recusals, quorum):
    give(item, cast, *["recuse"] * recusals)
    assert Review(item).quorum == quorum


def test_a_disabled_account_is_not_counted(cast, item):
    cast.member.is_active = False
    cast.member.save(update_fields=["is_active"])
    assert cast.member.pk not in {seat.user_id for seat in Review(item).eligible}


def test_a_person_with_two_seats_counts_once(cast, item):
    Membership.objects.create(user=cast.member, unit=cast.bureau, role=Role.SUPERVISION, line=Line.UNION)
    assert len(Review(item).seats) == 7


def test_the_group_of_the_bureau_reviews_its_schools(cast, item):
    bureau = person("局员", Role.SUPERVISION, cast.bureau, line=Line.PARTY)
    assert bureau.pk in {seat.user_id for seat in Review(item).eligible}


def test_the_group_of_another_school_does_not_review(cast, item):
    elsewhere = person("外员", Role.SUPERVISION, cast.other_school, line=Line.PARTY)
    assert elsewhere.pk not in {seat.user_id for seat in Review(item).seats}


@pytest.mark.parametrize(
    ("opinions", "state"),
    [
        (["endorse"] * 3, State.IN_REVIEW),
        (["endorse"] * 4, State.APPROVED),
        (["endorse", "endorse", "endorse", "return"], State.APPROVED),
        (["endorse", "return", "endorse", "return"], State.DRAFT),
        (["endorse", "return", "return", "return"], State.DRAFT),
        (["return"] * 4, State.DRAFT),
        (["recuse", "recuse", "endorse", "endorse"], State.IN_REVIEW),
        (["recuse", "recuse", "endorse", "endorse", "endorse"], State.APPROVED),
        (["endorse", "endorse", "recuse", "recuse", "recuse", "recuse"], State.APPROVED),
    ],
)
def test_the_majority_of_a_quorum_decides(cast, item, opinions, state):
    assert give(item, cast, *opinions).state == state


def test_a_recusal_can_complete_the_quorum(cast, item):
    assert give(item, cast, "endorse", "endorse", "endorse", "recuse", "recuse").state == State.APPROVED


def test_a_returned_item_carries_every_reason(cast, item):
    for member, reason in zip(cast.supervisors, ["标准不明", "缺少附件", "日期有误", "电话有误"], strict=False):
        take("return", item, actor=member, reason=reason)
    assert item.events.get(name="returned").reason == "标准不明\n缺少附件\n日期有误\n电话有误"


def test_a_group_too_small_to_decide_returns_with_a_sentence(cast, item):
    give(item, cast, *["recuse"] * 6)
    assert "2" in item.events.get(name="returned").reason


def test_who_recused_from_one_version_may_speak_on_the_next(cast, item):
    returned = give(item, cast, *["recuse"] * 6)
    assert take("submit", returned, actor=cast.chair).state == State.IN_REVIEW


def test_too_few_members_are_said_before_the_submission(cast):
    group_of(1, cast)
    with pytest.raises(Refused):
        take("submit", draft(cast), actor=cast.chair)


def test_the_drafter_is_not_among_the_two_that_are_needed(cast):
    group_of(2, cast)
    with pytest.raises(Refused):
        take("submit", draft(cast, drafter=cast.member), actor=cast.chair)


def test_the_submitter_is_not_among_the_two_that_are_needed(cast):
    group_of(1, cast)
    Membership.objects.create(user=cast.chair, unit=cast.school, role=Role.SUPERVISION, line=Line.PARTY)
    with pytest.raises(Refused):
        take("submit", draft(cast), actor=again(cast.chair))


def test_a_review_is_settled_when_a_member_left(cast, item):
    give(item, cast, "endorse", "endorse", "endorse")
    leave(*cast.supervisors[5:])
    settle(item, actor=cast.office)
    item.refresh_from_db()
    assert item.state == State.APPROVED


def test_a_review_that_is_not_decided_is_left_alone(cast, item):
    give(item, cast, "endorse", "endorse", "endorse")
    settle(item, actor=cast.office)
    assert item.events.last().name == "endorse"


def test_settling_twice_decides_once(cast, item):
    give(item, cast, "endorse", "endorse", "endorse")
    leave(*cast.supervisors[5:])
    for _ in range(2):
        settle(item, actor=cast.office)
    assert item.events.filter(name="approved").count() == 1


def test_an_opinion_stays_when_its_giver_left(cast, item):
    give(item, cast, "endorse")
    leave(cast.member)
    assert len(Review(item).votes) == 1


@pytest.mark.parametrize("step", ["endorse", "return"])
@pytest.mark.parametrize("tie", ["wrote", "submitted", "leads"])
def test_who_is_bound_gives_no_opinion(cast, step, tie):
    bound = cast.member
    role = Role.CLERK if tie == "wrote" else Role.LEADERSHIP
    Membership.objects.create(user=bound, unit=cast.school, role=role)
    item = draft(cast, drafter=bound if tie == "wrote" else cast.clerk)
    item = take("submit", item, actor=again(bound) if tie == "submitted" else cast.chair)
    with pytest.raises(Refused):
        take(step, item, actor=again(bound), reason="请写明标准")


def test_who_is_bound_is_counted_as_recused(cast):
    item = walk(draft(cast, drafter=cast.member), State.IN_REVIEW, cast)
    assert cast.member.pk not in {seat.user_id for seat in Review(item).eligible}


def test_who_is_bound_may_say_so(cast):
    item = walk(draft(cast, drafter=cast.member), State.IN_REVIEW, cast)
    assert Review(take("recuse", item, actor=cast.member)).opinion_of(cast.member)


def test_nobody_speaks_twice(cast, item):
    give(item, cast, "recuse")
    with pytest.raises(Refused):
        take("endorse", item, actor=cast.member)


def test_others_opinions_are_hidden_until_ones_own_is_given(cast, item):
    give(item, cast, "endorse")
    assert Review(item).seen_by(cast.supervisors[1]) == []


def test_others_opinions_are_seen_after_ones_own(cast, item):
    give(item, cast, "endorse", "endorse")
    assert len(Review(item).seen_by(cast.member)) == 2
