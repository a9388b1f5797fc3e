"""Opening the identity of a writer, and making a reply public: two people each, and nothing personal by accident."""

from __future__ import annotations

import pytest

from apps.cases.identities import ask_for, identity_seen_by, open_for, request_of
from apps.cases.models import Case, Publication
from apps.cases.publishing import drop_hiding, hide, propose_hiding, publish
from apps.cases.states import State
from apps.cases.workflow import take
from apps.disclosures.workflow import Refused
from tests.casing import filed, names_of, walked

NAME = "陶小然"
REASON = "需要核对是否为本校家长。"


@pytest.fixture
def case(cast):
    return filed("complaint", cast, identity={"name": NAME, "contact": "0000-555-0141"})


def opened(case, cast):
    ask_for(case, actor=cast.office, reason=REASON)
    open_for(case, actor=cast.member)
    return case


READERS = ("office", "member", "chair", "deputy", "inspector", "clerk", "other_clerk", "teacher", "stranger")


def test_identity_is_shown_to_the_two_who_opened_it(cast, case):
    walked(case, State.ASSIGNED, cast)
    opened(case, cast)
    assert [name for name in READERS if identity_seen_by(case, getattr(cast, name))] == ["office", "member"]


@pytest.mark.parametrize("told", [[], ["ask"], ["ask", "refuse"]])
def test_identity_is_shown_to_nobody_before(cast, case, told):
    if "ask" in told:
        ask_for(case, actor=cast.office, reason=REASON)
    if "refuse" in told:
        open_for(case, actor=cast.member, is_agreed=False)
    assert not any(identity_seen_by(case, getattr(cast, name)) for name in READERS)


def test_writer_reads_that_it_happened_and_why(cast, case):
    opened(case, cast)
    events = list(case.events.values_list("name", "text", "actor_title"))[1:]
    assert [(name, text) for name, text, _title in events] == [("ask_identity", REASON), ("open_identity", "")]
    assert all(title for _name, _text, title in events)


@pytest.mark.parametrize(
    ("who", "reason"), [("office", "  "), ("clerk", REASON), ("teacher", REASON), ("stranger", REASON)]
)
def test_identity_is_asked_for_with_a_reason_by_those_who_may(cast, case, who, reason):
    with pytest.raises(Refused):
        ask_for(case, actor=getattr(cast, who), reason=reason)


@pytest.mark.parametrize("who", ["office", "clerk", "other_chair"])
def test_identity_is_not_opened_by_the_same_or_a_stranger(cast, case, who):
    ask_for(case, actor=cast.office, reason=REASON)
    with pytest.raises(Refused):
        open_for(case, actor=getattr(cast, who))


def test_identity_is_not_opened_unasked(cast, case):
    with pytest.raises(Refused):
        open_for(case, actor=cast.member)


def test_identity_is_asked_for_once_at_a_time(cast, case):
    ask_for(case, actor=cast.office, reason=REASON)
    with pytest.raises(Refused):
        ask_for(case, actor=cast.member, reason=REASON)
    assert request_of(case).actor == cast.office


def test_refused_request_is_not_opened_later(cast, case):
    ask_for(case, actor=cast.office, reason=REASON)
    open_for(case, actor=cast.member, is_agreed=False)
    with pytest.raises(Refused):
        open_for(case, actor=cast.supervisors[1])


def test_anonymous_case_has_nothing_to_open(cast):
    with pytest.raises(Refused):
        ask_for(filed("complaint", cast), actor=cast.office, reason=REASON)


def test_identity_is_hidden_again_from_whom_the_case_concerns(cast, case):
    opened(case, cast)
    case.about.add(cast.office)
    assert identity_seen_by(case, cast.office) is None


ANSWER = "经核实，内容无误，已在公示栏更正。"


@pytest.fixture
def replied(cast):
    return walked(filed("opinion", cast, may_publish=True, identity={"name": NAME}), State.REPLIED, cast)


def identity_number(body: str = "11010119900307123") -> str:
    """An invented number with its check sign (ISO 7064 MOD 11-2), worked out another way than the portal does."""
    rest = 0
    for digit in body:
        rest = (rest + int(digit)) * 2 % 11
    return body + "0123456789X"[(12 - rest) % 11]


def card_number(body: str = "621700000000000000") -> str:
    """An invented number with its Luhn digit."""
    return next(
        body + str(last)
        for last in range(10)
        if sum(sum(divmod(int(d) * (1 + i % 2), 10)) for i, d in enumerate(f"{body}{last}"[::-1])) % 10 == 0
    )


