"""The guard of the public forms in a real browser: the device works, and the question goes; otherwise it stays."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.counter import puzzle
from apps.disclosures.factories import SchoolFactory

pytestmark = pytest.mark.django_db(transaction=True)
QUESTION, SOLUTION = "#guard-question", "[name=guard_solution]"
ON_PLAIN_HTTP = "delete Crypto.prototype.subtle"
"""Browsers take it away there; the test server's own address counts as safe."""


@pytest.fixture
def opened(chromium, live_server):
    """The form in a browser with these options, and what the browser complained about."""
    school = SchoolFactory()

    def open_form(before="", **options):
        page, complaints = chromium.new_context(locale="zh-CN", **options).new_page(), []
        page.on("console", lambda line: line.type == "error" and complaints.append(line.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.add_init_script(before)
        page.goto(live_server.url + reverse("counter:form", args=["opinion"], query={"school": school.pk}))
        return page, complaints

    return open_form


def test_the_question_goes_when_the_device_has_worked(opened):
    page, _complaints = opened()
    expect(page.locator(QUESTION)).to_be_hidden()
    assert puzzle.solved(page.locator(SOLUTION).input_value())


def test_the_script_breaks_no_rule_of_the_policy(opened):
    page, complaints = opened()
    expect(page.locator(QUESTION)).to_be_hidden()
    assert complaints == []


def test_the_question_stays_while_somebody_is_in_it(opened):
    page, _complaints = opened("addEventListener('DOMContentLoaded', () => id_guard_answer.focus())")
    expect(page.locator(SOLUTION)).not_to_have_value("")
    assert page.locator(QUESTION).is_visible()


def test_the_question_stays_without_a_script(opened):
    page, _complaints = opened(java_script_enabled=False)
    assert page.locator(QUESTION).is_visible()


def test_the_question_stays_on_plain_http(opened):
    page, complaints = opened(ON_PLAIN_HTTP)
    assert (page.locator(QUESTION).is_visible(), complaints) == (True, [])


def test_nobody_comes_to_the_trap_by_keyboard(opened):
    page, _complaints = opened()
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.name || ''"))
    assert ("text" in reached, "website" in reached) == (True, False)
