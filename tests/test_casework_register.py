"""Registering what came on paper or by voice, the slip, and the openings of the opinion box."""

from __future__ import annotations

import datetime
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from apps.cases.filing import find
from apps.cases.models import BoxOpening, Case
from apps.cases.types import Concern
from apps.casework.boxes import record_opening
from apps.disclosures.factories import MembershipFactory
from apps.disclosures.workflow import Refused
from apps.organization.models import Role
from tests.caseworking import TEXT
from tests.cast import again, draft, person, walk
from tests.visiting import visiting

REGISTER, BOX = reverse("casework:register"), reverse("casework:box")


def now(**ago: int) -> str:
    return timezone.localtime(timezone.now() - datetime.timedelta(**ago)).strftime("%Y-%m-%dT%H:%M")


def sent(**changes) -> dict:
    return {
        "token": uuid.uuid4(),
        "channel": "phone",
        "type": "opinion",
        "received_at": now(days=1),
        "text": TEXT,
        "concern": "nobody",
        "applicant_kind": "person",
        "form_wanted": "file",
        "delivery": "email",
        **changes,
    }


def register(user, **changes):
    return visiting(user).post(REGISTER, sent(**changes))


@pytest.mark.parametrize(
    ("reader", "status"),
    [("office", 200), ("member", 200), ("chair", 404), ("clerk", 404), ("inspector", 404), ("parent", 404)],
)
@pytest.mark.parametrize("address", [REGISTER, BOX])
def test_pages_are_for_the_office_and_the_supervision_group(cast, reader, status, address):
    assert visiting(getattr(cast, reader)).get(address).status_code == status


def test_call_is_registered_and_its_slip_opens_the_case(cast):
    slip = register(cast.office)
    receipt = slip.context["receipt"]
    assert find(receipt.code, receipt.secret) == Case.objects.get(channel="phone")
    assert receipt.code in slip.content.decode()


def test_secret_is_shown_in_groups_to_be_read_aloud(cast):
    slip = register(cast.office)
    secret = slip.context["receipt"].secret
    assert f"{secret[:3]} {secret[3:]}" in slip.content.decode()


def test_form_sent_twice_is_one_case_and_shows_no_secret_again(cast):
    token = uuid.uuid4()
    register(cast.office, token=token)
    again = register(cast.office, token=token).content.decode()
    assert (Case.objects.count(), "cannot be shown again" in again) == (1, True)


def test_time_limit_counts_from_the_day_it_was_received(cast):
    register(cast.office, received_at=now(days=7))
    early = Case.objects.get()
    register(cast.office, received_at=now(minutes=1))
    assert early.due_on < Case.objects.latest("pk").due_on


def test_time_that_is_still_to_come_is_refused_and_the_text_kept(cast):
    page = register(cast.office, received_at=now(days=-1))
    shown = page.content.decode()
    assert (page.status_code, TEXT in shown, "still to come" in shown) == (400, True, True)


def test_item_is_found_by_its_register_number(cast):
    item = walk(draft(cast), "posted", cast)
    register(cast.office, type="mistake", item=item.register_no)
    assert Case.objects.get().disclosure_id == item.pk


@pytest.mark.parametrize("typed", ["2020-999", "abc", "1", "9" * 30])
def test_number_that_is_no_item_is_said_to_be(cast, typed):
    page = register(cast.office, item=typed)
    assert (page.status_code, "no item with this number" in page.content.decode()) == (400, True)


def test_refusal_of_the_domain_stands_on_the_page(cast):
    page = register(cast.office, text="太短")
    assert (page.status_code, "at least 10 characters" in page.content.decode()) == (400, True)


def test_person_it_names_never_sees_it(cast):
    register(cast.office, about=[cast.chair.pk])
    assert (Case.objects.get().concern, Case.objects.seen_by(cast.chair).exists()) == (Concern.LEADERSHIP, False)


def test_office_registers_a_complaint_about_leadership_and_loses_sight_of_it(cast):
    slip = register(cast.office, type="complaint", concern="leadership")
    shown = slip.content.decode()
    assert (slip.status_code, f"/desk/cases/{Case.objects.get().code}/" in shown) == (200, False)


