"""What the office sees of mail that did not arrive, what it may do about it, and what nobody sees."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.core.checks import run_checks
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from apps.outbox.forgetting import forget
from apps.outbox.models import Message, State, Trouble, Webhook, Whom
from apps.outbox.queueing import queue_for_robot
from apps.outbox.sending import send_due
from tests.cast import Cast
from tests.mailing import TO, queued, sent
from tests.mailserver import MailServer
from tests.visiting import visiting

DESK = "/desk/mail/"


def failed(key: str = "k1", state: str = State.DOUBTFUL, **fields: Any) -> Message:
    message = queued(key, **fields)
    Message.objects.filter(pk=message.pk).update(state=state, trouble=Trouble.UNANSWERED, answer=550)
    return message


def shown(cast: Cast, query: str = "") -> str:
    return visiting(cast.office).get(DESK + query).content.decode()


def test_office_reads_how_many_wait(cast: Cast) -> None:
    queued("k1")
    queued("k2")
    assert "2 messages wait." in shown(cast)


def test_office_reads_why(cast: Cast) -> None:
    failed()
    assert "may or may not have arrived" in shown(cast)


def test_office_is_told_that_no_server_is_set(cast: Cast) -> None:
    assert "No mail server is set" in shown(cast)


def test_office_is_told_of_a_server_that_is_down(cast: Cast, server: MailServer, settings: Any) -> None:
    settings.EMAIL_PORT = 1
    sent(queued())
    assert "The mail server does not answer." in shown(cast)


@pytest.mark.parametrize("whom", [Whom.WRITER, Whom.SUBSCRIBER, Whom.PERSON])
@pytest.mark.parametrize("state", [State.QUEUED, State.REFUSED, State.DOUBTFUL, State.GIVEN_UP])
def test_neither_address_nor_text_is_shown(cast: Cast, whom: str, state: str) -> None:
    failed("KEY OF IT", whom=whom, state=state, subject="SUBJECT", text="TEXT")
    html = shown(cast)
    assert [word in html for word in (TO, "lin@", "SUBJECT", "TEXT", "KEY OF IT")] == [False] * 5


def test_words_of_the_server_are_not_kept(cast: Cast, server: MailServer) -> None:
    """They may quote the address."""
    server.RECIPIENT = {"told": f"550 5.1.1 <{TO}> does not exist"}
    server.mode = "told"
    message = sent(queued(whom=Whom.WRITER))
    assert (message.state, "does not exist" in str(Message.objects.values().get())) == (State.REFUSED, False)


def test_nobody_is_named(cast: Cast) -> None:
    """Colleagues' names beside "a writer" would tell the officer of a case that is kept from them."""
    failed(user=cast.clerk)
    robot = Webhook.objects.create(school=cast.school, name="监督小组群", address=f"feishu://{'a' * 36}")
    queue_for_robot(robot, title="t", text="t", key="k2")
    Message.objects.filter(key="k2").update(state=State.GIVEN_UP)
    html = shown(cast)
    kinds = ["a person who signs in" in html, "a group robot" in html]
    assert (kinds, cast.clerk.name in html, robot.name in html) == ([True, True], False, False)


@pytest.mark.parametrize("who", ["clerk", "chair", "inspector", "teacher"])
@pytest.mark.parametrize(("method", "address"), [("get", DESK), ("post", f"{DESK}now/"), ("post", f"{DESK}1/again/")])
def test_others_find_nothing(cast: Cast, who: str, method: str, address: str) -> None:
    assert getattr(visiting(getattr(cast, who)), method)(address).status_code == 404


def test_office_sends_again_with_the_same_message_id(cast: Cast, server: MailServer) -> None:
    message = failed()
    visiting(cast.office).post(reverse("outbox:again", args=[message.pk]))
    send_due()
    assert server.copies == {message.message_id: 1}


@pytest.mark.parametrize("state", [State.SENT, State.SENDING, State.HANDED, State.SHOWN])
def test_what_did_not_fail_is_not_sent_again(cast: Cast, state: str) -> None:
    message = failed(state=state)
    visiting(cast.office).post(reverse("outbox:again", args=[message.pk]))
    message.refresh_from_db()
    assert message.state == state


def test_what_has_no_address_is_not_sent_again(cast: Cast) -> None:
    message = queued(to="nobody")
    has_button = "Send again" in shown(cast)
    visiting(cast.office).post(reverse("outbox:again", args=[message.pk]))
    message.refresh_from_db()
    assert (has_button, message.state) == (False, State.REFUSED)


def test_what_was_forgotten_is_not_sent_again(cast: Cast) -> None:
    message = failed()
    Message.objects.update(text="")
    has_button = "Send again" in shown(cast)
    visiting(cast.office).post(reverse("outbox:again", args=[message.pk]))
    message.refresh_from_db()
    assert (has_button, message.state) == (False, State.DOUBTFUL)


