"""The settings of the portal: what the superuser keeps, what a school's office keeps, and of which schools."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.disclosures.factories import UserFactory
from apps.organization.models import Contact, Membership, Role, SchoolRules, Unit
from tests.cast import draft, person
from tests.office import at_the_desk, filled

KEPT_BY_THE_SUPERUSER = ["accounts_user", "organization_unit", "organization_membership"]
KEPT_BY_THE_OFFICE = ["organization_contact", "organization_schoolrules", "catalogue_heading", "calendars_term"]


@pytest.fixture
def superuser(db):
    return at_the_desk(UserFactory(is_superuser=True))


def page(name, *keys):
    return reverse(f"admin:{name}", args=keys)


def sent(client: Client, form: str, *keys: int, **typed):
    """Open a form, type and save."""
    return client.post(page(form, *keys), filled(client.get(page(form, *keys)), **typed))


@pytest.mark.parametrize("model", KEPT_BY_THE_SUPERUSER + KEPT_BY_THE_OFFICE)
def test_superuser_opens_every_list_and_form(superuser, model):
    pages = page(f"{model}_changelist"), page(f"{model}_add")
    assert [superuser.get(address).status_code for address in pages] == [200, 200]


@pytest.mark.parametrize("model", KEPT_BY_THE_SUPERUSER)
def test_office_does_not_keep_people_and_units(cast, model):
    client = at_the_desk(cast.office)
    pages = page(f"{model}_changelist"), page(f"{model}_add")
    assert [client.get(address).status_code for address in pages] == [403, 403]


@pytest.mark.parametrize("model", KEPT_BY_THE_OFFICE)
def test_office_keeps_its_settings(cast, model):
    Membership.objects.filter(unit=cast.other_school).delete()
    cast.other_school.delete()
    client = at_the_desk(cast.office)
    pages = page(f"{model}_changelist"), page(f"{model}_add")
    assert [client.get(address).status_code for address in pages] == [200, 200]


@pytest.mark.parametrize("model", ["catalogue_heading", "calendars_calendarday", "calendars_calendaryear"])
def test_office_of_one_school_does_not_change_what_holds_for_several(cast, model):
    client = at_the_desk(cast.office)
    pages = page(f"{model}_changelist"), page(f"{model}_add")
    assert [client.get(address).status_code for address in pages] == [200, 403]


def test_office_of_the_bureau_changes_what_holds_for_all_its_schools(cast):
    client = at_the_desk(person("安正", Role.OFFICE, cast.bureau))
    assert client.get(page("catalogue_heading_add")).status_code == 200


@pytest.mark.parametrize("who", ["clerk", "inspector"])
@pytest.mark.parametrize("model", KEPT_BY_THE_SUPERUSER + KEPT_BY_THE_OFFICE)
def test_others_keep_no_settings(cast, who, model):
    assert at_the_desk(getattr(cast, who)).get(page(f"{model}_changelist")).status_code == 403


def test_office_finds_only_the_contacts_of_its_school(cast):
    own = Contact.objects.create(unit=cast.school, form="hotline", value="0000-555-0101")
    Contact.objects.create(unit=cast.other_school, form="hotline", value="0000-555-0102")
    found = at_the_desk(cast.office).get(page("organization_contact_changelist")).context["cl"].result_list
    assert list(found) == [own]


def test_office_does_not_open_the_rules_of_another_school(cast):
    rules = SchoolRules.objects.create(school=cast.other_school)
    assert at_the_desk(cast.office).get(page("organization_schoolrules_change", rules.pk)).status_code == 302


def test_office_cannot_make_rules_for_another_school(cast):
    sent(at_the_desk(cast.office), "organization_schoolrules_add", school=cast.other_school.pk)
    assert not SchoolRules.objects.exists()


def test_office_sets_the_quorum_of_its_school(cast):
    sent(at_the_desk(cast.office), "organization_schoolrules_add", school=cast.school.pk, quorum="4")
    assert SchoolRules.objects.get(school=cast.school).quorum == 4


def test_quorum_under_two_is_refused_in_words(cast):
    answer = sent(at_the_desk(cast.office), "organization_schoolrules_add", school=cast.school.pk, quorum="1")
    assert answer.context["adminform"].form.non_field_errors() == ["The quorum is never under 2."]


# People


def test_person_is_created_with_a_password(superuser):
    typed = {"username": "lin", "name": "林致远", "password1": "cheng-xi-2026", "password2": "cheng-xi-2026"}
    sent(superuser, "accounts_user_add", **typed, usable_password="true")
    person = User.objects.get(username="lin")
    assert (person.name, person.check_password("cheng-xi-2026")) == ("林致远", True)


def test_weak_password_is_refused(superuser):
    typed = {"username": "lin", "name": "林致远", "password1": "12345678", "password2": "12345678"}
    assert sent(superuser, "accounts_user_add", **typed, usable_password="true").status_code == 200


def test_person_gets_a_role_on_the_same_page(superuser, cast):
    place = "memberships-0"
    typed = {f"{place}-unit": cast.department.pk, f"{place}-role": "clerk", f"{place}-since": "2026-01-01"}
    sent(superuser, "accounts_user_change", cast.stranger.pk, **typed)
    assert cast.stranger.memberships.get().role == Role.CLERK


def test_supervision_member_without_a_line_is_refused_in_words(superuser, cast):
    typed = {"user": cast.stranger.pk, "unit": cast.school.pk, "role": "supervision", "since": "2026-01-01"}
    answer = sent(superuser, "organization_membership_add", **typed)
    assert answer.context["adminform"].form.non_field_errors() == [
        "Say whom this member of the supervision group speaks for."
    ]


def test_account_of_the_clock_is_nobodys_to_edit(superuser):
    assert superuser.get(page("accounts_user_change", User.objects.clock().pk)).status_code == 302


def test_person_who_drafted_can_be_deleted(superuser, cast):
    item = draft(cast)
    superuser.post(page("accounts_user_delete", cast.clerk.pk), {"post": "yes"})
    assert (User.objects.filter(pk=cast.clerk.pk).exists(), item.events.get().actor_name) == (False, cast.clerk.name)


def test_membership_of_a_deleted_person_goes_too(superuser, cast):
    superuser.post(page("accounts_user_delete", cast.clerk.pk), {"post": "yes"})
    assert not Membership.objects.filter(user=cast.clerk.pk).exists()


def test_groups_are_not_offered(superuser):
    models = [model["object_name"] for app in superuser.get("/admin/").context["app_list"] for model in app["models"]]
    assert "Group" not in models


# Units


def test_unit_with_items_is_not_deleted(superuser, cast):
    item = draft(cast)
    superuser.post(page("organization_unit_delete", item.unit.pk), {"post": "yes"})
    assert Unit.objects.filter(pk=item.unit.pk).exists()


def test_department_without_a_school_is_refused_in_words(superuser):
    answer = sent(superuser, "organization_unit_add", name="总务处", level="department", parent="")
    assert answer.context["adminform"].form.errors["parent"] == [
        "A department belongs to a school, a school to a bureau."
    ]


@pytest.mark.parametrize("level", ["", "kingdom"])
def test_unit_without_a_known_level_is_refused_in_words(superuser, level):
    answer = sent(superuser, "organization_unit_add", name="总务处", level=level)
    assert "level" in answer.context["adminform"].form.errors


def test_department_keeps_its_school(superuser, cast):
    sent(superuser, "organization_unit_change", cast.department.pk, parent=cast.other_school.pk)
    cast.department.refresh_from_db()
    assert cast.department.parent == cast.school


def test_address_that_no_filter_can_read_is_a_bad_request(cast):
    answer = at_the_desk(cast.office).get(page("catalogue_heading_changelist") + "?audience__exact=%00")
    assert answer.status_code == 400
