import hashlib
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.disclosures.attachments import MAX_SIZE, check, clean_name, fingerprint, stored_name
from apps.disclosures.models import Attachment


def archive(*parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for part in parts:
            file.writestr(part, "<x/>")
    return buffer.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(40)
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + bytes(40) + b"\xff\xd9"
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200)
WORD = archive("[Content_Types].xml", "word/document.xml")
EXCEL = archive("[Content_Types].xml", "xl/workbook.xml")
ZIP = archive("readme.txt")
FUTURE_ZIP = WORD.replace(b"PK\x01\x02\x14\x03\x14\x00", b"PK\x01\x02\x14\x03\x63\x00")


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("依据.pdf", PDF, "application/pdf"),
        ("依据.PDF", PDF, "application/pdf"),
        ("照片.jpg", JPG, "image/jpeg"),
        ("照片.jpeg", JPG, "image/jpeg"),
        ("照片.png", PNG, "image/png"),
        ("通知.docx", WORD, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("名单.xlsx", EXCEL, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_file_of_an_allowed_type_has_its_media_type(name, content, media_type):
    assert check(upload(name, content)) == media_type


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("照片.jpg", HTML),
        ("照片.jpg", PDF),
        ("照片.png", SVG),
        ("照片.png", JPG),
        ("依据.pdf", EXE),
        ("依据.pdf", HTML),
        ("依据.pdf", b"\n" * 20 + PDF[5:]),
        ("通知.docx", ZIP),
        ("通知.docx", EXCEL),
        ("名单.xlsx", WORD),
        ("通知.docx", PDF),
        ("通知.docx", WORD[:-30]),
        ("通知.docx", FUTURE_ZIP),
    ],
)
def test_a_file_that_is_not_what_its_ending_says_is_refused(name, content):
    with pytest.raises(ValidationError, match=name):
        check(upload(name, content))


@pytest.mark.parametrize(
    "name",
    ["页面.html", "图.svg", "程序.exe", "旧.doc", "宏.docm", "包.zip", "无后缀", ".pdf", "依据.pdf.exe"],
)
def test_a_file_of_another_type_is_refused(name):
    with pytest.raises(ValidationError):
        check(upload(name, PDF))


def test_an_empty_file_is_refused():
    with pytest.raises(ValidationError):
        check(upload("依据.pdf", b""))


@pytest.mark.parametrize(("size", "accepted"), [(MAX_SIZE, True), (MAX_SIZE + 1, False)])
def test_a_file_has_at_most_twenty_megabytes(size, accepted):
    file = upload("依据.pdf", PDF)
    file.size = size
    if accepted:
        assert check(file)
    else:
        with pytest.raises(ValidationError):
            check(file)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.integers(0, len(WORD) - 1), st.integers(0, 255))
def test_a_damaged_archive_is_accepted_or_refused_in_words(position, byte):
    damaged = WORD[:position] + bytes([byte]) + WORD[position + 1 :]
    try:
        check(upload("通知.docx", damaged))
    except ValidationError as refusal:
        assert "通知.docx" in refusal.message  # noqa: PT017  either way is right, a traceback is not


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("依据.pdf", "依据.pdf"),
        ("../../etc/依据.pdf", "依据.pdf"),
        ("C:\\桌面\\依据.pdf", "依据.pdf"),
        ("依\x00据\r\n.pdf", "依据.pdf"),
        ("依据\u202efdp.exe", "依据fdp.exe"),
        (" 依据.pdf ", "依据.pdf"),
        ("依据.PDF", "依据.pdf"),
        ("..", ""),
    ],
)
def test_a_name_is_the_last_part_without_control_characters(given_name, kept):
    assert clean_name(given_name) == kept


def test_a_long_name_keeps_its_ending():
    assert clean_name("长" * 300 + ".pdf") == "长" * 110 + ".pdf"


@pytest.mark.parametrize("name", ["长" * 300 + ".pdf", "长" * 300, "长." + "a" * 300])
def test_a_name_fits_its_column(name):
    assert len(clean_name(name)) <= Attachment._meta.get_field("name").max_length


def test_the_stored_name_keeps_nothing_but_the_ending():
    assert "依据" not in stored_name(None, "依据.PDF")
    assert stored_name(None, "依据.PDF").endswith(".pdf")


def test_two_files_of_one_name_are_stored_apart():
    assert stored_name(None, "依据.pdf") != stored_name(None, "依据.pdf")


def test_the_fingerprint_is_that_of_the_whole_content():
    assert fingerprint(upload("依据.pdf", PDF * 9000)) == hashlib.sha256(PDF * 9000).hexdigest()


def test_a_checked_file_is_stored_from_its_beginning():
    file = upload("依据.pdf", PDF)
    check(file)
    fingerprint(file)
    assert file.read() == PDF