PERSONAL = {
    "telephone": "电话19900005555。",
    "telephone in groups": "电话199 0000 5555。",
    "identity number": f"证号{identity_number()}。",
    "identity number with x": f"证号{identity_number('11010119900307203').replace('X', 'x')}。",
    "card": f"卡号{card_number()}。",
    "e-mail": "请写信到tao.ran@example.org。",
    "name of the writer": f"{NAME}家长的意见已采纳。",
}


@pytest.mark.parametrize("place", ["question", "answer"])
@pytest.mark.parametrize("what", PERSONAL)
def test_personal_data_are_not_published(cast, replied, what, place):
    words = {"question": "内容是否有误？", "answer": ANSWER}
    with pytest.raises(Refused) as refusal:
        publish(replied, actor=cast.office, **{**words, place: PERSONAL[what]})
    assert (len(refusal.value.reasons), Publication.objects.exists()) == (1, False)


@pytest.mark.parametrize(
    "text", ["编号2026-012，共计19800元。", "批次12345678901234567890。", "登记号110101199003071234。"]
)
def test_other_numbers_are_published(cast, replied, text):
    assert publish(replied, actor=cast.office, question="", answer=text).answer == text


def test_name_of_whom_it_is_about_is_not_published(cast):
    case = walked(filed("opinion", cast, about=[cast.teacher]), State.REPLIED, cast)
    with pytest.raises(Refused):
        publish(case, actor=cast.office, question="", answer=f"已与{cast.teacher.name}谈话。")


@pytest.mark.parametrize(("question", "is_public"), [("内容是否有误？", False), ("", True)])
def test_question_is_published_with_consent_only(cast, question, is_public):
    case = walked(filed("opinion", cast), State.REPLIED, cast)
    try:
        publish(case, actor=cast.office, question=question, answer=ANSWER)
    except Refused:
        assert not is_public
    assert Publication.objects.exists() is is_public


@pytest.mark.parametrize("state", [State.RECEIVED, State.DRAFTED, State.DECLINED, State.WITHDRAWN])
def test_only_a_reply_that_was_sent_is_published(cast, state):
    case = walked(filed("opinion", cast), state, cast)
    with pytest.raises(Refused):
        publish(case, actor=cast.office, question="", answer=ANSWER)


@pytest.mark.parametrize("who", ["chair", "clerk", "other_clerk", "teacher", "member"])
def test_reply_is_published_by_the_first_part_only(cast, replied, who):
    with pytest.raises(Refused):
        publish(replied, actor=getattr(cast, who), question="", answer=ANSWER)


def test_reply_is_published_once(cast, replied):
    publish(replied, actor=cast.office, question="", answer=ANSWER)
    with pytest.raises(Refused):
        publish(replied, actor=cast.office, question="", answer=ANSWER)
    assert names_of(replied).count("publish") == 1


@pytest.fixture
def published(cast, replied):
    publish(replied, actor=cast.office, question="", answer=ANSWER)
    return replied


def test_publication_is_hidden_by_two_for_a_typed_reason(cast, published):
    propose_hiding(published, actor=cast.office, reason="personal")
    hide(published, actor=cast.chair)
    assert (Case.objects.get(pk=published.pk).hidden_for, names_of(published)[-2:]) == (
        "personal",
        ["propose_hiding", "hide"],
    )


@pytest.mark.parametrize("who", ["office", "clerk", "teacher"])
def test_publication_is_not_hidden_by_one_or_by_a_stranger(cast, published, who):
    propose_hiding(published, actor=cast.office, reason="personal")
    with pytest.raises(Refused):
        hide(published, actor=getattr(cast, who))


@pytest.mark.parametrize("reason", ["", "because"])
def test_hiding_has_a_reason_of_the_list(cast, published, reason):
    with pytest.raises(Refused):
        propose_hiding(published, actor=cast.office, reason=reason)


def test_dropped_proposal_hides_nothing(cast, published):
    propose_hiding(published, actor=cast.office, reason="wrong")
    drop_hiding(published, actor=cast.chair)
    with pytest.raises(Refused):
        hide(published, actor=cast.chair)


def test_hidden_publication_is_not_hidden_twice(cast, published):
    propose_hiding(published, actor=cast.office, reason="wrong")
    hide(published, actor=cast.chair)
    with pytest.raises(Refused):
        propose_hiding(published, actor=cast.office, reason="wrong")


def test_case_opened_again_is_not_published_meanwhile(cast, replied):
    case = take("redo", replied, actor=None, text="没有回答我的问题。")
    with pytest.raises(Refused):
        publish(case, actor=cast.office, question="", answer=ANSWER)
