"""How often is too often: counted in the database, so that every process counts with the others."""

from __future__ import annotations

import datetime
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.disclosures.factories import UserFactory
from apps.limits.clients import address_of, client_of
from apps.limits.counting import allow
from apps.limits.gate import limited
from apps.limits.models import Window
from disclosure_portal import settings as given

MINUTE = datetime.timedelta(minutes=1)


def asked(times: int, key: str = "letters 203.0.113.9", limit: int = 3) -> list[bool]:
    return [allow(key, limit, MINUTE).is_allowed for _ in range(times)]


def test_so_many_are_allowed_and_no_more(db: None) -> None:
    assert asked(5) == [True, True, True, False, False]


def test_what_is_left_is_told(db: None) -> None:
    assert [allow("a", 2, MINUTE).remaining for _ in range(3)] == [1, 0, 0]


def test_each_key_is_counted_by_itself(db: None) -> None:
    asked(3)
    assert asked(1, key="letters 203.0.113.10") == [True]


def test_a_window_that_is_over_begins_anew(db: None) -> None:
    asked(4)
    with time_machine.travel(timezone.now() + MINUTE):
        assert asked(4) == [True, True, True, False]


def test_a_window_lasts_from_its_first(db: None) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        asked(3)
        clock.shift(datetime.timedelta(seconds=40))
        assert allow("letters 203.0.113.9", 3, MINUTE).seconds == 20


def test_who_goes_on_asking_does_not_wait_longer(db: None) -> None:
    asked(300)
    assert Window.objects.get().count == 4


def test_no_address_is_stored(db: None) -> None:
    asked(1)
    assert "203.0.113.9" not in str(list(Window.objects.values_list()))


def test_the_hash_hides_an_address_even_from_who_tries_them_all(db: None) -> None:
    asked(1)
    with override_settings(SECRET_KEY="another"):
        asked(1)
    assert Window.objects.count() == 2


def test_windows_that_are_over_are_forgotten(db: None) -> None:
    for number in range(8):
        asked(1, key=f"letters {number}")
    with time_machine.travel(timezone.now() + MINUTE):
        asked(1, key="letters new")
    assert Window.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_people_at_once_are_counted_one_by_one() -> None:
    def once(_number: int) -> bool:
        try:
            return allow("letters", 10, MINUTE).is_allowed
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert Counter(pool.map(once, range(40))) == {True: 10, False: 30}


# Who is asking


def request_from(address: str, passed_on: str = "") -> object:
    headers = {"X-Forwarded-For": passed_on} if passed_on else {}
    return RequestFactory().get("/", headers=headers, REMOTE_ADDR=address)


PROXIES = override_settings(TRUSTED_PROXIES=[given.ip_network("10.0.0.0/8")])


def test_a_header_is_not_believed_without_a_proxy() -> None:
    assert address_of(request_from("203.0.113.9", "198.51.100.1")) == "203.0.113.9"


@pytest.mark.parametrize(
    ("passed_on", "address"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("192.0.2.66, 198.51.100.1", "198.51.100.1"),  # the first was written by the client
        ("198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("unknown", "10.0.0.1"),
        ("", "10.0.0.1"),
    ],
)
def test_a_trusted_proxy_is_believed(passed_on: str, address: str) -> None:
    with PROXIES:
        assert address_of(request_from("10.0.0.1", passed_on)) == address


def test_a_household_is_one_client() -> None:
    addresses = {address_of(request_from(f"2001:db8:1:2::{device}")) for device in range(1, 9)}
    assert addresses == {"2001:db8:1:2::/64"}


def test_an_old_address_in_new_clothes_is_the_same() -> None:
    assert address_of(request_from("::ffff:203.0.113.9")) == "203.0.113.9"


def test_a_client_without_an_address_is_still_counted() -> None:
    assert address_of(request_from("")) == ""


def test_who_signed_in_is_counted_as_a_person(db: None) -> None:
    request, user = request_from("203.0.113.9"), UserFactory()
    request.user = user
    assert client_of(request) == f"person {user.pk}"


def test_a_proxy_that_is_none_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.1/8")
    with pytest.raises(ImproperlyConfigured, match="Write addresses or networks"):
        given.env_networks("TRUSTED_PROXIES")


# At a view


@limited("test", 1, MINUTE)
def view(request: object) -> HttpResponse:
    return HttpResponse("seen")


@pytest.fixture
def answers(db: None) -> list[HttpResponse]:
    return [view(request_from("203.0.113.9")) for _ in range(2)]


def test_a_view_answers_so_often(answers: list[HttpResponse]) -> None:
    assert [answer.status_code for answer in answers] == [200, 429]


def test_a_refusal_is_a_sentence(answers: list[HttpResponse]) -> None:
    assert answers[1].content.decode() == _("You asked more than %(limit)d times. Please wait %(seconds)d seconds.") % {
        "limit": 1,
        "seconds": 60,
    }


def test_a_refusal_says_when_to_come_back(answers: list[HttpResponse]) -> None:
    assert answers[1]["Retry-After"] == "60"


def test_headers_tell_what_is_left(answers: list[HttpResponse]) -> None:
    told = [(answer["RateLimit-Limit"], answer["RateLimit-Remaining"], answer["RateLimit-Reset"]) for answer in answers]
    assert told == [("1", "0", "60"), ("1", "0", "60")]
