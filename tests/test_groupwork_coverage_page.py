"""Coverage on its page, in its file and in brief: who sees it, and of what."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from apps.accounts.models import User
from apps.duties.opening import open_duties
from tests.boarding import base_rows, browser
from tests.cast import Cast, again
from tests.covering import MONDAY, ago
from tests.visiting import visiting

PAGE, FILE = reverse("groupwork:coverage"), reverse("archive:coverage_file")


@pytest.fixture(autouse=True)
def on_a_monday_in_term_in_english():
    with time_machine.travel(MONDAY, tick=False), translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("reader", "status"),
    [
        ("office", 200), ("chair", 200), ("deputy", 200), ("member", 200), ("inspector", 200), ("clerk", 404),
        ("teacher", 404), ("parent", 404), ("stranger", 404), ("anonymous", 302),
    ],
)  # fmt: skip
def test_page_and_file_open_to_who_looks_at_the_school(cast: Cast, reader: str, status: int) -> None:
    client = browser(cast, reader)
    assert (client.get(PAGE).status_code, client.get(FILE).status_code) == (status, status)


def test_other_school_is_no_school_of_its_neighbours(cast: Cast) -> None:
    assert visiting(cast.office).get(PAGE, {"school": cast.other_school.pk}).status_code == 404


@pytest.mark.parametrize(("typed", "shown"), [("60", 60), ("90", 90), ("45", 30), ("x", 30), ("", 30)])
def test_pause_in_the_address_is_one_of_three(cast: Cast, typed: str, shown: int) -> None:
    assert visiting(cast.office).get(PAGE, {"days": typed}).context["coverage"].pause == shown


def test_page_asks_as_much_of_many_as_of_few(cast: Cast, django_assert_num_queries: Any) -> None:
    client = visiting(cast.office)
    base_rows(cast, 2, display_until=ago(1).date())
    with django_assert_num_queries(FEW):
        client.get(PAGE)
    base_rows(cast, 15, display_until=ago(1).date(), unit=cast.other_department)
    open_duties(cast.school, actor=User.objects.clock())
    with django_assert_num_queries(FEW):
        client.get(PAGE)


def test_file_names_also_what_the_page_leaves_out(cast: Cast) -> None:
    base_rows(cast, 25, title="名单", display_until=ago(1).date())
    page = visiting(cast.office).get(PAGE).content.decode()
    sent = b"".join(visiting(cast.office).get(FILE).streaming_content).decode()
    assert ("5 more are not shown here" in page, sent.count("名单")) == (True, 25)


def brief(cast: Cast, reader: User) -> str:
    request = RequestFactory().get("/")
    request.user = again(reader)
    context = Context({"request": request, "school": cast.school})
    return Template("{% load coverage %}{% coverage_in_brief school %}").render(context)


def test_brief_leads_to_each_question(cast: Cast) -> None:
    shown = brief(cast, cast.member)
    assert [
        slug for slug in ("duties", "silent", "never", "idle", "audiences", "nobody") if f"#{slug}" not in shown
    ] == []


def test_brief_is_empty_for_who_does_not_look_at_the_school(cast: Cast) -> None:
    assert brief(cast, cast.clerk).strip() == ""


FEW = 22
"""One for each figure of the page, and those of every page of the desk."""
