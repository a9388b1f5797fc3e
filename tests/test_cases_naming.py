"""Whom a case names: found in every text of its writer, or said by who accepts it."""

from __future__ import annotations

import pytest

from apps.cases.models import Case
from apps.cases.naming import name_people
from apps.cases.states import State
from apps.cases.types import Concern
from apps.cases.workflow import take
from apps.disclosures.workflow import Refused
from tests.casing import filed, head_of, walked


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


def test_who_names_the_whole_group_leaves_it_to_the_office(cast):
    names = "、".join([*(member.name for member in cast.supervisors), cast.inspector.name])
    case = filed("complaint", cast, text=f"他们都知道，谁也不管：{names}。")
    assert Case.objects.seen_by(cast.office).filter(pk=case.pk).exists()


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