def test_supervision_member_registers_only_about_the_leadership(cast):
    assert register(cast.member, type="complaint", concern="nobody").status_code == 400
    assert register(cast.member, type="complaint", concern="leadership").status_code == 200


def test_application_is_registered_with_what_it_wants(cast):
    name = {"name": "冉向阳", "contact": "0000-555-0142"}
    register(cast.office, type="application", purpose="核对收费", **name)
    assert Case.objects.get().application.purpose == "核对收费"


def opened(cast, **changes):
    first, second = cast.member.pk, cast.office.pk
    return {"opened_on": timezone.localdate().isoformat(), "first": first, "second": second, "count": 2, **changes}


def test_opening_is_recorded_and_letters_link_to_it(cast):
    assert visiting(cast.member).post(BOX, opened(cast)).url.startswith(BOX)
    opening = BoxOpening.objects.get()
    register(cast.office, channel="box", opening=opening.pk)
    assert Case.objects.get().opening == opening


def test_opening_pressed_twice_is_one_and_a_later_one_another(cast):
    browser = visiting(cast.office)
    for _press in range(2):
        browser.post(BOX, opened(cast))
    assert BoxOpening.objects.count() == 1
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=2)):
        browser.post(BOX, opened(cast))
    assert BoxOpening.objects.count() == 2


def test_opening_is_recorded_by_nobody_else(cast):
    what = {"opened_on": timezone.localdate(), "first": cast.member, "second": cast.office, "count": 0}
    with pytest.raises(Refused):
        record_opening(cast.school, actor=cast.clerk, **what)


@pytest.fixture
def of_two(cast):
    """The office of the first school, who serves the second one too."""
    MembershipFactory(user=cast.office, role=Role.OFFICE, unit=cast.other_school)
    return again(cast.office)


def test_who_serves_two_schools_chooses_whose_letter_it_is(cast, of_two):
    address = f"{REGISTER}?school={cast.other_school.pk}"
    assert address[len(REGISTER) :] in visiting(of_two).get(REGISTER).content.decode()
    visiting(of_two).post(address, sent())
    assert Case.objects.get().school == cast.other_school


def test_who_serves_two_schools_chooses_whose_box_it_is(cast, of_two):
    key = person("钥匙", Role.SUPERVISION, cast.other_school)
    address = f"{BOX}?school={cast.other_school.pk}"
    answer = visiting(of_two).post(address, opened(cast, first=key.pk, second=of_two.pk))
    assert (answer.url, BoxOpening.objects.get().school) == (address, cast.other_school)


@pytest.mark.parametrize("address", [REGISTER, BOX])
@pytest.mark.parametrize("school", ["other", "x", ""])
def test_school_that_is_not_theirs_is_not_found(cast, address, school):
    named = cast.other_school.pk if school == "other" else school
    assert visiting(cast.office).get(address, {"school": named}).status_code == 404


def test_empty_box_is_recorded_too(cast):
    visiting(cast.office).post(BOX, opened(cast, count=0))
    assert BoxOpening.objects.get().count == 0


@pytest.mark.parametrize("how", ["alone", "without the key", "tomorrow"])
def test_opening_against_the_rule_is_refused(cast, how):
    changes = {
        "alone": {"second": cast.member.pk},
        "without the key": {"first": cast.clerk.pk},
        "tomorrow": {"opened_on": (timezone.localdate() + datetime.timedelta(days=1)).isoformat()},
    }[how]
    answer = visiting(cast.office).post(BOX, opened(cast, **changes))
    assert (answer.status_code, BoxOpening.objects.count()) == (400, 0)


def test_call_comes_from_no_opening(cast):
    visiting(cast.office).post(BOX, opened(cast))
    assert register(cast.office, opening=BoxOpening.objects.get().pk).status_code == 400


def test_photo_of_a_letter_is_kept_with_its_case(cast):
    register(cast.office, files=[SimpleUploadedFile("来信.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")])
    assert [file.name for file in Case.objects.get().attachments.all()] == ["来信.pdf"]


def test_photo_that_is_none_is_refused_at_its_field(cast):
    page = register(cast.office, files=[SimpleUploadedFile("来信.pdf", b"<html></html>", "application/pdf")])
    assert (page.status_code, Case.objects.count(), bool(page.context["form"].errors["files"])) == (400, 0, True)
