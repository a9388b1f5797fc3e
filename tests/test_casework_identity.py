"""The name of a writer and the public words: two acts, two people, and the writer is shown what happened."""

from __future__ import annotations

import pytest

from apps.cases.models import Case, Publication
from apps.cases.states import State
from tests.caseworking import REPLY, deeds_on, filed, page, press, walked
from tests.visiting import visiting

NAME, CONTACT = "冉向阳", "0000-555-0142"
IDENTITY = {"kind": "parent", "name": NAME, "contact": CONTACT}


@pytest.fixture
def case(cast) -> Case:
    return walked(filed(cast, identity=IDENTITY), State.ASSIGNED, cast)


def reads_the_name(user, case) -> bool:
    return NAME in visiting(user).get(page(case)).content.decode()


@pytest.mark.parametrize("reader", ["office", "clerk", "chair", "member", "inspector"])
def test_nobody_reads_the_name_by_opening_the_case(cast, case, reader):
    shown = visiting(getattr(cast, reader)).get(page(case)).content.decode()
    assert (NAME in shown, CONTACT in shown, "which are sealed" in shown) == (False, False, True)


def test_name_is_not_asked_for_without_a_reason(cast, case):
    answer = press(cast.office, case, "ask_identity", reason=" ")
    assert (answer.status_code, case.events.filter(name="ask_identity").exists()) == (409, False)


def test_name_is_opened_by_two_people_to_these_two(cast, case):
    press(cast.office, case, "ask_identity", reason="要退还多收的伙食费。")
    press(cast.chair, case, "open_identity")
    readers = ("office", "chair", "deputy", "clerk", "member", "inspector")
    assert {name for name in readers if reads_the_name(getattr(cast, name), case)} == {"office", "chair"}


def test_who_asked_does_not_agree(cast, case):
    press(cast.office, case, "ask_identity", reason="要退还多收的伙食费。")
    assert "open_identity" not in deeds_on(cast.office, case)
    assert press(cast.office, case, "open_identity").status_code == 409


def test_refused_name_stays_sealed(cast, case):
    press(cast.office, case, "ask_identity", reason="想知道是谁。")
    press(cast.chair, case, "refuse_identity")
    assert not reads_the_name(cast.office, case)


def test_handler_does_not_ask_for_the_name(cast, case):
    assert "ask_identity" not in deeds_on(cast.clerk, case)


def test_anonymous_case_has_no_name_to_ask_for(cast):
    assert "ask_identity" not in deeds_on(cast.office, filed(cast))


@pytest.fixture
def answered(cast) -> Case:
    return walked(filed(cast, identity=IDENTITY, may_publish=True), State.REPLIED, cast)


def test_reply_is_published_in_public_words(cast, answered):
    press(cast.office, answered, "publish", question="菜价为何没有公示？", answer=REPLY)
    assert Publication.objects.get().question == "菜价为何没有公示？"


def test_form_begins_with_the_reply(cast, answered):
    assert REPLY in visiting(cast.office).get(page(answered)).context["deeds"][0][1].as_p()


@pytest.mark.parametrize("private", [NAME, "13812345678", "li@example.org"])
def test_personal_data_is_named_and_the_text_kept(cast, answered, private):
    words = f"已当面向 {private} 说明。"
    answer = press(cast.office, answered, "publish", question="", answer=words)
    shown = answer.content.decode()
    assert (answer.status_code, words in shown, f"“{private}” looks like" in shown) == (409, True, True)


def test_reply_is_not_published_before_it_is_sent(cast, case):
    assert "A reply can be published when it was sent." in visiting(cast.office).get(page(case)).content.decode()


def test_question_is_not_asked_for_without_consent(cast):
    case = walked(filed(cast), State.REPLIED, cast)
    press(cast.office, case, "publish", question="原信", answer=REPLY)
    assert Publication.objects.get().question == ""


@pytest.fixture
def public(cast, answered) -> Case:
    press(cast.office, answered, "publish", question="菜价为何没有公示？", answer=REPLY)
    return Case.objects.get()


def test_hiding_takes_two_people_and_a_reason(cast, public):
    press(cast.office, public, "propose_hiding", reason="personal")
    assert press(cast.office, public, "hide").status_code == 409
    press(cast.chair, public, "hide")
    assert Case.objects.get().hidden_for == "personal"


def test_second_person_leaves_it_published(cast, public):
    press(cast.office, public, "propose_hiding", reason="wrong")
    press(cast.chair, public, "drop_hiding")
    assert (Case.objects.get().hidden_for, "propose_hiding" in deeds_on(cast.office, public)) == ("", True)


def test_reason_to_hide_is_one_of_the_list(cast, public):
    assert press(cast.office, public, "propose_hiding", reason="because").status_code == 409
