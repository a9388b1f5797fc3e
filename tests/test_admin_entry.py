"""Coming into the office: one sign-in page, and nothing chosen is lost without a word."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.cast import draft
from tests.office import address, at_the_desk, save


def test_nobody_signs_in_on_a_second_page(cast):
    item = draft(cast)
    answer = Client().get(address(item), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("accounts:sign_in", query={"next": address(item)})


def test_a_reader_without_a_role_is_told_so(cast):
    assert at_the_desk(cast.teacher).get("/admin/", follow=True).status_code == 403


def test_a_file_that_must_be_chosen_again_is_named(cast):
    upload = SimpleUploadedFile("依据.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")
    page = save(at_the_desk(cast.clerk), draft(cast), **{"title": "", "attachments-0-file": upload})
    assert "Choose these files again before you save: 依据.pdf" in page.text
