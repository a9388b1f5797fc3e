"""Following a case with code and secret: who opens it, what it shows, and the steps of its writer."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.cases import identities, publishing
from apps.cases.filing import Receipt, file_case
from apps.cases.states import State
from apps.cases.types import Finding, Type
from apps.cases.workflow import STEPS, take
from apps.counter import following
from tests.cast import Cast
from tests.writing import TEXT, opened, reader, receipt_of, send

SECRET = "芝麻开门"
REPLY = "经核实，围墙已经修好。"


@pytest.fixture
def receipt(cast: Cast) -> Receipt:
    identity = {"name": "许愿", "contact": "0000-555-0177", "email": "", "kind": "parent"}
    return file_case(Type.OPINION, school=cast.school, text=TEXT, secret=SECRET, identity=identity)


@pytest.fixture
def browser() -> Client:
    return reader()


def shown(browser: Client, receipt: Receipt) -> str:
    return opened(browser, {"code": receipt.code, "secret": SECRET}).content.decode()


def press(browser: Client, step: str, **fields: str):
    """From the page that shows the case, whose forms name it."""
    page = browser.get("/counter/case/")
    case = page.context["case"].code if page.status_code == 200 else ""
    return browser.post(f"/counter/case/{step}/", {"case": case, **fields}, follow=True)


def decide(case, cast):
    take("accept", case, actor=cast.office)
    return answer(case, cast)


def answer(case, cast):
    take("assign", case, actor=cast.office, handler=cast.clerk)
    take("draft_reply", case, actor=cast.clerk, text=REPLY, finding=Finding.ADOPTED)
    return take("send_reply", case, actor=cast.chair)


# The receipt.


def test_receipt_shows_code_and_secret(cast, browser):
    send(browser, f"/counter/mailbox/?school={cast.school.pk}", secret=SECRET)
    page = browser.get("/counter/receipt/")
    assert (page.context["code"] in page.content.decode(), SECRET in page.content.decode()) == (True, True)


def test_receipt_without_a_word_shows_a_number_that_opens_the_case(cast, browser):
    send(browser, f"/counter/mailbox/?school={cast.school.pk}")
    assert TEXT in opened(reader(), receipt_of(browser)).content.decode()


def test_receipt_is_shown_for_ten_minutes(cast, browser):
    send(browser, f"/counter/mailbox/?school={cast.school.pk}")
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=11)):
        assert browser.get("/counter/receipt/").templates[0].name == "counter/no_receipt.html"


def test_receipt_is_shown_to_no_other_browser(cast, browser):
    send(browser, f"/counter/mailbox/?school={cast.school.pk}")
    assert reader().get("/counter/receipt/").templates[0].name == "counter/no_receipt.html"


def test_receipt_can_be_forgotten(cast, browser):
    send(browser, f"/counter/mailbox/?school={cast.school.pk}")
    browser.post("/counter/leave/")
    assert browser.get("/counter/receipt/").templates[0].name == "counter/no_receipt.html"


# Opening.


def test_code_and_secret_open_the_case(browser, receipt):
    assert TEXT in shown(browser, receipt)


@pytest.mark.parametrize("which", ["code", "secret", "both"])
def test_wrong_receipt_is_answered_in_the_same_words(browser, receipt, which):
    given = {"code": receipt.code, "secret": SECRET}
    given |= {name: "2222-2222-3" for name in given if which in (name, "both")}
    page = browser.post("/counter/follow/", given)
    assert (page.status_code, [str(error) for error in page.context["form"].non_field_errors()]) == (
        200,
        ["No case opens with these two. Look at the slip again: the code, and the word or number."],
    )


def test_another_browser_does_not_see_the_case(browser, receipt):
    shown(browser, receipt)
    assert reader().get("/counter/case/").url == "/counter/follow/"


def test_case_closes_after_half_an_hour(browser, receipt):
    shown(browser, receipt)
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=31)):
        assert browser.get("/counter/case/").status_code == 302


def test_case_is_left(browser, receipt):
    shown(browser, receipt)
    browser.post("/counter/leave/")
    assert browser.get("/counter/case/").status_code == 302


def test_browser_opens_one_case_at_a_time(cast, browser, receipt):
    other = file_case(Type.OPINION, school=cast.school, text="另一件事情，食堂的菜凉了。", secret=SECRET)
    shown(browser, receipt)
    shown(browser, other)
    assert TEXT not in browser.get("/counter/case/").content.decode()


def test_forged_cookie_opens_nothing(browser, receipt):
    browser.cookies["counter_case"] = receipt.case.code
    assert browser.get("/counter/case/").status_code == 302


@pytest.mark.parametrize("path", ["receipt", "follow", "case"])
def test_pages_of_a_writer_are_kept_by_nobody(browser, receipt, path):
    shown(browser, receipt)
    page = browser.get(f"/counter/{path}/")
    assert ("no-store" in page["Cache-Control"], page["X-Robots-Tag"]) == (True, "noindex")


def test_code_is_tried_only_so_often(browser, receipt, monkeypatch):
    monkeypatch.setattr(following, "A_CODE", 2)
    answers = [browser.post("/counter/follow/", {"code": receipt.code, "secret": "x"}) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]


def test_address_tries_only_so_many_codes(browser, receipt, monkeypatch):
    monkeypatch.setattr(following, "AN_ADDRESS", 2)
    answers = [browser.post("/counter/follow/", {"code": f"2222-2222-{sign}", "secret": "x"}) for sign in "234"]
    assert (answers[-1].status_code, int(answers[-1]["Retry-After"]) > 0) == (429, True)


def test_limit_of_a_code_is_not_read_from_how_it_is_typed(browser, receipt, monkeypatch):
    monkeypatch.setattr(following, "A_CODE", 1)
    browser.post("/counter/follow/", {"code": receipt.code, "secret": "x"})
    again = browser.post("/counter/follow/", {"code": receipt.code.lower().replace("-", " "), "secret": "x"})
    assert again.status_code == 429


# What it shows.


def test_story_names_no_person(cast, browser, receipt):
    decide(receipt.case, cast)
    page = shown(browser, receipt)
    assert [person.name in page for person in (cast.office, cast.clerk, cast.chair)] == [False] * 3


def test_reply_is_shown(cast, browser, receipt):
    decide(receipt.case, cast)
    assert REPLY in shown(browser, receipt)


def test_draft_is_not_shown(cast, browser, receipt):
    take("accept", receipt.case, actor=cast.office)
    take("assign", receipt.case, actor=cast.office, handler=cast.clerk)
    take("draft_reply", receipt.case, actor=cast.clerk, text=REPLY, finding=Finding.ADOPTED)
    assert REPLY not in shown(browser, receipt)


def test_draft_after_a_reply_is_not_shown(cast, browser, receipt):
    decide(receipt.case, cast)
    take("redo", receipt.case, actor=None, text="没有说什么时候修的。")
    take("draft_reply", receipt.case, actor=cast.clerk, text="还没查清楚。", finding=Finding.ADOPTED)
    page = shown(browser, receipt)
    assert (REPLY in page, "还没查清楚" in page) == (True, False)


@pytest.mark.parametrize("step", ["send_back", "transfer"])
def test_what_the_office_writes_to_itself_is_not_shown(cast, browser, receipt, step):
    take("accept", receipt.case, actor=cast.office)
    take("assign", receipt.case, actor=cast.office, handler=cast.clerk)
    if step == "transfer":
        take("transfer", receipt.case, actor=cast.office, handler=cast.other_clerk, text="内部说明")
    else:
        take("draft_reply", receipt.case, actor=cast.clerk, text=REPLY, finding=Finding.ADOPTED)
        take("send_back", receipt.case, actor=cast.chair, text="内部说明")
    assert "内部说明" not in shown(browser, receipt)


def test_merged_case_shows_the_reply_of_the_other(cast, browser, receipt):
    other = file_case(Type.OPINION, school=cast.school, text="围墙倒了，请学校尽快修理。").case
    take("accept", other, actor=cast.office)
    take("merge", receipt.case, actor=cast.office, into=other)
    answer(other, cast)
    page = shown(browser, receipt)
    assert (REPLY in page, "请学校尽快修理" in page) == (True, False)


def test_opened_identity_is_told_with_its_reason(cast, browser, receipt):
    identities.ask_for(receipt.case, actor=cast.office, reason="需要当面核对票据")
    identities.open_for(receipt.case, actor=cast.chair)
    page = shown(browser, receipt)
    assert ("需要当面核对票据" in page, cast.office.name in page) == (True, False)


def test_hidden_reply_is_told_with_its_reason(cast, browser, receipt):
    case = decide(receipt.case, cast)
    publishing.publish(case, actor=cast.office, question="", answer="围墙已经修好。")
    publishing.propose_hiding(case, actor=cast.office, reason="personal")
    publishing.hide(case, actor=cast.chair)
    assert "it showed personal data" in shown(browser, receipt)


def test_extension_is_told_with_its_reason(cast, browser, receipt):
    take("accept", receipt.case, actor=cast.office)
    take("extend", receipt.case, actor=cast.office, days=3, text="要等工程公司的说明")
    page = shown(browser, receipt)
    assert ("要等工程公司的说明" in page, "Extended by 3 working days" in page) == (True, True)


def test_going_on_is_told_with_its_reason(cast, browser, receipt):
    take("accept", receipt.case, actor=cast.office)
    take("ask", receipt.case, actor=cast.office, text="是哪一段围墙？")
    with time_machine.travel(timezone.now() + timezone.timedelta(days=15)):
        take("go_on", receipt.case, actor=cast.office, text="先按东边那一段查")
        assert "先按东边那一段查" in shown(browser, receipt)


@pytest.mark.parametrize("climbed", [0, 1])
def test_overdue_case_has_gone_up_only_when_it_did(browser, receipt, climbed):
    with time_machine.travel(timezone.now() + timezone.timedelta(days=20)):
        if climbed:
            take("climb", receipt.case, actor=User.objects.clock())
        page = shown(browser, receipt)
    assert ("This day is over." in page, "has gone up" in page) == (True, bool(climbed))


def test_case_asks_the_database_little(cast, browser, receipt, django_assert_max_num_queries):
    decide(receipt.case, cast)
    shown(browser, receipt)
    with django_assert_max_num_queries(20):
        browser.get("/counter/case/")


# The steps of the writer.


def test_every_step_of_a_writer_has_its_form():
    assert set(following.FORMS) == {step.name for step in STEPS.values() if step.duty == "writer"}


def test_message_is_added(browser, receipt):
    shown(browser, receipt)
    assert "补充一张照片的说明" in press(browser, "add", text="补充一张照片的说明").content.decode()


def test_question_is_answered(cast, browser, receipt):
    take("accept", receipt.case, actor=cast.office)
    take("ask", receipt.case, actor=cast.office, text="是哪一段围墙？")
    asked = "是哪一段围墙" in shown(browser, receipt)
    press(browser, "answer", text="操场东边那一段。")
    receipt.case.refresh_from_db()
    assert (asked, receipt.case.state) == (True, State.ACCEPTED)


def test_case_is_taken_back_after_a_tick(browser, receipt):
    shown(browser, receipt)
    without = press(browser, "withdraw").context["case"].state
    assert (without, press(browser, "withdraw", sure="on").context["case"].state) == ("received", "withdrawn")


def test_reply_is_enough(cast, browser, receipt):
    decide(receipt.case, cast)
    shown(browser, receipt)
    assert press(browser, "content").context["case"].state == State.CLOSED


def test_another_reply_is_asked_for_once(cast, browser, receipt):
    decide(receipt.case, cast)
    shown(browser, receipt)
    press(browser, "redo", text="没有说什么时候修的。")
    take("draft_reply", receipt.case, actor=cast.clerk, text="四月六日修的。", finding=Finding.ADOPTED)
    take("send_reply", receipt.case, actor=cast.chair)
    page = press(browser, "redo", text="还是不清楚，请再说。")
    assert ("once" in page.content.decode(), "还是不清楚，请再说。" in page.content.decode()) == (True, True)


def test_empty_message_is_refused(browser, receipt):
    shown(browser, receipt)
    assert "Nothing is sent yet" in press(browser, "add", text=" ").content.decode()


def test_step_of_the_office_is_not_the_writers(browser, receipt):
    shown(browser, receipt)
    assert press(browser, "accept").status_code == 404


def test_message_after_half_an_hour_is_given_back(receipt):
    page = reader().post("/counter/case/add/", {"text": "写了很久很久的一段说明"})
    assert (page.status_code, "写了很久很久的一段说明" in page.content.decode()) == (403, True)


def test_markup_in_a_message_is_shown_as_it_was_typed(browser, receipt):
    shown(browser, receipt)
    assert "<script>x" not in press(browser, "add", text="<script>x</script> 𠮷").content.decode()


def test_form_of_another_case_does_nothing(cast, browser, receipt):
    other = file_case(Type.OPINION, school=cast.school, text=TEXT, secret=SECRET)
    shown(browser, receipt)
    shown(browser, other)
    answer = press(browser, "withdraw", sure="on", case=receipt.case.code)
    other.case.refresh_from_db()
    assert (answer.status_code, other.case.state) == (403, State.RECEIVED)
