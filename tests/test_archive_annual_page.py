"""The page of the annual report: who opens it, of which year, and its button."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from apps.disclosures.models import Disclosure
from tests.annual import (
    TODAY,
    WORDS,
    YEAR,
    applications,
    items,
    monthly,
)
from tests.boarding import browser
from tests.cast import Cast
from tests.visiting import visiting

PAGE = reverse("archive:annual")


@pytest.fixture(autouse=True)
def in_november_in_english():
    with time_machine.travel(TODAY, tick=False), translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("reader", "status", "may_draft"),
    [
        ("office", 200, True), ("chair", 200, True), ("member", 200, False), ("inspector", 200, False),
        ("clerk", 404, False), ("parent", 404, False), ("anonymous", 302, False),
    ],
)  # fmt: skip
def test_page_opens_to_who_looks_at_the_school(cast: Cast, reader: str, status: int, may_draft: bool) -> None:
    answer = browser(cast, reader).get(PAGE)
    assert (answer.status_code, 'name="words"' in answer.content.decode()) == (status, may_draft)


def test_page_shows_the_last_year_that_is_over(cast: Cast) -> None:
    assert visiting(cast.office).get(PAGE).context["year"] == YEAR


@pytest.mark.parametrize("typed", ["2027", "1999", "x", "20250", ""])
def test_year_that_is_none_is_unknown(cast: Cast, typed: str) -> None:
    assert visiting(cast.office).get(PAGE, {"year": typed}).status_code == 404


def test_running_year_is_shown_and_not_drafted(cast: Cast) -> None:
    page = visiting(cast.office).get(PAGE, {"year": "2026"}).content.decode()
    assert ("so far" in page, 'name="words"' in page) == (True, False)


def test_button_drafts_and_leads_to_the_form(cast: Cast) -> None:
    client = visiting(cast.office)
    answer = client.post(PAGE, {"words": WORDS})
    assert (Disclosure.objects.count(), client.get(answer.url).status_code) == (1, 200)


def test_refused_form_keeps_what_was_typed(cast: Cast) -> None:
    answer = visiting(cast.office).post(PAGE, {"words": "太短"})
    assert (answer.status_code, "太短" in answer.content.decode(), Disclosure.objects.count()) == (400, True, 0)


def test_forged_press_is_refused_in_words(cast: Cast) -> None:
    answer = visiting(cast.inspector).post(PAGE, {"words": WORDS})
    assert (answer.status_code, "do not have the role" in answer.content.decode()) == (400, True)


def test_page_asks_as_much_of_many_as_of_few(cast: Cast, django_assert_num_queries: Any) -> None:
    monthly(cast)
    client = visiting(cast.office)
    with django_assert_num_queries(FEW):
        client.get(PAGE)
    items(cast, 20)
    applications(cast, ["disclosed"] * 8)
    with django_assert_num_queries(FEW):
        client.get(PAGE)


FEW = 27
"""One or two for each figure, and those of every page of the desk."""
