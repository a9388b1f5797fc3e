"""The form at the counter: what it asks, what it refuses, and that nothing typed is lost."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from apps.calendars.models import CalendarDay, CalendarYear
from apps.cases.models import Case, Identity
from apps.counter.pausing import pause
from apps.disclosures.factories import SchoolFactory
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from tests.cast import Cast, draft, walk
from tests.visiting import visiting
from tests.writing import TEXT, filed, form_at, reader, receipt_of, send

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


@pytest.fixture
def item(cast: Cast) -> Disclosure:
    return walk(draft(cast), State.POSTED, cast)


@pytest.fixture
def browser() -> Client:
    return reader()


def objecting(item: Disclosure) -> str:
    return f"/r/{item.number}/object/"


def letter(cast: Cast, type: str = "mailbox") -> str:
    return f"/counter/{type}/?school={cast.school.pk}"


# What may be brought, and where.


def test_home_names_every_school(cast, browser):
    page = browser.get("/counter/").content.decode()
    assert all(f"/counter/mailbox/?school={school.pk}" in page for school in (cast.school, cast.other_school))


def test_form_without_a_school_leads_to_the_choice(cast, browser):
    assert browser.get("/counter/mailbox/").url == "/counter/"


def test_only_school_is_not_asked_for(db, browser):
    school = SchoolFactory(name="澄溪九年制学校")
    assert browser.get("/counter/mailbox/").context["page"].school == school


@pytest.mark.parametrize("type", ["objection", "mistake", "else"])
def test_what_starts_at_an_item_has_no_form_of_its_own(cast, browser, type):
    assert browser.get(letter(cast, type)).status_code == 404


@pytest.mark.parametrize("number", ["x", "2026-", "-1", "9" * 40 + "-1", "²-1"])
def test_opinion_about_no_item_is_not_found(cast, browser, number):
    assert browser.get("/counter/opinion/", {"item": number}).status_code == 404


def test_item_that_the_reader_may_not_read_has_no_form(cast, browser):
    item = walk(draft(cast, audience="staff"), State.POSTED, cast)
    assert browser.get(objecting(item)).status_code == 404


def test_staff_object_to_what_they_may_read(cast):
    item = walk(draft(cast, audience="staff"), State.POSTED, cast)
    assert filed(visiting(cast.teacher), objecting(item)).disclosure_id == item.pk


def test_signed_in_writer_is_not_linked_to_the_case(cast, item):
    case = filed(visiting(cast.teacher), objecting(item))
    assert (case.events.get().actor_id, Identity.objects.filter(case=case).exists()) == (None, False)


@time_machine.travel("2025-04-08 10:00+08:00")
def test_form_says_by_which_day_it_is_answered(cast, browser):
    CalendarYear.objects.get_or_create(year=2025)
    CalendarDay.objects.update_or_create(
        date=datetime.date(2025, 4, 10), defaults={"is_working": False, "name": "校庆"}
    )
    assert browser.get(letter(cast)).context["page"].deadline.due_on == datetime.date(2025, 4, 16)


# Filing.


def test_objection_is_filed(cast, item, browser):
    case = filed(browser, objecting(item))
    assert (case.type, case.text, case.disclosure_id) == ("objection", TEXT, item.pk)


def test_mistake_is_filed_after_the_publicity_period(cast, item, browser):
    walk(item, State.CONCLUDED, cast)
    assert filed(browser, f"/r/{item.number}/mistake/").type == "mistake"


def test_letter_goes_to_the_school_that_was_chosen(cast, browser):
    assert filed(browser, f"/counter/mailbox/?school={cast.other_school.pk}").school == cast.other_school


def test_form_sent_twice_is_one_case_and_one_receipt(cast, item, browser):
    form = form_at(browser, objecting(item))
    browser.post(objecting(item), form)
    first = receipt_of(browser)
    browser.post(objecting(item), form)
    assert (receipt_of(browser), Case.objects.count()) == (first, 1)


def test_form_sent_again_with_another_secret_shows_no_receipt(cast, item, browser):
    form = form_at(browser, objecting(item))
    browser.post(objecting(item), form)
    answer = reader().post(objecting(item), {**form, "secret": "另一个暗号"})
    assert (answer.templates[0].name, "counter_receipt" in answer.cookies) == ("counter/twice.html", False)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script> 说明一下", "𠮷野家旁边的围墙 🧱 倒了半边", "一行\n二行\n三行四行五行"]
)
def test_text_is_kept_as_it_was_written(cast, browser, text):
    assert filed(browser, letter(cast), text=text.replace("\n", "\r\n")).text == text


def test_files_are_kept_with_the_case(cast, browser):
    files = [SimpleUploadedFile(f"照片{number}.png", PNG, "image/png") for number in range(2)]
    assert filed(browser, letter(cast), files=files).attachments.count() == 2


def test_concern_is_kept(cast, browser):
    assert filed(browser, letter(cast, "complaint"), concern="leadership").concern == "leadership"


def test_name_is_kept_when_it_was_chosen(cast, browser):
    case = filed(browser, letter(cast), signing="named", name="许愿", contact="0000-555-0177")
    assert (case.identity.name, case.identity.contact) == ("许愿", "0000-555-0177")


def test_name_that_was_not_chosen_is_not_kept(cast, browser):
    case = filed(browser, letter(cast), name="许愿", contact="0000-555-0177", kind="parent")
    assert (case.identity.name, case.identity.contact, case.identity.kind) == ("", "", "parent")


def test_application_is_filed_with_its_parts(cast, browser):
    page = browser.get(letter(cast, "application")).context["form"]
    parts = {name: page.fields[name].choices[0][0] for name in ("applicant_kind", "form_wanted", "delivery")}
    case = filed(browser, letter(cast, "application"), name="许愿", contact="0000-555-0177", purpose="了解", **parts)
    assert case.application.purpose == "了解"


# Refusals.


def test_short_text_is_refused_and_everything_stays(cast, browser):
    answer = send(browser, letter(cast), text="有意见", contact="0000-555-0177", secret="芝麻开门")
    shown = answer.content.decode()
    assert [word in shown for word in ("有意见", "0000-555-0177", "芝麻开门", 'href="#id_text"')] == [True] * 4


def test_a_megabyte_of_text_gets_a_sentence_and_stays(cast, browser):
    answer = send(browser, letter(cast), text="字" * 350_000)
    assert ("350000 characters" in answer.content.decode(), "字" * 350_000 in answer.content.decode()) == (True, True)


def test_markup_is_shown_as_it_was_typed(cast, browser):
    shown = send(browser, letter(cast), text="<b>x", name="<script>").content.decode()
    assert ("&lt;b&gt;x" in shown, "&lt;script&gt;" in shown, "<b>x" in shown) == (True, True, False)


def test_files_that_must_be_chosen_again_are_named(cast, browser):
    answer = send(browser, letter(cast), text="短", files=SimpleUploadedFile("照片.png", PNG, "image/png"))
    assert "照片.png" in answer.content.decode()


def test_file_that_is_not_what_it_says_is_refused(cast, browser):
    answer = send(browser, letter(cast), files=SimpleUploadedFile("照片.png", b"MZ" * 40, "image/png"))
    assert (bool(answer.context["form"].errors["files"]), Case.objects.count()) == (True, 0)


def test_six_files_are_refused(cast, browser):
    files = [SimpleUploadedFile(f"{number}.png", PNG, "image/png") for number in range(6)]
    assert "files" in send(browser, letter(cast), files=files).context["form"].errors


def test_name_that_was_chosen_and_left_out_is_asked_for(cast, browser):
    answer = send(browser, letter(cast), signing="named", contact="0000-555-0177")
    assert list(answer.context["form"].errors) == ["name"]


def test_item_that_needs_a_name_asks_for_it(cast, browser):
    item = walk(draft(cast, objectors="named"), State.POSTED, cast)
    answer = send(browser, objecting(item))
    assert (set(answer.context["form"].errors), "signing" in answer.context["form"].fields) == (
        {"name", "contact"},
        False,
    )


@pytest.mark.parametrize("changed", [{"guard_answer": ""}, {"website": "http://x"}])
def test_what_the_guard_refuses_stands_at_the_form(cast, browser, changed):
    answer = send(browser, letter(cast), **changed)
    assert (TEXT in answer.content.decode(), len(answer.context["refused"]), Case.objects.count()) == (True, 1, 0)


def test_question_left_out_says_so_beside_it(cast, browser):
    assert 'id="guard-error"' in send(browser, letter(cast), guard_answer="").content.decode()


def test_everything_to_be_put_right_is_said_at_once(cast, browser):
    answer = send(browser, letter(cast), text="有意见", signing="named", secret="1")
    assert set(answer.context["form"].errors) == {"text", "name", "contact", "secret"}


def test_errors_ask_the_question_only_once(cast, browser):
    again = send(browser, letter(cast), text="短").content.decode()
    assert ("id_guard_answer" in again, 'name="guard_answer"' in again) == (False, True)


# An item that left its publicity period.


def test_form_of_an_item_whose_period_is_over_offers_an_opinion(cast, item, browser):
    walk(item, State.CONCLUDED, cast)
    assert f"/counter/opinion/?item={item.number}" in browser.get(objecting(item)).content.decode()


def test_item_that_left_publicity_while_somebody_wrote_is_told_and_the_text_stays(cast, item, browser):
    form = form_at(browser, objecting(item))
    walk(item, State.CONCLUDED, cast)
    answer = browser.post(objecting(item), form)
    assert (answer.status_code, TEXT in answer.content.decode(), Case.objects.count()) == (409, True, 0)


def test_objection_that_came_late_is_sent_as_an_opinion(cast, item, browser):
    with time_machine.travel(item.publicity_ends_at - datetime.timedelta(minutes=1), tick=False):
        form = form_at(browser, objecting(item))
    with time_machine.travel(item.publicity_ends_at, tick=False):
        answer = browser.post(objecting(item), form)
        browser.post(answer.context["page"].address, form)
    case = Case.objects.get()
    assert (case.type, case.is_late, case.disclosure_id) == ("opinion", True, item.pk)
    assert "it is written down that it came late" in answer.content.decode()


def test_opinion_is_late_only_after_the_period(cast, item, browser):
    address = f"/counter/opinion/?item={item.number}"
    early = browser.get(f"{address}&late=1").content.decode()
    with time_machine.travel(item.publicity_ends_at, tick=False):
        late = browser.get(address).content.decode()
    assert ["an opinion that came late" in page for page in (early, late)] == [False, True]


# An item that left the board while somebody wrote.


@pytest.mark.parametrize("way", ["mistake/", "object/", "opinion"])
def test_text_stays_when_the_item_is_shown_no_longer(cast, browser, way):
    until = timezone.localdate() + datetime.timedelta(days=60)
    item = walk(draft(cast, display_until=until), State.POSTED, cast)
    address = f"/counter/opinion/?item={item.number}" if way == "opinion" else f"/r/{item.number}/{way}"
    form = form_at(browser, address)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=70)):
        answer = browser.post(address, form)
    page = answer.content.decode()
    assert (answer.status_code, TEXT in page, form["form_token"] in page, item.title in page) == (
        404,
        True,
        False,
        False,
    )


def test_text_stays_when_the_item_was_withdrawn(cast, item, browser):
    form = form_at(browser, f"/r/{item.number}/mistake/")
    walk(item, State.WITHDRAWN, cast)
    answer = browser.post(f"/r/{item.number}/mistake/", form)
    assert (answer.status_code, TEXT in answer.content.decode(), Case.objects.count()) == (409, True, 0)


def test_item_that_is_not_there_is_answered_as_one_that_is_gone(cast, browser):
    hidden = walk(draft(cast, audience="staff"), State.POSTED, cast)
    pages = [browser.post(f"/r/{number}/mistake/", {"text": TEXT}) for number in (hidden.number, "2019-999")]
    assert [(page.status_code, TEXT in page.content.decode()) for page in pages] == [(404, True)] * 2


# Pausing.


def test_paused_form_is_closed_and_says_why(cast, item, browser):
    pause(cast.school, actor=cast.office, reason="有程序在刷表单")
    answer = browser.get(objecting(item))
    assert (answer.status_code, "有程序在刷表单" in answer.content.decode()) == (503, True)


def test_pause_loses_nothing_typed(cast, item, browser):
    form = form_at(browser, objecting(item))
    pause(cast.school, actor=cast.office, reason="有程序在刷表单")
    answer = browser.post(objecting(item), form)
    assert (TEXT in answer.content.decode(), Case.objects.count()) == (True, 0)


def test_pause_of_one_school_closes_no_other(cast, browser):
    pause(cast.school, actor=cast.office, reason="有程序在刷表单")
    assert browser.get(f"/counter/mailbox/?school={cast.other_school.pk}").status_code == 200


# The page of the item.


def test_item_in_publicity_leads_to_the_form(cast, item, browser):
    page = browser.get(item.get_absolute_url()).content.decode()
    assert (objecting(item) in page, f"/r/{item.number}/mistake/" in page) == (True, True)


def test_item_whose_period_is_over_takes_mistakes_only(cast, item, browser):
    item = walk(item, State.CONCLUDED, cast)
    page = browser.get(item.get_absolute_url()).content.decode()
    assert (objecting(item) in page, f"/r/{item.number}/mistake/" in page) == (False, True)


def test_form_asks_the_database_little(cast, item, browser, django_assert_max_num_queries):
    browser.get(objecting(item))
    with django_assert_max_num_queries(16):
        browser.get(objecting(item))
