"""The review page: who opens it, what it hides until one has spoken, and giving an opinion."""

import datetime
import html

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.desk.kinds import LIMIT
from apps.desk.queue import in_review
from apps.disclosures.factories import AttachmentFactory
from apps.disclosures.models import Disclosure
from apps.disclosures.recording import record_writing
from apps.disclosures.states import State
from apps.disclosures.workflow import take
from apps.organization.models import Role
from tests.cast import draft, person, walk
from tests.visiting import ENGLISH, visiting

QUEUE = reverse("desk:queue")
BODY = (
    "<p>各位家长：现将本学期校外实践活动的安排公布如下，请您仔细阅读并按时反馈意见。</p>"
    "<p>活动定于4月20日进行，由各年级分别组织，出发时间另行通知各班。</p>"
    "<p>费用按照实际支出收取，多退少不补；家庭经济困难的学生可以申请减免。</p>"
)


def page_of(item) -> str:
    return reverse("desk:review", args=[item.pk])


def see(item, user):
    return visiting(user).get(page_of(item))


def text_of(response) -> str:
    return html.unescape(response.content.decode())


def give(item, user, step="", **typed):
    """Press the button, with the stamp of the text as it is now unless another is given."""
    current = Disclosure.objects.get(pk=item.pk)
    return visiting(user).post(page_of(item), {"step": step, "seen": current.stamp, **typed})


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.fixture
def item(cast):
    """An item in review, its title and body known."""
    return walk(draft(cast, title="校外实践代收费公示", body=BODY), State.IN_REVIEW, cast)


# Who opens it.


@pytest.mark.parametrize(
    "who", ["clerk", "other_clerk", "chair", "office", "teacher", "parent", "inspector", "stranger"]
)
def test_page_is_not_there_for_who_may_not_endorse(cast, item, who):
    assert see(item, getattr(cast, who)).status_code == 404


def test_page_is_not_there_for_the_group_of_another_school(cast, item):
    assert see(item, person("别处", Role.SUPERVISION, cast.other_school, line="union")).status_code == 404


def test_page_is_not_there_for_a_superuser(item):
    assert see(item, User.objects.create_superuser("configures")).status_code == 404


def test_page_asks_who_one_is(item):
    assert Client().get(page_of(item)).url == f"{reverse('accounts:sign_in')}?next={page_of(item)}"


def test_draft_is_not_there_for_a_member(cast):
    assert see(draft(cast), cast.member).status_code == 404


def test_draft_is_not_there_for_a_member_who_also_leads(cast):
    person_also_leads(cast.member, cast)
    assert see(draft(cast), cast.member).status_code == 404


def test_opinion_on_a_draft_that_was_never_submitted_finds_nothing(cast):
    assert give(draft(cast), cast.member, "endorse").status_code == 404


@pytest.mark.parametrize("who", ["clerk", "teacher", "office"])
def test_queue_is_not_there_for_who_may_not_endorse(cast, who):
    assert visiting(getattr(cast, who)).get(QUEUE).status_code == 404


# The queue.


def queue_of(user):
    return visiting(user).get(QUEUE).context["queue"]


def test_queue_begins_with_what_waits(cast, item):
    spoken = walk(draft(cast), State.IN_REVIEW, cast)
    take("endorse", spoken, actor=cast.member)
    queue = queue_of(cast.member)
    assert (queue.waiting, queue.given) == ([Disclosure(pk=item.pk)], [Disclosure(pk=spoken.pk)])


def test_item_still_waits_when_another_member_has_spoken(cast, item):
    take("endorse", item, actor=cast.supervisors[1])
    assert queue_of(cast.member).waiting == [Disclosure(pk=item.pk)]


def test_what_waits_is_not_crowded_out_by_what_is_spoken_on(cast, item):
    spoken = walk(draft(cast, publish_at=timezone.now() + datetime.timedelta(days=1)), State.IN_REVIEW, cast)
    take("endorse", spoken, actor=cast.member)
    assert [found.pk for found in in_review(cast.member)] == [item.pk, spoken.pk]


