"""Who may send a public form: by a puzzle or a question, once, not too often, and not while the office pauses."""

from __future__ import annotations

import datetime
import json
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import altcha
import pytest
import time_machine
from django.core import signing
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from apps.counter import guard, puzzle, question
from apps.counter.guard import ANSWER, QUESTION, SOLUTION, TRAP, hidden_fields, may_be_flooded, refusals
from apps.counter.models import Pause, SpentProof
from apps.counter.pausing import pause, pause_of, reopen
from apps.counter.proofs import LASTS
from apps.disclosures.factories import SchoolFactory
from apps.disclosures.workflow import Refused
from apps.organization.models import Contact, Unit
from tests.cast import Cast
from tests.office import at_the_desk

HOUR = datetime.timedelta(hours=1)
ADDRESS = "203.0.113.9"


@pytest.fixture
def school(db: None) -> Unit:
    return SchoolFactory(name="澄溪九年制学校")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules do not depend on how long a device works; the tests in the browser keep the true cost."""
    monkeypatch.setattr(puzzle, "COST", 10)


def solution() -> str:
    """What the script of the page sends."""
    challenge = altcha.Challenge.from_dict(json.loads(puzzle.new_challenge()))
    found = altcha.solve_challenge(challenge)
    assert found
    return altcha.Payload(challenge, found).to_base64()


def by_question(off: int = 0) -> dict[str, str]:
    """A question and its answer, or one that is `off`."""
    _asked, token = question.new_question()
    form, first, second, _name = signing.loads(token, salt=question.SALT)
    return {QUESTION: token, ANSWER: str(question.SUMS[form][1](first, second) + off)}


def sent(address: str = ADDRESS, **fields: str) -> HttpRequest:
    """A form of its own, unless its token is given."""
    given = {guard.FORM_TOKEN: str(uuid.uuid4()), **fields}
    return RequestFactory().post("/", given, REMOTE_ADDR=address)


def is_let_in(school: Unit, address: str = ADDRESS, **fields: str) -> bool:
    return refusals(sent(address, **fields), school) == []


# The puzzle


def test_who_solved_the_puzzle_is_let_in(school: Unit) -> None:
    assert is_let_in(school, **{SOLUTION: solution()})


def test_who_did_nothing_is_not(school: Unit) -> None:
    assert [field for field, _sentence in refusals(sent(), school)] == [ANSWER]


def test_a_solution_opens_once(school: Unit) -> None:
    found = solution()
    assert [is_let_in(school, **{SOLUTION: found}) for _ in range(2)] == [True, False]


def test_a_solution_opens_again_for_the_form_it_opened(school: Unit) -> None:
    fields = {SOLUTION: solution(), guard.FORM_TOKEN: str(uuid.uuid4())}
    assert [is_let_in(school, **fields) for _ in range(3)] == [True, True, True]


def test_a_solution_without_a_form_opens_once(school: Unit) -> None:
    fields = {SOLUTION: solution(), guard.FORM_TOKEN: ""}
    assert [is_let_in(school, **fields) for _ in range(2)] == [True, False]


def test_a_solution_expires(school: Unit) -> None:
    found = solution()
    with time_machine.travel(timezone.now() + LASTS + datetime.timedelta(seconds=1)):
        assert not is_let_in(school, **{SOLUTION: found})


def changed(found: str, part: str, **fields: Any) -> str:
    payload = altcha.Payload.from_base64(found).to_dict()
    (payload["challenge"]["parameters"] if part == "challenge" else payload["solution"]).update(fields)
    return altcha.Payload.from_dict(payload).to_base64()


@pytest.mark.parametrize(
    ("part", "fields"),
    [
        ("solution", {"derivedKey": "00" * 32}),
        ("challenge", {"expiresAt": 4_000_000_000}),
        ("challenge", {"cost": 1}),
        ("challenge", {"keyPrefix": ""}),
        ("challenge", {"expiresAt": None}),
    ],
)
def test_a_forged_solution_is_none(part: str, fields: dict[str, Any]) -> None:
    assert puzzle.solved(changed(solution(), part, **fields)) is None


def test_a_puzzle_of_another_portal_is_none() -> None:
    with override_settings(SECRET_KEY="another"):
        found = solution()
    assert puzzle.solved(found) is None


@pytest.mark.parametrize("junk", ["", "x", "é", "W10=", "e30=", "bnVsbA==", "A" * 100_000, "\x00"])
def test_junk_is_no_solution(junk: str) -> None:
    assert puzzle.solved(junk) is None


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_let_in() -> None:
    school, found = SchoolFactory(), solution()

    def once(_number: int) -> bool:
        try:
            return is_let_in(school, **{SOLUTION: found})
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert Counter(pool.map(once, range(8))) == {True: 1, False: 7}


def test_used_proofs_are_forgotten_when_they_are_over(school: Unit) -> None:
    for _ in range(3):
        is_let_in(school, **{SOLUTION: solution()})
    with time_machine.travel(timezone.now() + LASTS + HOUR):
        is_let_in(school, **{SOLUTION: solution()})
    assert SpentProof.objects.count() == 1


def test_nothing_readable_is_kept(school: Unit) -> None:
    request = sent(**{SOLUTION: solution()})
    refusals(request, school)
    kept = str(list(SpentProof.objects.values_list()))
    assert not [word for word in (ADDRESS, request.POST[guard.FORM_TOKEN]) if word in kept]


# The question


def test_who_answers_is_let_in(school: Unit) -> None:
    assert is_let_in(school, **by_question())


def test_a_wrong_answer_is_refused_at_the_question(school: Unit) -> None:
    assert [field for field, _sentence in refusals(sent(**by_question(off=1)), school)] == [ANSWER]


def test_an_answer_opens_once(school: Unit) -> None:
    fields = by_question()
    assert [is_let_in(school, **fields) for _ in range(2)] == [True, False]


def test_a_wrong_answer_is_called_one(school: Unit) -> None:
    said = [refusals(sent(**fields), school)[0][1] for fields in (by_question(off=1), {})]
    assert said[0] != said[1]


def test_a_question_expires(school: Unit) -> None:
    fields = by_question()
    with time_machine.travel(timezone.now() + LASTS + datetime.timedelta(seconds=2)):
        assert not is_let_in(school, **fields)


def test_a_question_of_ones_own_is_refused(school: Unit) -> None:
    token = signing.dumps(["plus", 2, 1, "name"], salt="another")
    assert not is_let_in(school, **{QUESTION: token, ANSWER: "3"})


@pytest.mark.parametrize("form", question.SUMS)
def test_every_form_of_question_reads_as_a_sentence(form: str) -> None:
    with override("en"):
        said = str(question.SUMS[form][0]) % {"first": question.NUMBERS[5], "second": question.NUMBERS[3]}
    assert ("five" in said, said[-1]) == (True, "?")


@pytest.mark.parametrize("typed", ["12", " 12 ", "１２", "十二", "拾贰", "一十二", "12。", "012"])
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    assert question.number_in(typed) == 12


@pytest.mark.parametrize(("typed", "number"), [("两", 2), ("〇", 0), ("零", 0), ("十", 10), ("八", 8), ("捌", 8)])
def test_a_numeral_is_read(typed: str, number: int) -> None:
    assert question.number_in(typed) == number


@pytest.mark.parametrize("typed", ["", " ", "eight", "3+5", "十十", "-8", "½", "9" * 5_000 + "x"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert question.number_in(typed) is None


# The trap


def test_who_fills_what_nobody_sees_files_nothing(school: Unit) -> None:
    assert not is_let_in(school, **{SOLUTION: solution(), TRAP: "http://example.org"})


def test_the_trap_does_not_say_that_it_is_one(school: Unit) -> None:
    with override("en"):
        ((field, sentence),) = refusals(sent(**{TRAP: "x"}), school)
    assert (field, "once more" in sentence) == ("", True)


def test_after_the_trap_the_second_press_is_heard(school: Unit) -> None:
    fields = {SOLUTION: solution(), guard.FORM_TOKEN: str(uuid.uuid4())}
    assert [is_let_in(school, **fields, **trap) for trap in ({TRAP: "x"}, {})] == [False, True]


# What the page carries


def shown(request: HttpRequest) -> dict[str, Any]:
    return hidden_fields(request)["guard"]


def test_a_new_form_asks(school: Unit) -> None:
    assert {"challenge", "asked", "token"} <= shown(RequestFactory().get("/")).keys()


@pytest.mark.parametrize("fields", [lambda: {SOLUTION: solution()}, by_question], ids=["puzzle", "question"])
def test_a_form_that_was_let_in_is_not_asked_again(school: Unit, fields: Any) -> None:
    given = fields()
    request = sent(**given)
    refusals(request, school)
    assert shown(request)["kept"] == given


def test_a_form_with_a_used_solution_is_asked_anew(school: Unit) -> None:
    found = solution()
    for request in (sent(**{SOLUTION: found}), sent(**{SOLUTION: found})):
        refusals(request, school)
    assert "challenge" in shown(request)


def test_a_wrong_answer_is_said_at_the_question(school: Unit) -> None:
    request = sent(**by_question(off=1))
    refused = refusals(request, school)
    assert hidden_fields(request, refused)["guard"]["errors"] == [refused[0][1]]


# How often


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, limit in {"SOLVED": 3, "ANSWERED": 2, "FLOOD": 2}.items():
        monkeypatch.setattr(guard, name, limit)


def test_one_address_sends_so_many_and_no_more(school: Unit, few: None) -> None:
    assert [is_let_in(school, **{SOLUTION: solution()}) for _ in range(4)] == [True, True, True, False]


def test_answers_are_fewer(school: Unit, few: None) -> None:
    assert [is_let_in(school, **by_question()) for _ in range(3)] == [True, True, False]


def test_wrong_answers_count(school: Unit, few: None) -> None:
    for _ in range(2):
        is_let_in(school, **by_question(off=1))
    assert not is_let_in(school, **by_question())


def test_who_used_up_the_answers_may_still_solve(school: Unit, few: None) -> None:
    for _ in range(3):
        is_let_in(school, **by_question())
    assert is_let_in(school, **{SOLUTION: solution()})


def test_another_address_is_counted_by_itself(school: Unit, few: None) -> None:
    for _ in range(4):
        is_let_in(school, **{SOLUTION: solution()})
    assert is_let_in(school, "203.0.113.10", **{SOLUTION: solution()})


def test_a_form_sent_again_is_not_counted_again(school: Unit, few: None) -> None:
    fields = {SOLUTION: solution(), guard.FORM_TOKEN: str(uuid.uuid4())}
    assert [is_let_in(school, **fields) for _ in range(5)] == [True] * 5


def test_what_was_too_often_is_not_let_in_by_sending_it_again(school: Unit, few: None) -> None:
    for _ in range(3):
        is_let_in(school, **{SOLUTION: solution()})
    fields = {SOLUTION: solution(), guard.FORM_TOKEN: str(uuid.uuid4())}
    assert [is_let_in(school, **fields) for _ in range(2)] == [False, False]


def test_an_hour_later_the_same_form_is_heard(school: Unit, few: None) -> None:
    for _ in range(3):
        is_let_in(school, **{SOLUTION: solution()})
    fields = {SOLUTION: solution(), guard.FORM_TOKEN: str(uuid.uuid4())}
    is_let_in(school, **fields)
    with time_machine.travel(timezone.now() + HOUR):
        assert is_let_in(school, **fields)


def test_a_refusal_says_when_and_names_the_other_ways(school: Unit, few: None) -> None:
    Contact.objects.create(unit=school, form=Contact.Form.BOX, value="东门传达室")
    Contact.objects.create(unit=school, form=Contact.Form.HOTLINE, value="0000-555-0132")
    with time_machine.travel("2025-04-08T06:00:00Z", tick=False):
        for _ in range(4):
            refused = refusals(sent(**{SOLUTION: solution()}), school)
    ((field, sentence),) = refused
    assert (field, [word for word in ("15:00", "0000-555-0132", "东门传达室") if word not in sentence]) == ("", [])


def test_a_flood_is_seen_from_many_addresses(school: Unit, few: None) -> None:
    seen = []
    for number in range(3):
        is_let_in(school, f"203.0.113.{number}", **{SOLUTION: solution()})
        seen.append(may_be_flooded(school))
    assert seen == [False, False, True]


def test_a_flood_closes_nothing_by_itself(school: Unit, few: None) -> None:
    assert all(is_let_in(school, f"203.0.113.{number}", **{SOLUTION: solution()}) for number in range(4))


def test_what_is_refused_is_no_flood(school: Unit, few: None) -> None:
    for _ in range(5):
        is_let_in(school, **by_question(off=1))
    assert not may_be_flooded(school)


def test_a_flood_is_over_after_an_hour(school: Unit, few: None) -> None:
    for number in range(3):
        is_let_in(school, f"203.0.113.{number}", **{SOLUTION: solution()})
    with time_machine.travel(timezone.now() + HOUR):
        assert not may_be_flooded(school)


# The switch


WHY = "表单正被程序大量提交"


def paused(cast: Cast, **fields: Any) -> Pause:
    return pause(cast.school, actor=cast.office, reason=WHY, **fields)


def test_the_office_pauses(cast: Cast) -> None:
    assert pause_of(cast.school) is None
    assert pause_of(cast.school) != paused(cast) == pause_of(cast.school)


def test_another_school_stays_open(cast: Cast) -> None:
    paused(cast)
    assert pause_of(cast.other_school) is None


@pytest.mark.parametrize("who", ["clerk", "chair", "member", "teacher", "inspector", "stranger", "other_chair"])
def test_nobody_else_pauses(cast: Cast, who: str) -> None:
    with pytest.raises(Refused):
        pause(cast.school, actor=getattr(cast, who), reason=WHY)


def test_nobody_else_opens(cast: Cast) -> None:
    paused(cast)
    with pytest.raises(Refused):
        reopen(cast.school, actor=cast.chair)


def test_the_office_opens_again(cast: Cast) -> None:
    paused(cast)
    reopen(cast.school, actor=cast.office)
    assert (pause_of(cast.school), Pause.objects.get().ended_by) == (None, cast.office)


def test_a_pause_ends_by_itself(cast: Cast) -> None:
    paused(cast, until=timezone.now() + HOUR)
    with time_machine.travel(timezone.now() + HOUR):
        assert pause_of(cast.school) is None


def test_the_same_pause_twice_is_one(cast: Cast) -> None:
    until = timezone.now() + HOUR
    assert paused(cast, until=until) == paused(cast, until=until)


def test_another_pause_waits_for_the_first(cast: Cast) -> None:
    paused(cast)
    with pytest.raises(Refused):
        paused(cast, until=timezone.now() + HOUR)


@pytest.mark.parametrize(("reason", "hours"), [("  ", 1), (WHY, -1)])
def test_a_pause_has_a_reason_and_a_time_to_come(cast: Cast, reason: str, hours: int) -> None:
    with pytest.raises(Refused):
        pause(cast.school, actor=cast.office, reason=reason, until=timezone.now() + hours * HOUR)


@pytest.mark.parametrize("fields", [{"reason": "测试"}, {"until": None}, {"since": timezone.now()}])
def test_a_pause_is_not_rewritten(cast: Cast, fields: dict[str, Any]) -> None:
    kept = paused(cast, until=timezone.now() + HOUR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.filter(pk=kept.pk).update(**fields)


def test_an_ended_pause_does_not_run_on(cast: Cast) -> None:
    kept = paused(cast)
    reopen(cast.school, actor=cast.office)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.filter(pk=kept.pk).update(ended_at=None, ended_by=None)


def test_a_pause_is_not_deleted(cast: Cast) -> None:
    kept = paused(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.delete()


# The pages


def switch(cast: Cast) -> str:
    return reverse("counter:pausing")


def test_the_office_pauses_on_its_page(cast: Cast) -> None:
    at_the_desk(cast.office).post(switch(cast), {"reason": WHY, "until": ""})
    assert pause_of(cast.school)


def test_the_office_opens_on_its_page(cast: Cast) -> None:
    paused(cast)
    at_the_desk(cast.office).post(switch(cast), {"reopen": "1"})
    assert pause_of(cast.school) is None


def test_a_refused_pause_keeps_what_was_typed(cast: Cast) -> None:
    page = at_the_desk(cast.office).post(switch(cast), {"reason": WHY, "until": "2020-01-01T10:00"})
    assert (page.status_code, WHY in page.content.decode()) == (400, True)


@pytest.mark.parametrize("who", ["clerk", "chair", "member", "teacher", "inspector", "stranger"])
def test_the_switch_is_the_office_s(cast: Cast, who: str) -> None:
    assert at_the_desk(getattr(cast, who)).get(switch(cast)).status_code == 404


def test_the_switch_of_another_school_is_not(cast: Cast) -> None:
    assert at_the_desk(cast.office).get(f"{switch(cast)}?school={cast.other_school.pk}").status_code == 404


def test_the_desk_says_that_a_flood_may_be_running(cast: Cast, few: None) -> None:
    for number in range(3):
        is_let_in(cast.school, f"203.0.113.{number}", **{SOLUTION: solution()})
    assert "A flood may be running." in at_the_desk(cast.office).get(reverse("desk:home")).content.decode()


def opinion(school: Unit) -> str:
    return reverse("counter:form", args=["opinion"], query={"school": school.pk})


def test_a_paused_form_says_why_and_gives_back_what_was_typed(cast: Cast) -> None:
    paused(cast)
    page = Client().post(opinion(cast.school), {"text": "操场的灯坏了两个星期"})
    words = page.content.decode()
    assert (page.status_code, WHY in words, "操场的灯坏了两个星期" in words) == (503, True, True)


def test_only_a_form_runs_a_script(cast: Cast) -> None:
    policies = [Client().get(path)["Content-Security-Policy"] for path in (opinion(cast.school), "/")]
    assert ["script-src 'self'" in policy for policy in policies] == [True, False]
