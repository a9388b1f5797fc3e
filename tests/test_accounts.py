"""Signing in and out, and changing one's password."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.disclosures.factories import UserFactory
from tests.visiting import ENGLISH, visiting

SIGN_IN = reverse("accounts:sign_in")
PASSWORD = "xuexiao-2026-gongkai"
REFUSAL = "The user name or the password is not right"


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(user: User, password: str = PASSWORD, **query: str):
    return Client(headers=ENGLISH).post(
        reverse("accounts:sign_in", query=query), {"username": user.username, "password": password}
    )


@pytest.mark.parametrize("who", ["clerk", "chair", "office", "member", "inspector"])
def test_people_with_work_begin_at_the_desk(cast, who):
    response = sign_in(with_password(getattr(cast, who)))
    assert response.url == reverse("desk:home")


@pytest.mark.parametrize("who", ["teacher", "parent", "stranger"])
def test_readers_begin_at_the_board(cast, who):
    response = sign_in(with_password(getattr(cast, who)))
    assert response.url == reverse("board:home")


def test_signing_in_leads_back_to_the_page_that_asked(cast):
    response = sign_in(with_password(cast.member), next=reverse("desk:queue"))
    assert response.url == reverse("desk:queue")


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_host(cast, address):
    response = sign_in(with_password(cast.member), next=address)
    assert response.url == reverse("desk:home")


def test_wrong_password_is_one_sentence(cast):
    response = sign_in(with_password(cast.clerk), "guessed")
    assert response.context["form"].non_field_errors() == [f"{REFUSAL}: check both, or ask the portal's administrator."]


def test_wrong_password_keeps_the_user_name(cast):
    response = sign_in(with_password(cast.clerk), "guessed")
    assert f'value="{cast.clerk.username}"' in response.content.decode()


def test_wrong_password_is_not_sent_back(cast):
    assert "guessed" not in sign_in(with_password(cast.clerk), "guessed").content.decode()


def test_closed_account_does_not_sign_in(cast):
    User.objects.filter(pk=with_password(cast.clerk).pk).update(is_active=False)
    assert REFUSAL in sign_in(cast.clerk).content.decode()


def test_clock_does_not_sign_in_even_with_a_password(db):
    clock = with_password(User.objects.clock())
    User.objects.filter(pk=clock.pk).update(is_active=True)
    assert REFUSAL in sign_in(clock).content.decode()


def test_signing_out_asks_for_a_post(cast):
    browser = visiting(cast.clerk)
    assert browser.get(reverse("accounts:sign_out")).status_code == 405


def test_signing_out_ends_the_session(cast):
    browser = visiting(cast.clerk)
    browser.post(reverse("accounts:sign_out"))
    assert browser.get(reverse("desk:home")).url == f"{SIGN_IN}?next=/desk/"


def test_signing_out_leads_to_no_other_host(cast):
    response = visiting(cast.clerk).post(reverse("accounts:sign_out"), {"next": "https://elsewhere.example/"})
    assert response.url == reverse("board:home")


def change(user: User, old: str, new: str):
    data = {"old_password": old, "new_password1": new, "new_password2": new}
    return visiting(with_password(user)).post(reverse("accounts:password_change"), data)


def test_password_is_changed(cast):
    change(cast.teacher, PASSWORD, "chengxi-0000-gonggao")
    assert User.objects.get(pk=cast.teacher.pk).check_password("chengxi-0000-gonggao")


def test_changed_password_leads_to_a_page_that_says_so(cast):
    assert change(cast.teacher, PASSWORD, "chengxi-0000-gonggao").url == reverse("accounts:password_change_done")


def test_wrong_present_password_changes_nothing(cast):
    response = change(cast.teacher, "guessed", "chengxi-0000-gonggao")
    assert response.context["form"].errors["old_password"] == ["This is not your present password. Enter it again."]


def test_common_password_is_refused(cast):
    change(cast.teacher, PASSWORD, "password123")
    assert User.objects.get(pk=cast.teacher.pk).check_password(PASSWORD)


@pytest.mark.parametrize("name", ["password_change", "password_change_done"])
def test_password_pages_ask_who_one_is(db, name):
    address = reverse(f"accounts:{name}")
    assert Client().get(address).url == f"{SIGN_IN}?next={address}"


@pytest.mark.parametrize("name", ["password_change", "password_change_done"])
def test_password_pages_open(db, name):
    assert visiting(UserFactory()).get(reverse(f"accounts:{name}")).status_code == 200
