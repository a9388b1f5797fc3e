"""What is received, what is refused field by field, and that nothing stays behind after a refusal."""

from __future__ import annotations

import datetime
import uuid
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from apps.cases.filing import NotFiled, TooLate, file_case, find, name_is_required
from apps.cases.models import Application, Attachment, Case, Identity
from apps.cases.types import Channel, Type
from apps.disclosures.states import Objectors
from tests.casing import TEXT, posted
from tests.cast import draft

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def upload(name: str = "证据.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def opinion(cast, **fields):
    return file_case(Type.OPINION, **{"school": cast.school, "text": TEXT, **fields})


def fields_refused(cast, **fields) -> list[str]:
    with pytest.raises(NotFiled) as refusal:
        opinion(cast, **fields)
    assert refusal.value.reasons == [sentence for _field, sentence in refusal.value.errors]
    return [name for name, _sentence in refusal.value.errors]


NAMED = {"name": "陶然", "contact": "0000-555-0141"}
REFUSED = {
    "too short": ({"text": "太短了"}, ["text"]),
    "only spaces": ({"text": " " * 40}, ["text"]),
    "only NUL": ({"text": "\x00" * 40}, ["text"]),
    "a megabyte": ({"text": "长" * 1_000_000}, ["text"]),
    "secret of three": ({"secret": "abc"}, ["secret"]),
    "secret of spaces": ({"secret": "      "}, ["secret"]),
    "an address that is none": ({"identity": {"email": "陶然"}}, ["email"]),
    "a name of 41": ({"identity": {"name": "名" * 41}}, ["name"]),
    "a contact of 121": ({"identity": {"contact": "0" * 121}}, ["contact"]),
    "a kind nobody knows": ({"identity": {"kind": "ghost"}}, ["kind"]),
    "received tomorrow": ({"received_at": timezone.now() + datetime.timedelta(days=9999)}, ["received_at"]),
    "six files": ({"files": [upload() for _ in range(6)]}, ["files"]),
    "eleven megabytes": ({"files": [upload(content=PDF + b"0" * 11 * 1024 * 1024)]}, ["files"]),
    "a page called PDF": ({"files": [upload(content=b"<html><script>alert(1)</script></html>")]}, ["files"]),
    "a program": ({"files": [upload("证据.exe", b"MZ")]}, ["files"]),
    "an empty file": ({"files": [upload(content=b"")]}, ["files"]),
    "several": ({"text": "短", "secret": "1", "identity": {"email": "@"}}, ["text", "email", "secret"]),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refused_with_a_sentence_at_its_field_and_nothing_left(cast, what):
    given, fields = REFUSED[what]
    kept = set(Path(settings.MEDIA_ROOT).rglob("*"))
    assert fields_refused(cast, **given) == fields
    assert not any(model.objects.exists() for model in (Case, Identity, Attachment, Application))
    assert set(Path(settings.MEDIA_ROOT).rglob("*")) == kept


@pytest.mark.parametrize("type", [Type.OBJECTION, Type.MISTAKE])
def test_item_is_named(cast, type):
    with pytest.raises(NotFiled) as refusal:
        file_case(type, school=cast.school, text=TEXT)
    assert [name for name, _sentence in refusal.value.errors] == ["item"]


def test_item_of_another_school_is_refused(cast):
    item = posted(cast)
    with pytest.raises(NotFiled) as refusal:
        file_case(Type.MISTAKE, school=cast.other_school, text=TEXT, disclosure=item)
    assert [name for name, _sentence in refusal.value.errors] == ["item"]


@pytest.mark.parametrize(
    "text",
    [
        "  𠮷老师和𡈽老师的名字写错了，请更正。  ",
        "谢谢👍🏽，已经看到了，但是第三项不对。",
        "<script>alert(1)</script><b>请看</b> & 另外一项",
        "第一行的内容在这里\r\n第二行的内容在这里",
        "x" * 5000,
    ],
)
def test_text_is_kept_as_it_was_written(cast, text):
    assert Case.objects.get(pk=opinion(cast, text=text).case.pk).text == text.strip()


def test_nul_is_left_out_of_text_and_name(cast):
    case = opinion(cast, text=f"\x00{TEXT}", identity={"name": "陶\x00然"}).case
    assert (case.text, case.identity.name) == (TEXT, "陶然")


def test_form_sent_again_with_files_keeps_one_case_and_one_file(cast):
    token = uuid.uuid4()
    first = opinion(cast, form_token=token, files=[upload()], secret="石榴花开")
    again = opinion(cast, form_token=token, files=[upload()], secret="石榴花开")
    assert (again.case, again.is_new, again.secret, Attachment.objects.count()) == (first.case, False, "", 1)


def test_file_is_kept_under_a_name_of_ours(cast):
    kept = opinion(cast, files=[upload("../../陶然的证据.pdf")]).case.attachments.get()
    assert (kept.name, "陶然" in kept.file.name, kept.media_type) == ("陶然的证据.pdf", False, "application/pdf")


def test_five_files_are_received(cast):
    assert opinion(cast, files=[upload(f"{n}.pdf") for n in range(5)]).case.attachments.count() == 5


@pytest.mark.parametrize(
    ("type", "objectors", "is_required"),
    [
        (Type.OBJECTION, Objectors.NAMED, True),
        (Type.OBJECTION, "", False),
        (Type.MISTAKE, Objectors.NAMED, False),
        (Type.OPINION, Objectors.NAMED, False),
        (Type.APPLICATION, "", True),
    ],
)
def test_name_is_required_by_item_or_type(cast, type, objectors, is_required):
    assert name_is_required(type, draft(cast, objectors=objectors)) is is_required


def test_objection_without_the_name_it_needs_is_refused(cast):
    item = posted(cast, objectors=Objectors.NAMED)
    with pytest.raises(NotFiled) as refusal:
        file_case(Type.OBJECTION, school=cast.school, text=TEXT, disclosure=item)
    assert [name for name, _sentence in refusal.value.errors] == ["name", "contact"]


def test_objection_with_a_name_is_not_anonymous(cast):
    item = posted(cast, objectors=Objectors.NAMED)
    case = file_case(Type.OBJECTION, school=cast.school, text=TEXT, disclosure=item, identity=NAMED).case
    assert (case.is_anonymous, case.identity.name) == (False, "陶然")


@pytest.mark.parametrize("late_by", [0, 1])
def test_objection_after_the_period_is_too_late(cast, late_by):
    item = posted(cast)
    now = item.publicity_ends_at + datetime.timedelta(seconds=late_by)
    with time_machine.travel(now, tick=False), pytest.raises(TooLate):
        file_case(Type.OBJECTION, school=cast.school, text=TEXT, disclosure=item)


def test_objection_in_the_last_second_is_in_time(cast):
    item = posted(cast)
    with time_machine.travel(item.publicity_ends_at - datetime.timedelta(seconds=1), tick=False):
        assert file_case(Type.OBJECTION, school=cast.school, text=TEXT, disclosure=item).is_new


def test_item_without_a_period_takes_no_objection(cast):
    with pytest.raises(TooLate):
        file_case(Type.OBJECTION, school=cast.school, text=TEXT, disclosure=posted(cast, publicity_days=None))


def test_late_objection_is_received_as_a_late_opinion(cast):
    item = posted(cast)
    with time_machine.travel(item.publicity_ends_at + datetime.timedelta(days=1)):
        case = opinion(cast, disclosure=item).case
    assert (case.type, case.is_late, Case.objects.objections_to(item).count()) == (Type.OPINION, True, 0)


def test_letter_that_came_in_time_is_registered_later(cast):
    item = posted(cast)
    came = item.publicity_ends_at - datetime.timedelta(hours=1)
    with time_machine.travel(item.publicity_ends_at + datetime.timedelta(days=1)):
        case = file_case(
            Type.OBJECTION,
            school=cast.school,
            text=TEXT,
            disclosure=item,
            channel=Channel.LETTER,
            received_at=came,
            actor=cast.office,
        ).case
    assert (case.received_at, case.events.get().actor, case.due_on > timezone.localdate(came)) == (
        came,
        cast.office,
        True,
    )


def test_writer_is_never_linked_to_the_case(cast):
    event = opinion(cast).case.events.get()
    assert (event.actor, event.actor_name, event.actor_title) == (None, "", "")


def test_identity_keeps_the_language_of_the_form(cast):
    with translation.override("zh-hant"):
        case = opinion(cast, identity={"email": "tao@example.org"}).case
    assert case.identity.language == "zh-hant"


def test_nothing_given_leaves_no_identity(cast):
    opinion(cast, identity={"name": " ", "contact": "", "email": ""})
    assert not Identity.objects.exists()


def test_secret_is_kept_only_as_a_hash_and_opens_with_spaces_around(cast):
    receipt = opinion(cast, secret="石榴花开 ")
    assert "石榴花开" not in receipt.case.secret
    assert find(receipt.code, " 石榴花开") == receipt.case
