"""Who is told of which step of a case; a case about somebody never reaches them."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.cases.clock import settle_cases
from apps.cases.filing import file_case
from apps.cases.identities import ask_for, open_for
from apps.cases.models import Case
from apps.cases.publishing import drop_hiding, hide, propose_hiding, publish
from apps.cases.types import Concern, Finding, Type
from apps.cases.workflow import take
from apps.notifications import recipients, words
from apps.notifications.models import InboxEntry
from apps.outbox.models import Message
from tests.cast import Cast
from tests.mailboxes import mail_to, people, told, with_addresses
from tests.visiting import visiting

SECRET = "zqcase7 校长违规收费，请查明。"
GROUP = {f"sup{number}" for number in range(7)}


@pytest.fixture(autouse=True)
def addresses(cast: Cast) -> None:
    with_addresses()


def filed(cast: Cast, concern: str = Concern.NOBODY, type: str = Type.OPINION, **fields) -> Case:
    return file_case(type, school=cast.school, text=SECRET, concern=concern, **fields).case


def walked(cast: Cast, *steps: str) -> Case:
    case = filed(cast, identity={"name": "路遥", "contact": "0000-555-0101"})
    for step in steps:
        actor, given = ROAD[step](cast)
        case = take(STEPS.get(step, step), case, actor=actor, **given)
    return case


ROAD = {
    "accept": lambda cast: (cast.office, {}),
    "assign": lambda cast: (cast.office, {"handler": cast.clerk}),
    "transfer": lambda cast: (cast.office, {"handler": cast.teacher, "text": "归口教务处"}),
    "ask": lambda cast: (cast.clerk, {"text": "请说明时间。"}),
    "answer": lambda cast: (None, {"text": "四月三日。"}),
    "add": lambda cast: (None, {"text": "补充一点。"}),
    "draft_reply": lambda cast: (cast.clerk, {"text": "经核实无误。", "finding": Finding.EXPLAINED}),
    "send_back": lambda cast: (cast.chair, {"text": "请写明依据。"}),
    "send_reply": lambda cast: (cast.chair, {}),
    "redo": lambda cast: (None, {"text": "没有回答我的问题。"}),
    "withdraw": lambda cast: (None, {}),
    "hand_back": lambda cast: (cast.office, {"handler": cast.clerk, "text": "归口总务处"}),
    "extend": lambda cast: (cast.office, {"days": 2, "text": "需要核对"}),
    "content": lambda cast: (None, {}),
    "close": lambda cast: (User.objects.clock(), {}),
    "merge": lambda cast: (cast.office, {"into": take("accept", filed(cast), actor=cast.office)}),
}
STEPS = {"hand_back": "transfer"}
BEGUN = ("accept", "assign")
TABLE = [
    ((), "file", {"office"}),
    (BEGUN, "assign", {"clerk"}),
    ((*BEGUN, "transfer"), "transfer", {"teacher"}),
    ((*BEGUN, "ask", "answer"), "answer", {"clerk"}),
    ((*BEGUN, "add"), "add", {"clerk"}),
    (("add",), "add", {"office"}),
    ((*BEGUN, "transfer", "hand_back"), "handed_on", set()),
    ((*BEGUN, "extend"), "extend", {"clerk"}),
    ((*BEGUN, "draft_reply", "send_reply"), "send_reply", {"clerk"}),
    ((*BEGUN, "draft_reply", "send_reply", "content"), "content", {"clerk"}),
    ((*BEGUN, "draft_reply", "send_reply", "close"), "close", {"clerk"}),
    ((*BEGUN, "merge"), "merge", {"clerk"}),
    ((*BEGUN, "draft_reply"), "draft_reply", {"chair", "deputy", "office"}),
    ((*BEGUN, "draft_reply", "send_back"), "send_back", {"clerk"}),
    ((*BEGUN, "draft_reply", "send_reply", "redo"), "redo", {"clerk"}),
    ((*BEGUN, "withdraw"), "withdraw", {"clerk"}),
]


@pytest.mark.parametrize(("steps", "name", "expected"), TABLE, ids=[f"{row[1]} {len(row[0])}" for row in TABLE])
def test_step_is_told_to_those_it_concerns(cast: Cast, steps: tuple[str, ...], name: str, expected: set[str]) -> None:
    walked(cast, *steps)
    assert told(cast, name) == expected


def test_opening_an_identity_is_told_to_who_may_agree_and_not_to_who_asked(cast: Cast) -> None:
    ask_for(walked(cast, "accept"), actor=cast.office, reason="需要核实身份")
    assert told(cast, "ask_identity") == {"chair", "deputy"}


@pytest.mark.parametrize(("is_agreed", "name"), [(True, "open_identity"), (False, "refuse_identity")])
def test_who_asked_for_an_identity_is_told_what_was_decided(cast: Cast, is_agreed: bool, name: str) -> None:
    case = walked(cast, "accept")
    ask_for(case, actor=cast.office, reason="需要核实身份")
    open_for(case, actor=cast.chair, is_agreed=is_agreed)
    assert told(cast, name) == {"office"}


@pytest.mark.parametrize(("decide", "name"), [(hide, "hide"), (drop_hiding, "drop_hiding")])
def test_who_proposed_to_hide_is_told_what_was_decided(cast: Cast, decide: Callable[..., object], name: str) -> None:
    case = walked(cast, *BEGUN, "draft_reply", "send_reply")
    publish(case, actor=cast.office, question="", answer="经核实无误。")
    propose_hiding(case, actor=cast.office, reason="wrong")
    decide(case, actor=cast.chair)
    assert told(cast, name) == {"office"}


def test_former_handler_who_still_sees_a_case_is_told_that_it_was_handed_on(cast: Cast) -> None:
    case = take("accept", filed(cast), actor=cast.office)
    case = take("assign", case, actor=cast.office, handler=cast.deputy)
    take("transfer", case, actor=cast.office, handler=cast.clerk, text="归口总务处")
    assert (told(cast, "handed_on"), told(cast, "transfer")) == ({"deputy"}, {"clerk"})


def test_work_of_a_handler_who_left_is_told_to_who_has_the_first_part(cast: Cast) -> None:
    case = walked(cast, *BEGUN)
    cast.clerk.memberships.update(until=timezone.localdate() - datetime.timedelta(days=1))
    take("add", case, actor=None, text="补充一点。")
    assert told(cast, "add") == {"office"}


def test_every_event_that_is_told_has_its_words(cast: Cast) -> None:
    names = {*recipients.CASES, *(name for name, _people in recipients.BESIDE.values())}
    assert names <= set(words.CASES)


FIRST = {
    Concern.NOBODY: {"office"},
    Concern.STAFF: {"office"},
    Concern.LEADERSHIP: GROUP,
    Concern.SUPERVISION: {"inspector"},
}


def test_complaint_is_told_to_the_office_and_to_those_who_watch_it(cast: Cast) -> None:
    file_case(Type.COMPLAINT, school=cast.school, text="食堂三号窗口的菜价没有公示，请查。")
    assert told(cast, "file") - {"member"} == GROUP | {"office"}


def test_overdue_case_is_told_to_the_level_it_goes_up_to(cast: Cast) -> None:
    case = filed(cast)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=20)):
        settle_cases(None, clock=User.objects.clock())
    case.refresh_from_db()
    expected = (
        {"chair", "deputy"} | (GROUP if case.climbed > 1 else set()) | ({"inspector"} if case.climbed > 2 else set())
    )
    assert (case.climbed > 0, told(cast, "climb") - {"member"}) == (True, expected)


def test_overdue_case_goes_up_past_whom_it_is_about(cast: Cast) -> None:
    case = filed(cast, about=[cast.inspector])
    with time_machine.travel(timezone.now() + datetime.timedelta(days=20)):
        settle_cases(None, clock=User.objects.clock())
    case.refresh_from_db()
    assert (case.climbed, told(cast, "climb") & {"chair", "inspector"}) == (3, {"chair"})


@pytest.mark.parametrize("concern", Concern)
def test_new_case_is_told_to_whom_it_does_not_concern(cast: Cast, concern: str) -> None:
    filed(cast, concern)
    assert told(cast, "file") - {"member"} == FIRST[concern]


def test_case_about_the_only_officer_is_not_told_to_that_officer(cast: Cast) -> None:
    filed(cast, about=[cast.office])
    assert "office" not in told(cast, "file")


def test_complaint_about_the_principal_reaches_the_principal_by_no_road(cast: Cast) -> None:
    case = filed(cast, Concern.LEADERSHIP, Type.COMPLAINT, about=[cast.chair])
    take("accept", case, actor=cast.supervisors[0])
    inbox = visiting(cast.chair).get(reverse("notifications:inbox")).content.decode()
    reached = InboxEntry.objects.filter(user=cast.chair).exists(), mail_to(cast.chair.username + "@example.test")
    assert (reached, "Inbox (" in inbox, "complaint" in inbox) == ((False, []), False, False)


def test_notice_of_a_case_that_turns_out_to_be_about_its_reader_is_closed(cast: Cast) -> None:
    case = filed(cast)
    case.about.add(cast.office)
    client = visiting(cast.office)
    notice = InboxEntry.objects.get(user=cast.office)
    page = client.get(reverse("notifications:inbox")).content.decode()
    answer = client.get(reverse("notifications:notice", args=[notice.pk]))
    assert ("opinion or suggestion" in page, answer["Location"]) == (False, reverse("notifications:inbox"))


def test_no_mail_carries_the_text_the_name_or_the_code_of_a_case(cast: Cast) -> None:
    case = walked(cast, *BEGUN, "draft_reply", "send_back")
    letters = " ".join(f"{letter.subject} {letter.text}" for letter in Message.objects.all())
    assert letters
    assert not [word for word in ("zqcase7", "路遥", "0101", case.code, str(case), "依据") if word in letters]


def test_filing_that_is_rolled_back_tells_nobody(cast: Cast) -> None:
    with transaction.atomic():
        filed(cast)
        transaction.set_rollback(True)
    assert not InboxEntry.objects.exists()


def test_every_person_is_told_only_of_cases_they_see(cast: Cast) -> None:
    for concern in Concern:
        filed(cast, concern)
    for part, person in people(cast).items():
        seen = set(Case.objects.seen_by(person).values_list("pk", flat=True))
        assert set(person.inbox.values_list("case", flat=True)) <= seen, part