def test_office_tries_all_that_wait_after_a_repair(cast: Cast, server: MailServer) -> None:
    server.mode = "later"
    sent(queued())
    server.mode = "accept"
    visiting(cast.office).post(f"{DESK}now/")
    send_due()
    assert len(server.letters) == 1


def test_list_is_paged(cast: Cast) -> None:
    messages = [failed(f"k{number}") for number in range(51)]
    older = visiting(cast.office).get(f"{DESK}?before={messages[1].pk}").context["page"]
    newest = visiting(cast.office).get(DESK).context["page"]
    assert (len(newest.rows), newest.older, older.rows, older.older) == (50, messages[1].pk, messages[:1], None)


@pytest.mark.parametrize("before", ["x", "-1", "1" * 30, "%00"])
def test_broken_place_in_the_list_is_refused(cast: Cast, before: str) -> None:
    assert visiting(cast.office).get(f"{DESK}?before={before}").status_code == 400


def test_queries_do_not_grow_with_the_list(cast: Cast) -> None:
    client, counts = visiting(cast.office), []
    for size in (2, 20):
        for number in range(size):
            failed(f"{size} {number}", user=cast.clerk)
        with CaptureQueriesContext(connection) as queries:
            client.get(DESK)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# The local page.


@pytest.fixture
def on_page(settings: Any) -> None:
    settings.MAIL_PAGE = True


@pytest.mark.usefixtures("on_page", "db")
def test_local_page_shows_what_would_have_been_sent(client: Client) -> None:
    message = sent(queued(text="https://127.0.0.1/counter/ <b>"))
    html = client.get(f"/mail/{message.pk}/").content.decode()
    assert (message.state, TO in html, '<a href="https://127.0.0.1/counter/"' in html, "<b>" in html) == (
        State.SHOWN,
        True,
        True,
        False,
    )


@pytest.mark.usefixtures("on_page", "db")
def test_local_page_sends_nothing(server: MailServer) -> None:
    sent(queued())
    assert server.letters == []


@pytest.mark.parametrize(("page", "https", "status"), [(False, False, 404), (True, True, 404), (True, False, 200)])
def test_local_page_exists_only_for_trying(
    db: None, client: Client, settings: Any, page: bool, https: bool, status: int
) -> None:
    settings.MAIL_PAGE, settings.HTTPS = page, https
    message = queued()
    Message.objects.update(state=State.SHOWN, sent_at=timezone.now())
    assert [client.get(path).status_code for path in ("/mail/", f"/mail/{message.pk}/")] == [status] * 2


@pytest.mark.parametrize(
    ("page", "https", "found"), [(True, True, ["outbox.E001"]), (True, False, []), (False, True, [])]
)
def test_check_refuses_the_local_page_in_production(settings: Any, page: bool, https: bool, found: list[str]) -> None:
    settings.MAIL_PAGE, settings.HTTPS = page, https
    errors = run_checks(include_deployment_checks=True)
    assert [error.id for error in errors if error.id.startswith("outbox")] == found


# Forgetting.


@pytest.mark.parametrize(
    ("state", "days", "is_kept"),
    [
        (State.SENT, 29, True),
        (State.SENT, 31, False),
        (State.REFUSED, 31, False),
        (State.DOUBTFUL, 31, False),
        (State.GIVEN_UP, 31, False),
        (State.QUEUED, 89, True),
        (State.QUEUED, 91, False),
    ],
)
def test_text_is_forgotten(db: None, state: str, days: int, is_kept: bool) -> None:
    message = queued(unsubscribe="https://gk.example/subscriptions/end/abc/")
    Message.objects.update(state=state)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=days)):
        forget(None)
    message.refresh_from_db()
    kept = [bool(value) for value in (message.text, message.to, message.subject, message.unsubscribe)]
    assert kept == [is_kept] * 4


def test_what_never_left_is_given_up(db: None) -> None:
    message = queued()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=91)):
        forget(None)
    message.refresh_from_db()
    assert (message.state, message.can_be_sent_again) == (State.GIVEN_UP, False)


def test_thirty_days_count_from_the_sending(db: None) -> None:
    queued()
    later = timezone.now() + datetime.timedelta(days=31)
    Message.objects.update(state=State.SENT, sent_at=later - datetime.timedelta(days=29))
    with time_machine.travel(later):
        assert forget(None) == []


def test_key_is_never_forgotten(db: None) -> None:
    queued()
    Message.objects.update(state=State.SENT)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=31)), translation.override("en"):
        said = forget(None)
        queued()
    assert (Message.objects.count(), said) == (1, ["Forgot the text of 1 message."])
