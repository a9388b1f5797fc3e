"""Subscriptions: asked for by anybody, begun by who reads the mailbox, ended by one press."""

from __future__ import annotations

import datetime
import re
from unittest.mock import Mock

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.notifications.digests import change_rhythm
from apps.notifications.forgetting import forget
from apps.notifications.models import Subscription
from apps.outbox.models import Message
from apps.outbox.signals import refused
from tests.cast import Cast, draft, walk
from tests.mailboxes import mail_to, subscribed
from tests.visiting import ENGLISH, visiting

READER = "reader@example.test"
FORM = reverse("notifications:subscribe")


@pytest.fixture
def reader(cast: Cast) -> Client:
    return Client(headers=ENGLISH)


def asked(client: Client, email: str = READER, **data: str) -> object:
    return client.post(FORM, {"email": email, "frequency": "daily", **data})


def link(message: Message) -> str:
    """The path of the only link in a mail that asks to confirm."""
    (found,) = re.findall(r"https?://[^/\s]+(/subscriptions/confirm/\S+)", message.text)
    return found


def test_nothing_runs_before_the_link_was_confirmed(reader: Client) -> None:
    asked(reader)
    assert (Subscription.objects.count(), Subscription.objects.running().count()) == (1, 0)


def test_opening_the_link_confirms_nothing(reader: Client) -> None:
    asked(reader)
    assert reader.get(link(*mail_to(READER))).status_code == 200
    assert not Subscription.objects.running().exists()


def test_pressing_the_button_behind_the_link_confirms(reader: Client) -> None:
    asked(reader)
    reader.post(link(*mail_to(READER)))
    assert Subscription.objects.running().get().email == READER


def test_expired_link_says_so_and_offers_another(reader: Client) -> None:
    asked(reader)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=7, minutes=1)):
        answer = reader.post(link(*mail_to(READER)))
    assert (answer.status_code, FORM in answer.content.decode()) == (410, True)
    assert not Subscription.objects.running().exists()


@pytest.mark.parametrize("signed", ["x", "x:y:z", "🙂"])
def test_made_up_link_is_no_link(reader: Client, signed: str) -> None:
    assert reader.post(reverse("notifications:confirm", args=[signed])).status_code == 410


def test_token_in_a_link_opens_nothing_before_it_is_confirmed(reader: Client) -> None:
    asked(reader)
    token = Subscription.objects.get().token
    assert reader.get(reverse("notifications:manage", args=[token])).status_code == 404


def test_answer_is_the_same_whether_the_address_is_known(reader: Client) -> None:
    first, _again = asked(reader), reader.post(link(*mail_to(READER)))
    second = asked(reader)
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])


def test_known_address_is_reminded_and_nothing_changes(reader: Client) -> None:
    subscribed(READER, frequency="weekly")
    asked(reader)
    (letter,) = mail_to(READER)
    assert (Subscription.objects.get().frequency, "already" in letter.text) == ("weekly", True)


def test_address_is_mailed_three_times_a_day_at_most(reader: Client) -> None:
    for number in range(4):
        asked(reader, kind=Disclosure.kinds()[number]._meta.app_label)
    assert len(mail_to(READER)) == 3


def test_client_asks_ten_times_an_hour_at_most(reader: Client) -> None:
    answers = [asked(reader, f"reader{number}@example.test").status_code for number in range(11)]
    assert (answers[9], answers[10]) == (302, 429)


def test_address_in_capitals_is_the_same_address(reader: Client) -> None:
    asked(reader)
    asked(reader, READER.upper())
    assert Subscription.objects.count() == 1


def test_wrong_address_keeps_what_was_typed(reader: Client) -> None:
    page = asked(reader, "not an address").content.decode()
    assert ("Nothing was sent yet" in page, "not an address" in page) == (True, True)


@pytest.mark.parametrize("email", ["a@b.test\nBcc: c@d.test", "🙂@example.test", "x" * 300 + "@example.test"])
def test_odd_address_is_refused_in_words(reader: Client, email: str) -> None:
    assert "error-text" in asked(reader, email).content.decode()


