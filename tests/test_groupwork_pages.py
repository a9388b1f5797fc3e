"""The pages of the groups' work: who opens them, what they tell, and the door of their files."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from apps.calendars.models import SchoolYear, Vacation
from apps.disclosures.states import State
from apps.groupwork.models import Meeting, Plan
from apps.groupwork.overview import Standing, rows_of
from apps.groupwork.recording import strike
from apps.groupwork.years import Month, Year
from apps.organization.models import Role
from tests.boarding import browser
from tests.cast import Cast, draft, person, walk
from tests.grouping import (
    DECIDED,
    HOME,
    NEW_MEETING,
    NEW_PLAN,
    answered,
    met,
    page_of,
    planned,
    send,
    since_long,
    typed_answers,
    typed_meeting,
)  # fmt: skip
from tests.test_groupwork_records import sheet
from tests.visiting import visiting

READ, WRITE, NOTHING, SIGN_IN = (200, 404), (200, 200), (404, 404), (302, 302)
TABLE = {
    "office": WRITE,
    "chair": WRITE,
    "deputy": WRITE,
    "member": WRITE,
    "clerk": READ,
    "inspector": READ,
    "teacher": NOTHING,
    "parent": NOTHING,
    "stranger": NOTHING,
    "other_chair": NOTHING,
    "other_teacher": NOTHING,
    "anonymous": SIGN_IN,
}


def of(cast: Cast, address: str) -> str:
    return f"{address}?school={cast.school.pk}"


@pytest.mark.parametrize("reader", TABLE)
def test_pages_open_to_the_working_side_of_the_school(cast: Cast, reader: str) -> None:
    pages = [of(cast, HOME), met(cast).get_absolute_url(), planned(cast).get_absolute_url(), page_of(cast)]
    assert {browser(cast, reader).get(page).status_code for page in pages} == {TABLE[reader][0]}


@pytest.mark.parametrize("reader", TABLE)
def test_forms_open_to_who_records(cast: Cast, reader: str) -> None:
    statuses = {browser(cast, reader).get(of(cast, page)).status_code for page in (NEW_MEETING, NEW_PLAN)}
    assert statuses == {TABLE[reader][1]}


@pytest.mark.parametrize("reader", TABLE)
def test_files_open_through_the_door_of_this_room(cast: Cast, reader: str) -> None:
    files = [met(cast, files=[sheet()]).files.get(), planned(cast, files=[sheet()]).files.get()]
    statuses = {browser(cast, reader).get(file.get_absolute_url()).status_code for file in files}
    assert statuses == {TABLE[reader][0]}


def test_file_is_kept_and_not_shown_in_the_browser(cast: Cast) -> None:
    response = browser(cast, "office").get(met(cast, files=[sheet()]).files.get().get_absolute_url())
    told = (response["Content-Disposition"][:10], response["X-Content-Type-Options"])
    assert told == ("attachment", "nosniff")


@pytest.mark.parametrize("name", ["别的.pdf", "a\x00b"])
def test_file_under_another_name_is_unknown(cast: Cast, name: str) -> None:
    file = met(cast, files=[sheet()]).files.get()
    assert browser(cast, "office").get(reverse("groupwork:file", args=[file.pk, name])).status_code == 404


def test_file_missing_on_the_disk_is_said(cast: Cast) -> None:
    file = met(cast, files=[sheet()]).files.get()
    Path(file.file.path).unlink()
    page = browser(cast, "office").get(file.get_absolute_url(), follow=True)
    assert (page.status_code, "missing on the disk" in page.content.decode()) == (200, True)


def test_deed_of_somebody_who_only_reads_is_refused(cast: Cast) -> None:
    meeting = met(cast)
    response = send(cast.clerk, meeting.get_absolute_url(), do="strike", reason="不对")
    meeting.refresh_from_db()
    assert (response.status_code, meeting.struck_at) == (400, None)


def test_form_records_a_meeting_with_its_file(cast: Cast) -> None:
    response = send(cast.office, of(cast, NEW_MEETING), **typed_meeting(cast, files=sheet(), guests="街道干部李"))
    meeting = Meeting.objects.get()
    assert (response["Location"], meeting.files.count(), meeting.guests) == (
        meeting.get_absolute_url(), 1, "街道干部李",
    )  # fmt: skip


def test_meeting_sent_twice_is_one(cast: Cast) -> None:
    typed = typed_meeting(cast)
    answers = [send(cast.office, of(cast, NEW_MEETING), **typed)["Location"] for _press in range(2)]
    assert (len(set(answers)), Meeting.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"held_on": timezone.localdate() + datetime.timedelta(days=1)}, "still to come"),
        ({"held_on": "2026-02-30"}, "valid date"),
        ({"present": []}, "Choose who was present"),
        ({"present": ["x"]}, "Choose from the list again"),
        ({"present": [0]}, "Choose from the list again"),
        ({"group": "staff"}, "not one of the available choices"),
        ({"discussed": " "}, "Write it down"),
        ({"decided": "字" * 5_001}, "Too long"),
        ({"place": "a\x00b"}, "Null characters"),
        ({"token": ""}, "required"),
        ({"files": SimpleUploadedFile("签到表.pdf", b"no")}, "not what its ending says"),
        ({"files": SimpleUploadedFile("签到表.exe", b"MZ")}, "cannot be attached"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_bad_meeting_loses_nothing_typed(cast: Cast, wrong: dict, said: str) -> None:
    response = send(cast.office, of(cast, NEW_MEETING), **typed_meeting(cast, guests="街道干部李", **wrong))
    page = response.content.decode()
    told = (response.status_code, said in page, "街道干部李" in page, Meeting.objects.exists())
    assert told == (400, True, True, False)


def test_day_with_other_members_asks_again_with_its_own(cast: Cast) -> None:
    since_long(cast)
    day = timezone.localdate() - datetime.timedelta(days=90)
    left = person("离任", Role.SUPERVISION, cast.school, line="union", since="2020-01-01", until=day)
    typed = typed_meeting(cast, held_on=day)
    page = send(cast.office, of(cast, NEW_MEETING), **typed).content.decode()
    assert ("离任" in page, DECIDED in page, Meeting.objects.exists()) == (True, True, False)
    send(cast.office, of(cast, NEW_MEETING), **typed | {"listed": day, "present": [left.pk]})
    assert Meeting.objects.get().presences.get().name == "离任"


def test_form_records_a_plan_with_the_number_it_was_disclosed_under(cast: Cast) -> None:
    item, today = walk(draft(cast), State.POSTED, cast), timezone.localdate()
    typed = {"token": "6f1c8a52-31b4-4c7b-9d0e-2f7a4d9a1b33", "title": "学年工作计划", "text": "一、按时公开。"}
    typed |= {"period": Year.at(cast.school, today).name, "adopted_on": today, "disclosure": item.register_no}
    page = visiting(cast.office).post(of(cast, NEW_PLAN), typed, follow=True).content.decode()
    assert (Plan.objects.get().disclosure_id, item.register_no in page) == (item.pk, True)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({}, "attach it as a file"), ({"text": "一", "period": "2000"}, "available choices")],
    ids=str,
)
def test_bad_plan_loses_nothing_typed(cast: Cast, wrong: dict, said: str) -> None:
    typed = {"token": "6f1c8a52-31b4-4c7b-9d0e-2f7a4d9a1b33", "title": "学年工作计划", "adopted_on": "2026-01-01"}
    response = send(cast.office, of(cast, NEW_PLAN), **typed | wrong)
    page = response.content.decode()
    assert (response.status_code, said in page, "学年工作计划" in page, Plan.objects.exists()) == (
        400, True, True, False,
    )  # fmt: skip


def test_struck_meeting_stays_readable_with_a_line(cast: Cast) -> None:
    meeting = met(cast)
    send(cast.office, meeting.get_absolute_url(), do="strike", reason="日期写错")
    page = browser(cast, "inspector").get(meeting.get_absolute_url()).content.decode()
    struck = page.partition("<del class")[2].partition("</del>")[0]
    assert (DECIDED in struck, "日期写错" in page) == (True, True)


def test_paper_has_lines_to_sign(cast: Cast) -> None:
    page = browser(cast, "office").get(met(cast).get_absolute_url()).content.decode()
    signed = page.partition('class="signatures"')[2].partition("</ul>")[0]
    assert [name in signed for name in ("纪明", "常守")] == [True, True]


def standings(cast: Cast, year: Year) -> dict[str, list[Standing]]:
    return {
        str(row.month): [cell.standing for cell in (*row.meetings, row.checklist)] for row in rows_of(cast.school, year)
    }


def test_months_tell_what_was_held_and_what_is_missing(cast: Cast) -> None:
    since_long(cast)
    held = datetime.date(2025, 10, 9)
    met(cast, held_on=held)
    found = standings(cast, Year.at(cast.school, held))
    assert (found["2025-10"], found["2025-11"]) == (
        [Standing.MISSING, Standing.HELD, Standing.MISSING],
        [Standing.MISSING] * 3,
    )


def test_struck_meeting_was_not_held(cast: Cast) -> None:
    strike(met(cast), actor=cast.office, reason="没有开")
    found = standings(cast, Year.at(cast.school, timezone.localdate()))
    assert Standing.HELD not in found[str(Month.of(timezone.localdate()))]


def test_month_in_a_vacation_owes_nothing(cast: Cast) -> None:
    days = {"starts_on": datetime.date(2025, 1, 20), "ends_on": datetime.date(2025, 2, 16)}
    Vacation.objects.create(school=cast.school, name="寒假", **days)
    found = standings(cast, Year.at(cast.school, days["starts_on"]))
    assert (found["2025-01"][0], found["2025-02"][0]) == (Standing.MISSING, Standing.VACATION)


def test_running_month_is_not_missing_yet(cast: Cast) -> None:
    today = timezone.localdate()
    answered(cast)
    found = standings(cast, Year.at(cast.school, today))[str(Month.of(today))]
    assert found == [Standing.RUNNING, Standing.RUNNING, Standing.ANSWERED]


def test_school_years_follow_one_another_however_they_begin(cast: Cast) -> None:
    days = [("2023-09-10", "2024-08-20"), ("2024-08-21", "2025-09-07"), ("2025-09-08", "2026-08-31")]
    for first, last in days:
        SchoolYear.objects.create(school=cast.school, name=first, starts_on=first, ends_on=last)
    middle = Year.at(cast.school, datetime.date(2025, 1, 15))
    around = [Year.at(cast.school, month.middle).name for month in (middle.before, middle.after)]
    assert (around, len(middle.months)) == ([days[0][0], days[2][0]], 12)


def test_file_is_asked_for_again_when_the_form_was_refused(cast: Cast) -> None:
    typed = typed_answers(timely="no", files=sheet())
    assert "Choose the files again" in send(cast.member, page_of(cast), **typed).content.decode()


@pytest.mark.parametrize("address", ["?school=x", "?school=0", "?month=2026", "?month=2999-09", "?month=2026-13"])
def test_address_that_is_none_is_unknown(cast: Cast, address: str) -> None:
    assert browser(cast, "office").get(HOME + address).status_code == 404


def test_meetings_page_by_key(cast: Cast) -> None:
    since_long(cast)
    recorded = [met(cast, discussed=str(number)) for number in range(22)]
    visitor = browser(cast, "office")
    first = visitor.get(HOME).context["page"]
    second = visitor.get(HOME, {"after": first.following}).context["page"]
    assert [*first.meetings, *second.meetings] == recorded[::-1]


@pytest.mark.parametrize("after", ["x", "0-0", "9999999-999999999999999", "1-", "-1-5"])
def test_key_that_is_none_does_no_harm(cast: Cast, after: str) -> None:
    met(cast)
    assert browser(cast, "office").get(HOME, {"after": after}).status_code == 200


def test_home_asks_as_much_of_many_as_of_few(cast: Cast, django_assert_max_num_queries) -> None:
    since_long(cast)
    for number in range(22):
        met(cast, discussed=str(number))
        planned(cast, title=str(number))
    answered(cast)
    visitor = browser(cast, "office")
    with django_assert_max_num_queries(16):
        visitor.get(HOME)


def test_inspector_chooses_among_the_schools(cast: Cast) -> None:
    page = browser(cast, "inspector").get(HOME).content.decode()
    assert all(f'<option value="{school.pk}"' in page for school in (cast.school, cast.other_school))


@pytest.mark.parametrize(("reader", "finds"), [("office", True), ("clerk", True), ("teacher", False)])
def test_bar_leads_there_for_who_finds_something(cast: Cast, reader: str, finds: bool) -> None:
    assert (f'href="{HOME}"' in browser(cast, reader).get("/desk/").content.decode()) == finds
