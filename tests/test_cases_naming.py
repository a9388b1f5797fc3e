"""Whom a case names: found in every text of its writer, or said by who accepts it."""

from __future__ import annotations

import uuid

import pytest

from apps.cases import codes
from apps.cases.filing import NotFiled, file_case
from apps.cases.models import Case
from apps.cases.naming import name_people
from apps.cases.personal import personal_data_in
from apps.cases.states import State
from apps.cases.types import Concern, Type
from apps.cases.workflow import take
from apps.disclosures.workflow import Refused
from tests.casing import TEXT, filed, head_of, walked


def test_message_that_names_the_handler_takes_the_case_from_them(cast):
    case = walked(filed("opinion", cast), State.ASSIGNED, cast)
    case = take("add", case, actor=None, text=f"补充一句，说的就是{case.handler.name}。")
    assert (case.handler, Case.objects.seen_by(cast.other_clerk).filter(pk=case.pk).exists()) == (None, False)


def test_message_that_names_a_leader_makes_it_a_case_about_the_leadership(cast):
    case = take("add", filed("opinion", cast), actor=None, text=f"此事由{cast.chair.name}决定。")
    assert case.concern == Concern.LEADERSHIP


def test_message_that_names_nobody_leaves_the_handler(cast):
    case = walked(filed("opinion", cast), State.ASSIGNED, cast)
    assert take("add", case, actor=None, text="补充一句：是上周三的事。").handler == case.handler


def test_who_names_all_who_would_decide_leaves_it_to_the_others_of_the_group(cast):
    case = filed("complaint", cast, text=f"{head_of(cast).name}和{cast.inspector.name}都知道，谁也不管。")
    assert Case.objects.seen_by(cast.member).filter(pk=case.pk).exists()


def test_who_names_all_who_could_decide_is_read_by_the_inspector_all_the_same(cast):
    names = "、".join([*(member.name for member in cast.supervisors), cast.inspector.name])
    case = filed("complaint", cast, text=f"他们都知道，谁也不管：{names}。")
    assert Case.objects.seen_by(cast.inspector).filter(pk=case.pk).exists()


def test_office_says_whom_a_case_names(cast):
    case = name_people(filed("opinion", cast), actor=cast.office, about=[cast.chair])
    assert not Case.objects.seen_by(cast.chair).filter(pk=case.pk).exists()


def test_clerk_does_not_say_whom_a_case_names(cast):
    with pytest.raises(Refused):
        name_people(filed("opinion", cast), actor=cast.clerk, about=[cast.chair])


def test_person_named_by_a_merged_case_does_not_handle_the_other(cast):
    main = walked(filed("opinion", cast), State.ASSIGNED, cast)
    other = walked(
        filed("opinion", cast, text="别的不说，这件事请查清楚。", about=[main.handler]), State.ACCEPTED, cast
    )
    main_concern = take("add", main, actor=None, text=f"还有{cast.teacher.name}。").concern
    assert main_concern == other.concern
    take("merge", other, actor=cast.office, into=main)
    main.refresh_from_db()
    assert main.handler is None


def test_reply_is_not_sent_when_its_drafter_is_named_since(cast):
    case = walked(filed("opinion", cast), State.DRAFTED, cast)
    take("add", case, actor=None, text=f"补充：{cast.other_clerk.name}当时在场。")
    with pytest.raises(Refused):
        take("send_reply", case, actor=cast.chair)


def test_case_about_the_office_is_in_no_public_number(cast):
    case = filed("opinion", cast, about=[cast.office])
    assert not Case.objects.countable().filter(pk=case.pk).exists()


@pytest.mark.parametrize("written", ["方 正", "方\n正", "方\u200b正", "方·正", "方校长", "方書記"])
def test_name_is_found_however_it_is_written(cast, written):
    case = filed("opinion", cast, text=f"听说{written}在分房时收了好处。")
    assert not Case.objects.seen_by(cast.chair).filter(pk=case.pk).exists()


def test_complaint_that_names_only_the_post_goes_past_the_leadership(cast):
    assert filed("complaint", cast, text="校长在分房时收了好处，请查。").concern == Concern.LEADERSHIP


def test_letter_to_the_principal_is_read_by_the_principal(cast):
    case = file_case(Type.MAILBOX, school=cast.school, text="校长您好，操场的灯坏了两盏。").case
    assert Case.objects.seen_by(cast.chair).filter(pk=case.pk).exists()


def test_office_names_nobody_in_what_the_supervision_group_answers_for(cast):
    with pytest.raises(Refused):
        name_people(filed("complaint", cast), actor=cast.office, about=cast.supervisors)


def test_nobody_is_named_in_a_decided_case(cast):
    with pytest.raises(Refused):
        name_people(walked(filed("opinion", cast), State.REPLIED, cast), actor=cast.office, about=[cast.teacher])


def test_form_sent_again_with_another_text_is_refused(cast):
    token = uuid.uuid4()
    file_case(Type.OPINION, school=cast.school, text=TEXT, form_token=token)
    with pytest.raises(NotFiled):
        file_case(Type.OPINION, school=cast.school, text=TEXT + "另一件事。", form_token=token)


@pytest.mark.parametrize(
    "number", ["１３８１２３４５６７８", "1 3 8 1 2 3 4 5 6 7 8", "138 123 45678", "138.1234.5678"]
)
def test_telephone_number_is_found_however_it_is_written(number):
    assert list(personal_data_in(f"请拨{number}联系。"))


def test_code_in_full_width_is_read():
    code = codes.new_code()
    assert codes.read(code.translate({sign: sign + 0xFEE0 for sign in range(33, 127)})) == code