def test_queue_says_why_a_leader_does_not_decide(cast, item):
    leader = person("兼任", Role.SUPERVISION, cast.school, line="party")
    person_also_leads(leader, cast)
    assert queue_of(leader).recused[0][1] == ["Members of the leadership group give no opinion in the review."]


def person_also_leads(user, cast):
    user.memberships.create(unit=cast.school, role=Role.LEADERSHIP, since="2020-01-01")


def test_queue_says_why_a_writer_does_not_decide(cast):
    written = draft(cast)
    record_writing(written, actor=cast.member, changed=["title"])
    walk(written, State.IN_REVIEW, cast)
    assert queue_of(cast.member).recused[0][1] == ["You had a hand in this text, so you cannot give an opinion on it."]


def test_queue_costs_one_query_a_row(cast, django_assert_max_num_queries):
    for _number in range(LIMIT + 2):
        walk(draft(cast), State.IN_REVIEW, cast)
    browser = visiting(cast.member)
    with django_assert_max_num_queries(9 + LIMIT):
        browser.get(QUEUE)


def test_page_costs_a_fixed_number_of_queries(cast, item, django_assert_max_num_queries):
    browser = visiting(cast.member)
    with django_assert_max_num_queries(27):
        browser.get(page_of(item))


# What it hides, what it shows.


def test_others_opinions_are_hidden_until_ones_own(cast, item):
    take("return", item, actor=cast.supervisors[1], reason="单价与合同不符")
    assert "单价与合同不符" not in text_of(see(item, cast.member))


def test_others_opinions_leave_no_trace_in_the_context(cast, item):
    take("return", item, actor=cast.supervisors[1], reason="单价与合同不符")
    assert see(item, cast.member).context["opinions"] == []


def test_seat_tells_only_that_somebody_has_taken_part(cast, item):
    take("return", item, actor=cast.supervisors[1], reason="单价与合同不符")
    spoken = [seat.spoken for seat in see(item, cast.member).context["seats"]]
    assert spoken[1] == "administration representative, has taken part"


def test_seats_look_the_same_whatever_was_said(cast, item):
    take("return", item, actor=cast.supervisors[1], reason="单价与合同不符")
    take("endorse", item, actor=cast.supervisors[2])
    assert [seat.looks for seat in see(item, cast.member).context["seats"]][1:3] == ["seat seat--in"] * 2


def test_opinions_are_shown_after_ones_own(cast, item):
    take("return", item, actor=cast.supervisors[1], reason="单价与合同不符")
    take("endorse", item, actor=cast.member)
    assert "单价与合同不符" in text_of(see(item, cast.member))


def test_opinions_are_shown_by_role_and_never_by_name(cast, item):
    take("return", item, actor=cast.supervisors[1], reason="单价与合同不符")
    take("endorse", item, actor=cast.member)
    assert cast.supervisors[1].name not in text_of(see(item, cast.member))


def test_preview_shows_the_text_with_its_kind(item, cast):
    assert "活动定于4月20日进行" in text_of(see(item, cast.member))


def test_preview_links_the_files(cast):
    written = draft(cast)
    with transaction.atomic():
        file = AttachmentFactory(disclosure=written)
        record_writing(written, actor=cast.clerk, changed=["attachments"])
    walk(written, State.IN_REVIEW, cast)
    assert file.get_absolute_url() in text_of(see(written, cast.member))


def checks_of(item, user) -> dict[str, bool]:
    return {check.title: check.is_warning for check in see(item, user).context["checks"]}


def test_missing_basis_is_a_warning(cast, item):
    assert checks_of(item, cast.member)["Basis: none"]


def test_warnings_come_first(cast, item):
    warnings = list(checks_of(item, cast.member).values())
    assert warnings == sorted(warnings, reverse=True)


