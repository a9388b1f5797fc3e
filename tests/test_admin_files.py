"""Files in the office: checked when they come in, removed only from a draft, never swapped."""

import hashlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.disclosures.attachments import MAX_SIZE
from apps.disclosures.factories import AttachmentFactory
from apps.disclosures.recording import record_writing
from apps.disclosures.states import State
from tests.cast import draft, walk
from tests.office import address, at_the_desk, filled, save

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF"


def upload(cast, item, name="依据.pdf", content=PDF, **typed):
    """The clerk's form sent with one more file."""
    place = f"attachments-{item.attachments.count()}"
    sent = {f"{place}-file": SimpleUploadedFile(name, content), **typed}
    return save(at_the_desk(cast.clerk), item, **sent)


def errors(page):
    return [
        error for form in page.context["inline_admin_formsets"][-1].formset.errors for error in form.get("file", [])
    ]


def with_file(cast, **fields):
    item = draft(cast, **fields)
    upload(cast, item)
    return item


def test_file_is_kept_with_its_fingerprint_and_who_brought_it(cast):
    file = with_file(cast).attachments.get()
    facts = (file.name, file.media_type, file.size, file.sha256, file.uploaded_by)
    assert facts == ("依据.pdf", "application/pdf", len(PDF), hashlib.sha256(PDF).hexdigest(), cast.clerk)


def test_file_is_recorded(cast):
    assert with_file(cast).events.last().detail["changed"] == ["附件"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("程序.pdf", b"MZ\x90\x00 this is a program", "is not what its ending says"),
        ("图片.png", b"<html><script>1</script></html>", "is not what its ending says"),
        ("文档.docx", b"PK\x03\x04broken", "is not what its ending says"),
        ("网页.html", b"<p>1</p>", "cannot be attached"),
        ("没有结尾", PDF, "cannot be attached"),
        ("空.pdf", b"", "is empty"),
        ("太大.pdf", PDF + b"0" * MAX_SIZE, "at most"),
    ],
)
def test_file_that_may_not_be_attached_is_refused_in_words(cast, name, content, sentence):
    item = draft(cast)
    (error,) = errors(upload(cast, item, name, content))
    assert (sentence in error, item.attachments.count()) == (True, 0)


def test_refused_file_keeps_what_was_typed(cast):
    page = upload(cast, draft(cast), content=b"", title="打了一半的标题")
    assert page.context["adminform"].form["title"].value() == "打了一半的标题"


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "..\\..\\boot.pdf", "名\u202e称.pdf"])
def test_name_with_a_path_or_control_characters_is_cleaned(cast, name):
    item = draft(cast)
    upload(cast, item, name)
    kept = item.attachments.get().name
    assert [sign for sign in ("/", "\\", "\u202e", "..") if sign in kept] == []


def test_uploaded_name_never_reaches_the_disk(cast):
    assert "依据" not in with_file(cast).attachments.get().file.name


def test_very_long_name_is_shortened_and_keeps_its_ending(cast):
    item = draft(cast)
    upload(cast, item, "长" * 240 + ".pdf")
    assert item.attachments.get().name == "长" * 110 + ".pdf"


def test_file_of_a_draft_can_be_removed(cast):
    item = with_file(cast)
    save(at_the_desk(cast.clerk), item, **{"attachments-0-DELETE": "on"})
    assert item.attachments.count() == 0


def test_removed_file_leaves_the_disk(cast, django_capture_on_commit_callbacks):
    item = with_file(cast)
    kept = item.attachments.get().file.name
    with django_capture_on_commit_callbacks(execute=True):
        save(at_the_desk(cast.clerk), item, **{"attachments-0-DELETE": "on"})
    assert not default_storage.exists(kept)


def test_file_cannot_be_swapped_in_place(cast):
    item = with_file(cast)
    save(at_the_desk(cast.clerk), item, **{"attachments-0-file": SimpleUploadedFile("别的.pdf", PDF + b" ")})
    assert item.attachments.get().file.read() == PDF


def test_title_of_a_file_can_be_changed(cast):
    item = with_file(cast)
    save(at_the_desk(cast.clerk), item, **{"attachments-0-label": "收费批复"})
    assert item.attachments.get().label == "收费批复"


def test_form_shows_size_fingerprint_and_the_door(cast):
    item = with_file(cast)
    file = item.attachments.get()
    page = at_the_desk(cast.clerk).get(address(item)).content.decode()
    assert all(fact in page for fact in (f'href="{file.get_absolute_url()}"', file.sha256[:12], f"{len(PDF)}\xa0bytes"))


def test_frozen_item_shows_its_files_without_a_field(cast):
    item = walk(with_file(cast), State.IN_REVIEW, cast)
    page = at_the_desk(cast.clerk).get(address(item)).content.decode()
    assert ("依据.pdf</a>" in page, 'type="file"' in page) == (True, False)


def test_file_cannot_be_added_to_a_frozen_item(cast):
    item, client = draft(cast), at_the_desk(cast.clerk)
    typed = filled(client.get(address(item)), **{"attachments-0-file": SimpleUploadedFile("迟到.pdf", PDF)})
    walk(item, State.IN_REVIEW, cast)
    client.post(address(item), typed)
    assert item.attachments.count() == 0


def test_file_whose_bringer_was_deleted_is_still_shown(cast):
    item = draft(cast)
    AttachmentFactory(disclosure=item)
    record_writing(item, actor=cast.clerk)
    cast.clerk.delete()
    assert at_the_desk(cast.office).get(address(item)).status_code == 200