def test_conditions_of_a_list_come_along(reader: Client, cast: Cast) -> None:
    page = reader.get(FORM, {"q": "校车", "unit": cast.department.pk}).content.decode()
    asked(reader, q="校车", unit=str(cast.department.pk))
    kept = Subscription.objects.get().query
    assert ("校车" in page, kept) == (True, f"q=%E6%A0%A1%E8%BD%A6&unit={cast.department.pk}")


def test_item_comes_along(reader: Client, cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    assert item.title in reader.get(FORM, {"item": item.number}).content.decode()
    asked(reader, item=item.number)
    assert Subscription.objects.get().disclosure_id == item.pk


@pytest.mark.parametrize("number", ["x", "2026-999", "1-1", "🙂"])
def test_unknown_item_is_not_found(reader: Client, number: str) -> None:
    assert asked(reader, item=number).status_code == 404


def test_item_that_one_may_not_read_cannot_be_followed(reader: Client, cast: Cast) -> None:
    item = walk(draft(cast, audience="staff"), State.POSTED, cast)
    assert asked(reader, item=item.number).status_code == 404


def test_mail_program_ends_it_with_one_post(cast: Cast) -> None:
    found = subscribed()
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(reverse("notifications:end", args=[found.token]), {"List-Unsubscribe": "One-Click"})
    found.refresh_from_db()
    assert (answer.status_code, found.ended_because) == (200, "reader")


def test_opening_the_address_to_end_ends_nothing(reader: Client) -> None:
    found = subscribed()
    reader.get(reverse("notifications:end", args=[found.token]))
    assert Subscription.objects.running().exists()


def test_ended_subscription_can_be_asked_for_again(reader: Client) -> None:
    reader.post(reverse("notifications:end", args=[subscribed(READER).token]))
    asked(reader)
    assert len(mail_to(READER)) == 1


def test_rhythm_can_be_changed(reader: Client) -> None:
    found = subscribed(frequency="daily")
    reader.post(reverse("notifications:manage", args=[found.token]), {"frequency": "weekly"})
    found.refresh_from_db()
    assert found.frequency == "weekly"


def test_change_of_rhythm_first_sends_what_is_owed(reader: Client, cast: Cast) -> None:
    found = subscribed(READER, frequency="weekly")
    walk(draft(cast), State.POSTED, cast)
    reader.post(reverse("notifications:manage", args=[found.token]), {"frequency": "at_once"})
    assert len(mail_to(READER)) == 1


def test_rhythm_that_was_not_changed_sends_nothing(reader: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    found = subscribed(READER, frequency="weekly")
    walk(draft(cast), State.POSTED, cast)
    monkeypatch.setattr(Subscription, "save", Mock(side_effect=RuntimeError))
    with pytest.raises(RuntimeError):
        change_rhythm(found, "at_once")
    assert mail_to(READER) == []


def test_change_of_rhythm_reads_what_holds_now(reader: Client, cast: Cast) -> None:
    """Two presses at once: the second finds what the first has written, and writes no second digest."""
    found = subscribed(READER, frequency="weekly")
    stale = Subscription.objects.get(pk=found.pk)
    walk(draft(cast), State.POSTED, cast)
    for each in (found, stale):
        change_rhythm(each, "at_once")
    assert len(mail_to(READER)) == 1


def test_address_that_came_back_is_told_nothing_more(cast: Cast) -> None:
    found = subscribed(READER)
    refused.send(None, to=READER.upper())
    found.refresh_from_db()
    assert (found.ended_because, bool(found.ended_at)) == ("refused", True)


def test_address_that_nobody_confirmed_is_forgotten(reader: Client) -> None:
    asked(reader)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=8)):
        forget(None)
    assert not Subscription.objects.exists()


def test_ended_address_is_forgotten_after_a_month(cast: Cast) -> None:
    kept, gone = subscribed(ended_at=timezone.now()), timezone.now() - datetime.timedelta(days=31)
    subscribed("gone@example.test", ended_at=gone)
    forget(None)
    assert list(Subscription.objects.all()) == [kept]


def test_signed_in_subscription_belongs_to_its_person(cast: Cast) -> None:
    asked(visiting(cast.teacher))
    assert Subscription.objects.get().user == cast.teacher


def test_lists_and_items_lead_to_the_form(reader: Client, cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    pages = ["/", f"/{item.kind}/", item.get_absolute_url()]
    assert [FORM in reader.get(page).content.decode() for page in pages] == [True] * 3