def test_audience_wider_than_the_catalogue_means_is_a_warning(cast):
    item = draft(cast, audience="public", heading__code="9902", heading__audience="staff")
    assert checks_of(walk(item, State.IN_REVIEW, cast), cast.member)["Audience: public"]


def test_audience_the_catalogue_means_is_no_warning(cast, item):
    assert not checks_of(item, cast.member)["Audience: public"]


def test_rule_no_longer_met_is_a_warning(cast, item):
    """The heading asks for more days than when the item was submitted."""
    item.heading.publicity_days = 7
    item.heading.save()
    assert checks_of(item, cast.member)["A rule is not met"]


# What changed.


def second_version(cast, item):
    """Returned by four members, rewritten in its second sentence, submitted again."""
    for member in cast.supervisors[:4]:
        item = take("return", item, actor=member, reason="日期有误")
    with transaction.atomic():
        item.body = BODY.replace("4月20日", "4月27日")
        item.save()
        record_writing(item, actor=cast.clerk, changed=["text"])
    return walk(item, State.IN_REVIEW, cast)


def test_first_version_has_nothing_to_compare(cast, item):
    assert see(item, cast.member).context["comparison"] is None


def test_second_version_shows_only_the_sentence_that_changed(cast, item):
    second_version(cast, item)
    (difference,) = see(item, cast.member).context["comparison"].differences
    (place,) = difference.passages
    expected = tuple(f"活动定于4月{day}日进行，由各年级分别组织，出发时间另行通知各班。" for day in (20, 27))
    assert (place.before, place.after) == expected


def test_second_version_quotes_the_reasons_of_its_return(cast, item):
    second_version(cast, item)
    assert "日期有误" in text_of(see(item, cast.member))


def test_correction_is_compared_with_what_it_corrects(cast, item):
    old = walk(item, State.POSTED, cast)
    correction = draft(cast, title="校外实践代收费公示（更正）", body=BODY, replaces=old, change_note="更正标题")
    walk(correction, State.IN_REVIEW, cast)
    found = see(correction, cast.member).context["comparison"].differences
    places = [(place.before, place.after) for difference in found for place in difference.passages]
    assert ("校外实践代收费公示", "校外实践代收费公示（更正）") in places


# Giving an opinion.


def test_opinion_leads_back_to_the_queue(cast, item):
    assert give(item, cast.member, "endorse").url == QUEUE


def test_opinion_says_how_many_are_still_needed(cast, item):
    assert said(give(item, cast.member, "endorse")).endswith("is recorded. 3 more opinions are needed.")


def test_last_opinion_says_that_the_item_is_approved(cast, item):
    for member in cast.supervisors[1:4]:
        take("endorse", item, actor=member)
    assert "the item is approved" in said(give(item, cast.member, "endorse"))


def test_last_opinion_says_that_the_item_goes_back(cast, item):
    for member in cast.supervisors[1:4]:
        take("return", item, actor=member, reason="日期有误")
    assert "goes back to its drafters" in said(give(item, cast.member, "endorse"))


def test_ticked_and_written_reasons_are_joined(cast, item):
    give(item, cast.member, "return", grounds=["private", "wrong"], words="第4行有手机号。")
    assert item.events.get(name="return").reason.splitlines() == [
        "It contains personal data that does not belong here; A figure or a date is wrong",
        "第4行有手机号。",
    ]


def test_return_without_a_reason_is_refused(cast, item):
    assert "Write the reason." in text_of(give(item, cast.member, "return"))


def test_return_without_a_reason_records_nothing(cast, item):
    give(item, cast.member, "return", words="   ")
    assert not item.events.filter(name="return").exists()


def test_nothing_chosen_is_refused_and_the_words_stay(cast, item):
    assert "第4行有手机号。</textarea>" in text_of(give(item, cast.member, words="第4行有手机号。"))


