"""The school's choice of rhythms: what is shown, what a choice would do, what it does."""

from __future__ import annotations

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.duties.models import Choice, Duty
from tests.dutyworking import RHYTHMS, TODAY, page, school_with_duties
from tests.visiting import visiting

FINANCE = "/desk/duties/rhythms/0905/"


@pytest.fixture
def school(cast):
    school_with_duties(cast)
    with time_machine.travel(TODAY, tick=False):
        yield cast.school


def choose(cast, **typed):
    data = {"rhythm": "quarterly", "since": "2026-04-01", "reason": "与预算执行一并公开", "days": "", "do": "choose"}
    return visiting(cast.office).post(FINANCE, data | typed)


def rhythms() -> set[str]:
    return set(Duty.objects.owed().filter(heading__code="0905").values_list("rhythm", flat=True))


def practices(user) -> list:
    return page(user, RHYTHMS).context["practices"]


def test_disputed_matters_stand_first(cast, school):
    disputed = [practice.is_disputed for practice in practices(cast.office)]
    assert (disputed[0], disputed) == (True, sorted(disputed, reverse=True))


def test_disputed_matter_says_how_schools_differ(cast, school):
    assert all(practice.reason for practice in practices(cast.office) if practice.is_disputed)


def test_choice_holds_for_what_is_due_later(cast, school):
    choose(cast)
    assert rhythms() == {"monthly", "quarterly"}


def test_look_changes_nothing(cast, school):
    before = list(Duty.objects.values_list("pk", "lifted_at"))
    effect = choose(cast, do="look").context["effect"]
    assert (effect.lifted > 0, list(Duty.objects.values_list("pk", "lifted_at")), Choice.objects.count()) == (
        True, before, 0,
    )  # fmt: skip


def test_look_reads_the_last_event_without_its_duties(cast, school):
    with CaptureQueriesContext(connection) as queries:
        choose(cast, do="look")
    (newest,) = [query["sql"] for query in queries if "MAX(" in query["sql"] and "duties_event" in query["sql"]]
    assert "JOIN" not in newest


def test_look_counts_what_the_choice_does(cast, school):
    effect = choose(cast, do="look").context["effect"]
    choose(cast)
    assert Duty.objects.filter(heading__code="0905", lifted_at__isnull=False).count() == effect.lifted


def test_choice_sent_twice_is_one(cast, school):
    choose(cast)
    choose(cast)
    assert Choice.objects.count() == 1


def test_choice_stands_in_the_log_with_its_reason(cast, school):
    choose(cast)
    assert "与预算执行一并公开" in page(cast.office, FINANCE).content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"since": "2026-03-01"}, "What is due until today stays as it was."),
        ({"reason": " "}, "Say why, in a sentence"),
        ({"rhythm": "never"}, "Choose how often."),
        ({"days": "ten"}, "Enter a whole number."),
        ({"since": "2026-13-01"}, "Enter a day."),
    ],
)
def test_bad_choice_is_told_in_a_sentence(cast, school, typed, sentence):
    assert sentence in choose(cast, **typed).content.decode()


def test_matter_nobody_knows_is_unknown(cast, school):
    assert page(cast.office, "/desk/duties/rhythms/9999/").status_code == 404
