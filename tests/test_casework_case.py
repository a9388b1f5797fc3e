"""The page of a case: who opens it, each step by its form, refusals in words; nobody acts on an unread text."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.cases.codes import shown as code_as_printed
from apps.cases.models import Case
from apps.cases.naming import name_people
from apps.cases.states import State
from apps.cases.types import Concern, Type
from apps.cases.workflow import open_steps, take
from apps.casework.deeds import stamp_of
from apps.casework.people import people_of, possible_handlers
from apps.casework.turns import waiting_for, whose_turn
from apps.organization.models import Role
from tests.caseworking import LIST, REPLY, TEXT, deeds_on, filed, page, press, walked
from tests.cast import again, draft, person, walk
from tests.visiting import visiting

READERS = ("office", "chair", "deputy", "member", "inspector", "clerk", "teacher", "parent", "stranger", "other_chair")
SEEN = {
    Concern.NOBODY: {"office", "chair", "deputy", "member", "inspector"},
    Concern.LEADERSHIP: {"member", "inspector"},
    Concern.SUPERVISION: {"inspector"},
}


@pytest.mark.parametrize("concern", SEEN)
@pytest.mark.parametrize("reader", READERS)
def test_page_opens_for_whom_the_case_does_not_concern(cast, reader, concern):
    case = filed(cast, Type.COMPLAINT, concern=concern)
    expected = 200 if reader in SEEN[concern] else 404
    assert visiting(getattr(cast, reader)).get(page(case)).status_code == expected


def test_page_asks_who_one_is(cast):
    case = filed(cast)
    assert Client().get(page(case)).url == f"{reverse('accounts:sign_in')}?next={page(case)}"


def test_page_opens_for_the_handler(cast):
    case = walked(filed(cast), State.ASSIGNED, cast)
    assert TEXT in visiting(cast.clerk).get(page(case)).content.decode()


def test_page_of_an_unknown_case_is_not_found(cast):
    assert visiting(cast.office).get(reverse("casework:case", args=["K7MX2QPAD"])).status_code == 404


@pytest.mark.parametrize("typed", [str.lower, str.upper, code_as_printed])
def test_page_is_found_by_its_receipt_code_however_it_is_typed(cast, typed):
    case = filed(cast)
    assert visiting(cast.office).get(f"{LIST}{typed(case.code)}/").context["case"] == case


def test_page_prints_no_key_that_counts_hidden_cases(cast):
    first, case = walked(filed(cast), State.ACCEPTED, cast), filed(cast, files=[upload()])
    said = visiting(cast.office).get(page(case)).content.decode()
    keys = (f'value="{first.pk}"', f"/{case.pk}/", f'value="{case.events.last().pk}"')
    assert [key for key in keys if key in said] == []
    assert visiting(cast.office).get(f"{LIST}{case.pk}/").status_code == 404


def test_page_takes_a_post_from_nobody_who_does_not_see_it(cast):
    case = filed(cast, Type.COMPLAINT, concern=Concern.LEADERSHIP)
    assert (press(cast.chair, case, "accept").status_code, Case.objects.get().state) == (404, State.RECEIVED)


def in_days(number: int) -> str:
    return (timezone.localdate() + datetime.timedelta(days=number)).isoformat()


def steps(cast):
    """Deed → (state before, who, what is typed, state after)."""
    return {
        "accept": (State.RECEIVED, cast.office, {}, State.ACCEPTED),
        "decline": (State.RECEIVED, cast.office, {"refusal": "elsewhere", "text": "请找区教育局。"}, State.DECLINED),
        "assign": (State.ACCEPTED, cast.office, {"handler": cast.clerk.pk}, State.ASSIGNED),
        "transfer": (State.ASSIGNED, cast.office, {"handler": cast.teacher.pk, "text": "他在场。"}, State.ASSIGNED),
        "ask": (State.ASSIGNED, cast.clerk, {"text": "请问是哪个窗口？"}, State.ASKED),
        "extend": (State.ASSIGNED, cast.office, {"days": 3, "text": "等检测结果。"}, State.ASSIGNED),
        "draft_reply": (State.ASSIGNED, cast.clerk, {"text": REPLY, "finding": "explained"}, State.DRAFTED),
        "send_back": (State.DRAFTED, cast.chair, {"text": "请写明日期。"}, State.ASSIGNED),
        "send_reply": (State.DRAFTED, cast.chair, {}, State.REPLIED),
    }


@pytest.mark.parametrize("deed", steps(type("Nobody", (), {"__getattr__": lambda self, name: self, "pk": 0})()))
def test_step_is_taken_by_its_form(cast, deed):
    before, actor, typed, after = steps(cast)[deed]
    case = walked(filed(cast), before, cast)
    assert press(actor, case, deed, **typed).url == page(case)
    case.refresh_from_db()
    assert (case.state, case.events.exclude(name="deadline_moved").last().name) == (after, deed)


@pytest.mark.parametrize("deed", steps(type("Nobody", (), {"__getattr__": lambda self, name: self, "pk": 0})()))
def test_step_is_offered_to_its_person_only(cast, deed):
    before, actor, _typed, _after = steps(cast)[deed]
    case = walked(filed(cast), before, cast)
    assert deed in deeds_on(actor, case)
    assert deed not in deeds_on(cast.member, case)


def test_going_on_without_the_answer_is_a_step(cast):
    case = take("ask", walked(filed(cast), State.ASSIGNED, cast), actor=cast.clerk, text="请问是哪个窗口？")
    assert "go_on" not in deeds_on(cast.clerk, case)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=14)):
        press(cast.clerk, case, "go_on", text="一直没有回音。")
    assert Case.objects.get().state == State.ASSIGNED


def test_time_is_extended_until_a_day(cast):
    case = walked(filed(cast), State.ASSIGNED, cast)
    press(cast.office, case, "extend", until=in_days(14), text="等检测结果。")
    assert Case.objects.get().due_on > case.due_on


def test_time_is_not_extended_both_ways(cast):
    case = walked(filed(cast), State.ASSIGNED, cast)
    answer = press(cast.office, case, "extend", days=2, until=in_days(14), text="等检测结果。")
    assert "one of the two" in answer.content.decode()


def test_time_is_not_extended_beyond_the_rule(cast):
    case = walked(filed(cast), State.ASSIGNED, cast)
    answer = press(cast.office, case, "extend", days=99, text="等检测结果。")
    assert (answer.status_code, "at most" in answer.content.decode()) == (409, True)


def test_case_is_merged_into_one_about_the_same(cast):
    first, second = walked(filed(cast), State.ACCEPTED, cast), filed(cast)
    press(cast.office, second, "merge", into=first.code)
    second.refresh_from_db()
    assert (second.state, second.merged_into) == (State.MERGED, first)


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 5_000])
def test_forged_stamp_is_no_error(cast, seen):
    answer = visiting(cast.office).post(page(filed(cast)), {"do": "accept", "seen": seen})
    assert answer.status_code in (302, 409)


@pytest.mark.parametrize("other", [{"type": Type.MAILBOX}, {"concern": Concern.LEADERSHIP}])
def test_case_is_not_merged_into_another_matter_or_an_unseen_one(cast, other):
    case, another = filed(cast), filed(cast, **other)
    assert (press(cast.office, case, "merge", into=another.code).status_code, Case.objects.get(pk=case.pk).state) == (
        409,
        State.RECEIVED,
    )


def test_handler_list_leaves_out_whom_the_case_concerns(cast):
    case = take("accept", filed(cast, about=[cast.teacher]), actor=cast.office)
    people = visiting(cast.office).get(page(case)).context["deeds"][0][1].people
    found = {one.user for one in people}
    assert (cast.clerk in found, cast.teacher in found, cast.parent in found) == (True, False, False)


@pytest.mark.parametrize("concern", Concern)
def test_handler_list_is_whom_it_could_be_given_to(cast, concern):
    case = filed(cast, concern=concern)
    for one in people_of(cast.school):
        could = Case.objects.could_be_given_to(again(one.user)).filter(pk=case.pk).exists()
        assert (one in possible_handlers(case)) == could


def test_refusal_keeps_the_reply_and_says_what_is_missing(cast):
    case = walked(filed(cast), State.ASSIGNED, cast)
    answer = press(cast.clerk, case, "draft_reply", text=REPLY)
    shown = answer.content.decode()
    assert (answer.status_code, REPLY in shown, "Choose what was found." in shown) == (409, True, True)


def test_reply_that_came_too_late_is_given_back(cast):
    case = walked(filed(cast), State.ASSIGNED, cast)
    walked_on = take("draft_reply", case, actor=cast.clerk, text="另一份答复。", finding="explained")
    answer = press(cast.clerk, walked_on, "draft_reply", text=REPLY, finding="explained")
    assert (answer.status_code, REPLY in answer.content.decode()) == (409, True)


def test_nobody_sends_a_reply_that_they_have_not_read(cast):
    case = walked(filed(cast), State.DRAFTED, cast)
    seen = stamp_of(case)
    take("send_back", case, actor=cast.chair, text="请写明日期。")
    take("draft_reply", case, actor=cast.clerk, text="改过的答复。", finding="explained")
    answer = visiting(cast.chair).post(page(case), {"do": "send_reply", "seen": seen})
    assert (answer.status_code, Case.objects.get().state) == (409, State.DRAFTED)
    assert "since you opened it" in answer.content.decode()


def test_step_is_refused_when_the_writer_wrote_meanwhile(cast):
    case = walked(filed(cast), State.DRAFTED, cast)
    seen = stamp_of(case)
    take("add", case, actor=None, text="已经解决了。")
    visiting(cast.chair).post(page(case), {"do": "send_reply", "seen": seen})
    assert Case.objects.get().state == State.DRAFTED


def test_button_pressed_twice_is_one_step(cast):
    case = filed(cast)
    seen, browser = stamp_of(case), visiting(cast.office)
    answers = [browser.post(page(case), {"do": "accept", "seen": seen}) for _press in range(2)]
    assert ([answer.status_code for answer in answers], case.events.filter(name="accept").count()) == ([302, 302], 1)


def test_unknown_deed_does_nothing(cast):
    case = filed(cast)
    assert press(cast.office, case, "close").url == page(case)


def test_drafter_is_told_that_somebody_else_checks(cast):
    case = walked(filed(cast), State.ASSIGNED, cast)
    take("draft_reply", case, actor=cast.clerk, text=REPLY, finding="explained")
    assert "somebody else checks it" in visiting(cast.clerk).get(page(case)).content.decode()


@pytest.mark.parametrize(("reader", "is_told"), [("chair", True), ("teacher", False)])
def test_page_tells_an_item_only_to_who_may_read_it(cast, reader, is_told):
    item = walk(draft(cast, title="旧名单公示", display_until=timezone.localdate()), "posted", cast)
    case = take("accept", filed(cast, Type.OBJECTION, disclosure=item), actor=cast.office)
    take("assign", case, actor=cast.office, handler=cast.teacher)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
        shown = visiting(getattr(cast, reader)).get(page(case)).content.decode()
    assert (item.get_absolute_url() in shown, "旧名单" in shown) == (is_told, is_told)


def gone(cast, case: Case, how: str) -> Case:
    """The case after its handler, the clerk, may not handle it any more."""
    if how == "left":
        cast.clerk.memberships.update(until=timezone.localdate() - datetime.timedelta(days=1), since="2020-01-01")
    elif how == "locked":
        User.objects.filter(pk=cast.clerk.pk).update(is_active=False)
    elif how == "elsewhere":
        cast.clerk.memberships.update(unit=cast.other_school)
    else:
        name_people(case, actor=cast.office, about=[cast.clerk])
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize("how", ["left", "locked", "elsewhere", "named"])
def test_case_without_its_handler_is_with_the_office(cast, how):
    case = gone(cast, walked(filed(cast), State.ASSIGNED, cast), how)
    assert (case in waiting_for(cast.office), case in waiting_for(again(cast.clerk))) == (True, False)
    assert (str(Role.OFFICE.label) in whose_turn(case), cast.clerk.name in whose_turn(case)) == (True, False)


def test_handler_barred_from_the_case_leaves_it_to_the_supervision_group(cast):
    case = take("accept", filed(cast, Type.COMPLAINT, concern=Concern.LEADERSHIP), actor=cast.member)
    case = take("assign", case, actor=cast.member, handler=cast.teacher)
    assert case not in waiting_for(cast.member)
    cast.teacher.memberships.update(role=Role.LEADERSHIP)
    assert (case in waiting_for(cast.member), str(Role.SUPERVISION.label) in whose_turn(case)) == (True, True)


TURN = {
    State.RECEIVED: ("accept",),
    State.ACCEPTED: ("assign",),
    State.ASSIGNED: ("draft_reply",),
    State.DRAFTED: ("send_reply",),
    State.REPLIED: (),
}


@pytest.mark.parametrize("state", TURN)
@pytest.mark.parametrize("concern", [Concern.NOBODY, Concern.STAFF])
def test_case_waits_for_whoever_has_the_step(cast, state, concern):
    case = walked(filed(cast, concern=concern), state, cast)
    people = [getattr(cast, name) for name in READERS]
    able = {one for one in people if any(step.name in TURN[state] for step in open_steps(case, one))}
    handler = {cast.clerk} if case.handler_id and case.is_open else set()
    assert {one for one in people if waiting_for(one).exists()} == able | handler


def upload(name: str = "证据.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF", "application/pdf")


def file_of(case: Case) -> str:
    return reverse("casework:file", args=[case.code, 1])


def test_file_is_downloaded_and_never_shown(cast):
    answer = visiting(cast.office).get(file_of(filed(cast, files=[upload()])))
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["X-Content-Type-Options"], "sandbox" in answer["Content-Security-Policy"]) == ("nosniff", True)


@pytest.mark.parametrize(("reader", "status"), [("office", 200), ("clerk", 404), ("parent", 404), ("other_chair", 404)])
def test_file_is_for_who_sees_the_case(cast, reader, status):
    assert visiting(getattr(cast, reader)).get(file_of(filed(cast, files=[upload()]))).status_code == status


def test_file_of_another_case_is_not_found(cast):
    one, other = filed(cast, files=[upload()]), filed(cast)
    for address in (reverse("casework:file", args=[other.code, 1]), reverse("casework:file", args=[one.code, 2])):
        assert visiting(cast.office).get(address).status_code == 404


def test_file_that_is_missing_is_said_to_be(cast):
    case = filed(cast, files=[upload()])
    case.attachments.get().file.storage.delete(case.attachments.get().file.name)
    answer = visiting(cast.office).get(file_of(case), follow=True)
    assert "missing on the disk" in answer.content.decode()


def test_new_colleague_sees_the_case_with_the_office(cast):
    case = filed(cast)
    assert visiting(person("新来", Role.OFFICE, cast.school)).get(page(case)).status_code == 200