def test_ticks_stay_when_the_opinion_is_refused(cast, item):
    response = give(item, cast.member, grounds=["wrong"])
    assert 'value="wrong" checked' in text_of(response)


def test_ticked_reason_does_not_go_with_an_endorsement(cast, item):
    give(item, cast.member, "endorse", grounds=["wrong"])
    assert not item.events.filter(name="endorse").exists()


def test_words_given_with_an_endorsement_are_kept(cast, item):
    give(item, cast.member, "endorse", words="建议下次附上合同。")
    assert item.events.get(name="endorse").reason == "建议下次附上合同。"


def test_too_many_words_are_refused_and_stay(cast, item):
    words = "长" * 2001
    assert words in text_of(give(item, cast.member, "return", words=words))


def test_stale_page_is_refused_and_the_words_stay(cast, item):
    old = item.stamp
    second_version(cast, item)
    newcomer = cast.supervisors[5]
    page = text_of(give(item, newcomer, "return", words="第4行有手机号。", seen=old))
    assert "The text has changed since you opened this page." in page
    assert "第4行有手机号。</textarea>" in page


def test_refused_page_carries_the_stamp_of_the_text_it_shows(cast, item):
    old = item.stamp
    item = second_version(cast, item)
    assert f'value="{item.stamp}"' in text_of(give(item, cast.supervisors[5], "endorse", seen=old))


def test_second_press_changes_nothing(cast, item):
    give(item, cast.member, "endorse")
    give(item, cast.member, "endorse")
    assert item.events.filter(name="endorse").count() == 1


def test_second_press_is_answered_as_the_first(cast, item):
    assert said(give(item, cast.member, "endorse")) == said(give(item, cast.member, "endorse"))


def test_second_opinion_is_refused_in_words(cast, item):
    give(item, cast.member, "endorse")
    page = text_of(give(item, cast.member, "return", words="第4行有手机号。"))
    assert "You have already given your opinion on this version." in page


def test_opinion_after_the_approval_is_refused_in_words(cast, item):
    walk(item, State.APPROVED, cast)
    page = text_of(give(item, cast.supervisors[6], "return", words="第4行有手机号。"))
    assert "is not possible any more." in page
    assert "第4行有手机号。" in page


def test_opinion_after_the_return_gives_the_words_back(cast, item):
    for member in cast.supervisors[:4]:
        take("return", item, actor=member, reason="日期有误")
    assert "“第4行有手机号。”" in said(give(item, cast.supervisors[6], "return", words="第4行有手机号。"))


@pytest.mark.parametrize("step", ["post", "approved", "withdraw", "nonsense"])
def test_no_other_step_is_taken_here(cast, item, step):
    give(item, cast.member, step)
    assert Disclosure.objects.get(pk=item.pk).state == State.IN_REVIEW


def test_opinion_without_a_stamp_is_refused(cast, item):
    give(item, cast.member, "endorse", seen="")
    assert not item.events.filter(name="endorse").exists()


def test_clerk_cannot_give_an_opinion(cast, item):
    assert give(item, cast.clerk, "endorse").status_code == 404


def test_forced_recusal_offers_only_to_recuse(cast, item):
    leader = person("兼任", Role.SUPERVISION, cast.school, line="party")
    person_also_leads(leader, cast)
    assert [step.name for step in see(item, leader).context["choices"]] == ["recuse"]


def test_forced_recusal_refuses_an_endorsement(cast, item):
    leader = person("兼任", Role.SUPERVISION, cast.school, line="party")
    person_also_leads(leader, cast)
    assert "Members of the leadership group give no opinion" in text_of(give(item, leader, "endorse"))


def test_forms_are_guarded_against_other_sites(cast, item):
    browser = Client(enforce_csrf_checks=True, headers=ENGLISH)
    browser.force_login(cast.member)
    assert browser.post(page_of(item), {"step": "endorse", "seen": item.stamp}).status_code == 403
