"""What the groups record stays: in words for people, and as triggers for everybody else."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from apps.disclosures.workflow import Refused
from apps.groupwork.between import checklists_between, meetings_between, plans_between
from apps.groupwork.models import Checklist, File, Meeting
from apps.groupwork.recording import strike
from apps.groupwork.years import Month
from apps.organization.models import Role
from tests.cast import Cast, again, person
from tests.grouping import DECIDED, answered, met, planned, since_long
from tests.psql import psql, refused

pytestmark = pytest.mark.usefixtures("in_english")


def sheet(name: str = "签到表.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF")


def test_meeting_keeps_names_and_roles_of_that_day(cast: Cast) -> None:
    meeting = met(cast)
    cast.member.memberships.update(until=timezone.localdate() - datetime.timedelta(days=1), since="2020-01-01")
    assert str(meeting.presences.first()) == "纪明 · 党组织代表"


def test_present_are_only_members_of_that_day(cast: Cast) -> None:
    cast.member.memberships.update(since=timezone.localdate() - datetime.timedelta(days=3))
    with pytest.raises(Refused, match="of that day"):
        met(cast, held_on=timezone.localdate() - datetime.timedelta(days=4), present=[cast.member.pk])


@pytest.mark.parametrize(
    "wrong",
    [
        {"held_on": timezone.localdate() + datetime.timedelta(days=1)},
        {"present": []},
        {"discussed": ""},
        {"decided": ""},
    ],
    ids=str,
)
def test_meeting_is_refused_in_words(cast: Cast, wrong: dict) -> None:
    with pytest.raises(Refused) as refusal:
        met(cast, **wrong)
    assert all(reason.endswith((".", "。")) for reason in refusal.value.reasons)


def test_plan_needs_a_text_or_a_file(cast: Cast) -> None:
    with pytest.raises(Refused):
        planned(cast, text="")
    assert planned(cast, text="", files=[sheet("计划.pdf")]).files.count() == 1


@pytest.mark.parametrize("actor", ["clerk", "teacher", "parent", "inspector", "stranger", "other_chair"])
def test_only_office_and_groups_record(cast: Cast, actor: str) -> None:
    with pytest.raises(Refused):
        met(cast, actor=getattr(cast, actor))
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("actor", ["office", "chair", "deputy", "member"])
def test_office_and_groups_record(cast: Cast, actor: str) -> None:
    assert met(cast, actor=getattr(cast, actor)).recorded_by == getattr(cast, actor)


def test_file_is_refused_by_its_content_and_nothing_is_kept(cast: Cast) -> None:
    with pytest.raises(Refused):
        met(cast, files=[SimpleUploadedFile("签到表.pdf", b"<script>alert(1)</script>")])
    assert not Meeting.objects.exists()


def test_file_is_kept_with_its_fingerprint(cast: Cast) -> None:
    file = met(cast, files=[sheet()]).files.get()
    assert (file.name, len(file.sha256), "签到表" in file.file.name) == ("签到表.pdf", 64, False)


def test_same_form_is_one_record(cast: Cast) -> None:
    first = met(cast)
    assert (met(cast, form_token=first.form_token), Meeting.objects.count()) == (first, 1)


def test_same_form_with_other_words_is_refused(cast: Cast) -> None:
    first = met(cast)
    with pytest.raises(Refused, match="new form"):
        met(cast, form_token=first.form_token, decided="另一个决定。")


def test_struck_record_keeps_what_it_said(cast: Cast) -> None:
    meeting = met(cast)
    strike(meeting, actor=again(cast.chair), reason="日期写错")
    meeting.refresh_from_db()
    assert (meeting.decided, meeting.struck_because, meeting.struck_as) == (DECIDED, "日期写错", "方正 · 领导小组")


@pytest.mark.parametrize(("actor", "reason"), [("office", "  "), ("clerk", "写错"), ("inspector", "写错")])
def test_striking_out_needs_role_and_reason(cast: Cast, actor: str, reason: str) -> None:
    meeting = met(cast)
    with pytest.raises(Refused):
        strike(meeting, actor=again(getattr(cast, actor)), reason=reason)


def test_striking_out_twice_by_one_person_is_once(cast: Cast) -> None:
    meeting = met(cast)
    strike(meeting, actor=cast.office, reason="日期写错")
    strike(meeting, actor=cast.office, reason="日期写错")
    with pytest.raises(Refused):
        strike(meeting, actor=cast.chair, reason="日期写错")


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE groupwork_meeting SET decided = '别的'",
        "UPDATE groupwork_meeting SET held_on = held_on - 1",
        "UPDATE groupwork_meeting SET struck_at = now()",
        "UPDATE groupwork_meeting SET struck_because = '理由'",
        "DELETE FROM groupwork_meeting",
        "UPDATE groupwork_presence SET name = '别人'",
        "DELETE FROM groupwork_presence",
        "UPDATE groupwork_file SET sha256 = ''",
        "DELETE FROM groupwork_file",
        "UPDATE groupwork_plan SET title = '别的'",
        "DELETE FROM groupwork_plan",
    ],
)
def test_database_keeps_records_as_they_are(cast: Cast, deed: str) -> None:
    met(cast, files=[sheet()])
    planned(cast)
    with refused("is never|stays as it was|with_a_reason"):
        psql(deed)


def test_struck_record_is_not_taken_back(cast: Cast) -> None:
    meeting = met(cast)
    strike(meeting, actor=cast.office, reason="日期写错")
    with refused("stays as it was recorded"):
        psql("UPDATE groupwork_meeting SET struck_at = NULL, struck_by_id = NULL, struck_as = '', struck_because = ''")


COPY = (
    "INSERT INTO groupwork_meeting (school_id, form_token, recorded_by_id, recorded_as, recorded_at, transaction, "
    'struck_as, struck_because, "group", held_on, place, guests, discussed, decided) SELECT school_id, '
    "gen_random_uuid(), recorded_by_id, recorded_as, recorded_at, 0, '', '', \"group\", {day}, place, '', '', '' "
    "FROM groupwork_meeting"
)


def test_database_records_nothing_of_a_day_to_come(cast: Cast) -> None:
    met(cast)
    with refused("when it has happened"):
        psql(COPY.format(day="current_date + 9"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "deed",
    [
        "INSERT INTO groupwork_presence (meeting_id, person_id, name, title) "
        "SELECT id, 0, '后来者', '' FROM groupwork_meeting",
        "INSERT INTO groupwork_file (meeting_id, file, name, media_type, size, sha256) "
        "SELECT id, 'x', 'x.pdf', 'application/pdf', 1, '' FROM groupwork_meeting",
    ],
)
def test_nothing_is_added_to_a_record_later(cast: Cast, deed: str) -> None:
    met(cast)
    with refused("together with its record"):
        psql(deed)


def test_file_belongs_to_one_record(cast: Cast) -> None:
    meeting, plan = met(cast), planned(cast)
    with refused("file_of_one_record"):
        File.objects.create(meeting=meeting, plan=plan, name="x.pdf", media_type="", size=1, sha256="")


def test_archive_reads_a_span_oldest_first_with_files(cast: Cast) -> None:
    since_long(cast)
    today = timezone.localdate()
    days = [today, today - datetime.timedelta(days=40), today - datetime.timedelta(days=400)]
    recorded = [met(cast, held_on=day, files=[sheet()]) for day in days]
    found = meetings_between(cast.school, days[1], days[0])
    streamed = [(meeting, len(meeting.files.all())) for meeting in found.iterator(chunk_size=2)]
    assert streamed == [(recorded[1], 1), (recorded[0], 1)]


def test_archive_of_another_school_is_empty(cast: Cast) -> None:
    met(cast), planned(cast), answered(cast)
    span = (cast.other_school, datetime.date(2000, 1, 1), timezone.localdate())
    assert not any(ask(*span) for ask in (meetings_between, plans_between, checklists_between))


def test_archive_has_the_month_of_the_first_day(cast: Cast) -> None:
    checklist, month = answered(cast), Month.of(timezone.localdate())
    assert list(checklists_between(cast.school, month.last, month.last)) == [checklist]


def test_office_of_the_bureau_does_not_record_for_a_school(cast: Cast) -> None:
    with pytest.raises(Refused):
        met(cast, actor=person("郝明", Role.OFFICE, cast.bureau))


def test_checklist_is_not_recorded_by_the_office(cast: Cast) -> None:
    with pytest.raises(Refused):
        answered(cast, cast.office)
    assert not Checklist.objects.exists()
