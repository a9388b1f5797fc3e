"""What is read of a file, and what a hostile one can do: nothing."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from openpyxl import Workbook
from pypdf import PdfReader, PdfWriter

from apps.demo.documents import pdf
from apps.disclosures.attachments import fingerprint
from apps.disclosures.correcting import correct
from apps.disclosures.factories import AttachmentFactory
from apps.disclosures.models import Attachment
from apps.disclosures.rules import remarks
from apps.search import extraction, files
from apps.search.files import words_of
from apps.search.models import FileText
from tests.cast import draft, walk
from tests.searching import finds

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PARAGRAPHS = "<w:p><w:r><w:t>秋收</w:t></w:r><w:r><w:t>起义</w:t></w:r></w:p><w:p><w:r><w:t>春种</w:t></w:r></w:p>"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "哈哈">]>'
PDF = pdf("秋收起义", "采购\n保险")


def docx(body: str = PARAGRAPHS, before: str = "") -> bytes:
    return archive({"word/document.xml": f"{before}<w:document {W}><w:body>{body}</w:body></w:document>"})


def archive(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def xlsx(*rows: tuple[object, ...]) -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    book.active.title = "名单"
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def rewritten(*, pages: int = 1, password: str | None = None, owner: str | None = None) -> bytes:
    """The document with blank pages in place of its own, or with passwords."""
    writer, buffer = PdfWriter(), io.BytesIO()
    for _page in range(pages):
        writer.add_page(PdfReader(io.BytesIO(PDF)).pages[0]) if owner or password else writer.add_blank_page(595, 842)
    if owner or password:
        writer.encrypt(password or "", owner, algorithm="RC4-128")
    writer.write(buffer)
    return buffer.getvalue()


def bomb() -> bytes:
    """A hundred megabytes of nothing, and a sentence, in a hundred kilobytes."""
    return docx(" " * 110_000_000 + PARAGRAPHS)


@pytest.mark.parametrize(
    ("ending", "data", "state", "text"),
    [
        (".pdf", PDF, "read", "秋收起义采购保险"),
        (".docx", docx(), "read", "秋收起义\n春种"),
        (".xlsx", xlsx(("张三", 120.0), ("李四", 6.5)), "read", "名单\n张三 | 120\n李四 | 6.5"),
        (".pdf", rewritten(), "no_text", ""),
        (".docx", docx(""), "no_text", ""),
        (".pdf", rewritten(password="0000"), "encrypted", ""),
        (".pdf", rewritten(owner="0000"), "read", "秋收起义采购保险"),
        (".pdf", b"%PDF-1.4\n%%EOF", "unreadable", ""),
        (".pdf", PDF[: len(PDF) // 3], "unreadable", ""),
        (".docx", b"PK\x03\x04 torn", "unreadable", ""),
        (".docx", docx(before=LAUGHS), "unreadable", ""),
        (".docx", archive({"word/document.xml": "<w:document"}), "unreadable", ""),
        (".xlsx", archive({"xl/workbook.xml": "<x/>"}), "unreadable", ""),
        (".docx", bomb(), "unreadable", ""),
    ],
    ids=range(14),
)
def test_a_file_gives_its_words_or_says_why_not(ending, data, state, text):
    assert words_of(ending, data) == (state, text)


def test_a_very_long_file_is_read_in_part():
    state, text = words_of(".docx", docx("<w:p><w:t>秋收起义，春种夏耘。</w:t></w:p>" * 40_000))
    assert (state, len(text) <= extraction.MOST_CHARACTERS * 1.2) == ("part", True)


def test_a_file_that_breaks_off_keeps_what_was_read():
    assert words_of(".docx", docx(PARAGRAPHS + "<w:p><w:broken")) == ("part", "秋收起义\n春种")


def test_a_file_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(files, "PATIENCE", 0.01)
    assert words_of(".pdf", PDF)[0] == "unreadable"


def test_a_reader_sees_nothing_of_the_portal(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "秋收")
    monkeypatch.setattr(extraction, "__file__", "-c")
    assert words_of("import os; print(sorted(os.environ))", b"")[1] in ("[]", "['LC_CTYPE']")


@pytest.fixture
def attach(django_capture_on_commit_callbacks):
    """Attach a file as the office does, and read it when that is committed."""

    def attached(item, data=PDF, name="依据.pdf"):
        content = ContentFile(data, name)
        with django_capture_on_commit_callbacks(execute=True):
            return AttachmentFactory(disclosure=item, file=content, name=name, sha256=fingerprint(content))

    return attached


def test_the_words_of_an_attached_file_are_found_once_it_is_posted(cast, attach):
    item = draft(cast)
    attach(item)
    assert finds("起义") == set()
    walk(item, "posted", cast)
    assert finds("起义") == {item.pk}


def test_a_file_that_is_read_late_is_found_at_once(cast, django_capture_on_commit_callbacks):
    item = draft(cast)
    with django_capture_on_commit_callbacks(execute=True):
        content = ContentFile(PDF, "依据.pdf")
        AttachmentFactory(disclosure=item, file=content, sha256=fingerprint(content))
        walk(item, "posted", cast)
    assert finds("起义") == {item.pk}


def test_a_rebuild_reads_what_was_not_read(cast):
    item = draft(cast)
    content = ContentFile(PDF, "依据.pdf")
    AttachmentFactory(disclosure=item, file=content, sha256=fingerprint(content))
    walk(item, "posted", cast)
    call_command("rebuild_search")
    assert finds("起义") == {item.pk}


def test_a_file_that_is_gone_from_the_disk_does_not_stop_a_rebuild(cast):
    item = posted_with_file(cast)
    item.attachments.get().file.storage.delete(item.attachments.get().file.name)
    call_command("rebuild_search")
    assert finds("依据") == {item.pk}


def posted_with_file(cast):
    item = draft(cast)
    AttachmentFactory(disclosure=item)
    return walk(item, "posted", cast)


def test_one_content_is_read_once(cast, attach):
    item = draft(cast)
    attach(item)
    FileText.objects.update(text="冬藏")
    attach(item, name="另一份.pdf")
    assert [kept.text for kept in FileText.objects.all()] == ["冬藏"]


def test_a_correction_keeps_the_words_of_its_files(cast, attach):
    item = draft(cast)
    attach(item)
    newer = correct(walk(item, "posted", cast), actor=cast.clerk)
    newer = type(newer).objects.get(pk=newer.pk)
    type(newer).objects.filter(pk=newer.pk).update(change_note="改")
    walk(newer, "posted", cast)
    assert finds("起义") == {newer.pk}


def test_nothing_is_kept_of_a_file_that_was_taken_away(cast, attach):
    attach(draft(cast)).delete()
    assert not FileText.objects.exists()


def test_the_words_stay_while_another_item_has_the_file(cast, attach):
    attached, _same = attach(draft(cast)), attach(draft(cast))
    attached.delete()
    assert FileText.objects.exists()


def test_a_picture_is_not_read(cast, attach):
    attach(draft(cast), name="照片.png")
    assert not FileText.objects.exists()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (PDF, []),
        (rewritten(password="0000"), ["password"]),
        (rewritten(), ["no text"]),
        (b"%PDF-1.4\n%%EOF", ["damaged"]),
    ],
    ids=["read", "encrypted", "pictures", "damaged"],
)
def test_whoever_writes_is_told_what_will_not_be_found(cast, attach, settings, data, says):
    from django.utils import translation

    item = draft(cast)
    attach(item, data, name="章程.pdf")
    with translation.override("en"):
        assert [
            word for sentence in remarks(item) for word in ("password", "no text", "damaged") if word in sentence
        ] == says


@pytest.mark.parametrize("data", [b"%PDF-1.4\n%%EOF", rewritten(password="0000")], ids=["damaged", "encrypted"])
def test_an_item_with_a_file_that_cannot_be_read_is_posted_and_found_by_its_name(cast, attach, data):
    item = draft(cast)
    attach(item, data, name="章程.pdf")
    walk(item, "posted", cast)
    assert finds("章程") == {item.pk}


def test_an_upload_succeeds_when_no_reader_can_be_started(cast, attach, monkeypatch):
    monkeypatch.setattr(files.sys, "executable", "/nowhere")
    attach(draft(cast))
    assert (Attachment.objects.count(), FileText.objects.count()) == (1, 0)
