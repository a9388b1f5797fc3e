"""Robots in group chats: kept by the office, their addresses never shown, their messages sent like letters."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot
from django.http import HttpResponse
from django.urls import reverse

from apps.disclosures.factories import SchoolFactory
from apps.outbox.models import Message, State, Trouble, Webhook
from apps.outbox.queueing import queue_to_robots
from apps.outbox.robots import robot_at
from apps.outbox.sending import send_due
from tests.cast import Cast
from tests.office import at_the_desk, filled
from tests.visiting import visiting

SECRET = "8f3e-k7-secret"
ADDRESS = f"wecombot://{SECRET}"
URL = "https://gk.school.example/r/2026-012"


class Service:
    """An HTTP server that stands for the three services."""

    def __init__(self) -> None:
        self.status, self.bodies = 200, list[dict[str, Any]]()
        self.states: list[str] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(service.status)
                self.end_headers()

            def log_message(self, *_arguments: object) -> None:
                """Nothing to say."""

        self.http = HTTPServer(("127.0.0.1", 0), Handler)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The services' own addresses lead to a server of this test."""
    running = Service()
    thread = threading.Thread(target=running.http.serve_forever, daemon=True)
    thread.start()
    here = f"http://127.0.0.1:{running.http.server_port}/"
    for plugin, place in ((NotifyWeComBot, "{key}"), (NotifyDingTalk, "{token}"), (NotifyFeishu, "{token}")):
        monkeypatch.setattr(plugin, "notify_url", here + place)
    yield running
    running.http.shutdown()
    running.http.server_close()
    thread.join()


def robot(cast: Cast, **fields: Any) -> Webhook:
    return Webhook.objects.create(**{"school": cast.school, "name": "全体教师", "address": ADDRESS, **fields})


def told(cast: Cast, key: str = "k") -> int:
    return queue_to_robots(cast.school, title="收费公示", text="正在公示", url=URL, key=key)


@pytest.mark.parametrize(
    "address", [ADDRESS, "dingtalk://token123", f"dingtalk://{'s' * 20}@token123", "feishu://token-123"]
)
def test_robot_says_it_once(cast: Cast, service: Service, address: str) -> None:
    robot(cast, address=address)
    told(cast)
    send_due()
    send_due()
    assert (len(service.bodies), URL in str(service.bodies[0]), "收费公示" in str(service.bodies[0])) == (1, True, True)


def test_each_robot_of_the_school_is_told_once(cast: Cast) -> None:
    robot(cast)
    robot(cast, name="家长")
    robot(cast, name="停用", is_active=False)
    robot(cast, school=SchoolFactory())
    assert (told(cast), told(cast)) == (2, 0)


def test_service_that_fails_is_asked_again(cast: Cast, service: Service) -> None:
    robot(cast)
    told(cast)
    service.status = 503
    send_due()
    message = Message.objects.get()
    assert (message.state, message.trouble) == (State.QUEUED, Trouble.ROBOT)


def test_robot_that_was_switched_off_says_nothing(cast: Cast, service: Service) -> None:
    known = robot(cast)
    told(cast)
    Webhook.objects.filter(pk=known.pk).update(is_active=False)
    send_due()
    assert (Message.objects.get().state, service.bodies) == (State.REFUSED, [])


def test_robots_need_no_mail_server(cast: Cast, service: Service, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    robot(cast)
    told(cast)
    send_due()
    assert len(service.bodies) == 1


@pytest.mark.parametrize(
    "address", ["", "json://127.0.0.1:5432", "https://elsewhere.example/hook", "mailto://a:b@c.example", "nonsense"]
)
def test_other_addresses_are_no_robots(address: str) -> None:
    assert robot_at(address) is None


# The office keeps them.


def page(name: str, *keys: object) -> str:
    return reverse(f"admin:outbox_webhook_{name}", args=keys)


def saved(cast: Cast, form: str, **typed: Any) -> HttpResponse:
    client = at_the_desk(cast.office)
    return client.post(form, filled(client.get(form), **typed))


def test_office_enters_a_robot(cast: Cast) -> None:
    saved(cast, page("add"), school=cast.school.pk, name="全体教师", address=ADDRESS)
    assert Webhook.objects.get().address == ADDRESS


def test_what_is_no_robot_is_refused_in_words(cast: Cast) -> None:
    answer = saved(cast, page("add"), school=cast.school.pk, name="全体教师", address="https://elsewhere.example/")
    assert answer.context["adminform"].form.errors["address"] == ["Enter the address of a robot in one of these forms."]


def test_address_is_kept_when_it_is_left_empty(cast: Cast) -> None:
    known = robot(cast)
    saved(cast, page("change", known.pk), name="教师", address="")
    known.refresh_from_db()
    assert (known.name, known.address) == ("教师", ADDRESS)


@pytest.mark.parametrize("name", ["changelist", "change", "history", "delete"])
def test_address_is_never_shown(cast: Cast, name: str) -> None:
    known = robot(cast)
    saved(cast, page("change", known.pk), name="教师", address=ADDRESS)
    answer = at_the_desk(cast.office).get(page(name, *([] if name == "changelist" else [known.pk])))
    assert (answer.status_code, SECRET in answer.content.decode()) == (200, False)


def test_address_is_not_sent_back_after_a_mistake(cast: Cast) -> None:
    answer = saved(cast, page("add"), school=cast.school.pk, name="", address=ADDRESS)
    assert SECRET not in answer.content.decode()


def test_address_is_not_logged(cast: Cast, service: Service, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    service.status = 404
    robot(cast)
    told(cast)
    send_due()
    robot_at(f"wecombot://{SECRET}!")
    assert SECRET not in caplog.text


@pytest.mark.parametrize("who", ["clerk", "chair", "inspector"])
def test_others_have_no_robots(cast: Cast, who: str) -> None:
    pages = page("changelist"), page("add")
    assert [at_the_desk(getattr(cast, who)).get(address).status_code for address in pages] == [403, 403]


def test_office_of_another_school_finds_none(cast: Cast) -> None:
    other = robot(cast, school=SchoolFactory())
    assert visiting(cast.office).get(page("change", other.pk)).status_code == 302


def test_test_message_is_sent(cast: Cast, service: Service) -> None:
    known = robot(cast)
    chosen = {"action": "send_test", "_selected_action": [known.pk]}
    at_the_desk(cast.office).post(page("changelist"), chosen)
    send_due()
    assert "The disclosure portal can write to this group." in str(service.bodies)
