import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError
from django.template.loader import render_to_string
from django.utils import translation

from apps.disclosures.factories import HeadingFactory
from apps.disclosures.rules import problems
from apps.disclosures.states import State
from apps.kinds.personnel.factories import AppointeeFactory, PersonnelChangeFactory
from apps.kinds.personnel.models import PersonnelChange
from tests.cast import draft, walk

REFUSED = {
    "nobody": ({"appointees": []}, "Enter at least one person."),
    "no grounds": (
        {"grounds": ""},
        "Say how they were chosen: the procedure, the meetings and the rule followed.",
    ),
    "no post": ({"appointees": [{"name": "林夏", "proposed_post": ""}]}, "“林夏”: enter the proposed post or title."),
    "exception without grounds": (
        {"appointees": [{"name": "林夏", "is_exceptional": True}]},
        "“林夏”: give the grounds for the exception.",
    ),
}
ACCEPTED = {
    "factory": {},
    "exception with grounds": {"appointees": [{"is_exceptional": True, "exception_grounds": "获省级教学成果一等奖。"}]},
}
NOT_A_MONTH = ["1985-13", "1985-00", "198509", "85-09", "1985-9", "1985年9"]


@pytest.fixture(autouse=True)
def english(db):
    with translation.override("en"):
        yield


@pytest.mark.parametrize(("fields", "sentence"), REFUSED.values(), ids=REFUSED)
def test_change_is_refused(fields, sentence):
    assert PersonnelChangeFactory(**fields).unready() == [sentence]


@pytest.mark.parametrize("fields", ACCEPTED.values(), ids=ACCEPTED)
def test_change_is_ready(fields):
    assert PersonnelChangeFactory(**fields).unready() == []


@pytest.mark.parametrize(("days", "refused"), [(None, 1), (4, 1), (5, 0)])
def test_heading_sets_the_least_days_of_publicity(days, refused):
    heading = HeadingFactory(code="9905", publicity_days=5)
    assert len(problems(PersonnelChangeFactory(heading=heading, publicity_days=days))) == refused


def test_change_is_about_its_appointees():
    assert PersonnelChangeFactory(appointees=[{"name": "林夏"}, {"name": "周原"}]).names() == {"林夏", "周原"}


def test_database_refuses_full_date_of_birth():
    change = PersonnelChangeFactory()
    with pytest.raises(DataError, match="too long"):
        AppointeeFactory(disclosure=change, birth_month="1985-09-01")


@pytest.mark.parametrize("month", NOT_A_MONTH)
def test_database_refuses_what_is_no_month(month):
    change = PersonnelChangeFactory()
    with pytest.raises(IntegrityError, match="appointee_birth_month_is_no_date"):
        AppointeeFactory(disclosure=change, birth_month=month)


def test_birth_month_may_be_left_out():
    change = PersonnelChangeFactory(appointees=[{"birth_month": ""}])
    assert change.appointees.get().birth_month == ""


def test_form_says_why_a_full_date_is_refused():
    person = AppointeeFactory.build(disclosure=PersonnelChangeFactory(), birth_month="1985-09-01")
    with pytest.raises(ValidationError, match="A full date of birth is never stored."):
        person.full_clean()


VOTES = {
    "more present than entitled": {"eligible_voters": 10, "present_voters": 11, "valid_votes": 10},
    "more votes than present": {"eligible_voters": 10, "present_voters": 9, "valid_votes": 10},
}


@pytest.mark.parametrize("votes", VOTES.values(), ids=VOTES)
def test_database_refuses_votes_that_cannot_be(votes):
    with pytest.raises(IntegrityError, match="personnel_"):
        PersonnelChangeFactory(**votes)


@pytest.mark.parametrize("votes", VOTES.values(), ids=VOTES)
def test_form_says_why_votes_cannot_be(votes):
    with pytest.raises(ValidationError, match="Check the numbers."):
        PersonnelChange(**votes).validate_constraints()


@pytest.mark.parametrize("inside", ["1985-09", "female", "女", "大学本科", "中共党员"])
def test_page_shows_no_inside_fact(inside):
    page = render_to_string("personnel/detail.html", {"item": PersonnelChangeFactory(), "frame": "desk/preview.html"})
    assert inside not in page


def test_page_shows_score_and_rank_when_there_are_any():
    change = PersonnelChangeFactory(appointees=[{"score": "91.50", "rank": 1}])
    assert "91.50" in render_to_string("personnel/detail.html", {"item": change, "frame": "desk/preview.html"})


def test_correction_compares_no_inside_fact_in_public(cast, client):
    first = walk(draft(cast, PersonnelChangeFactory, appointees=[{"name": "林夏"}]), State.POSTED, cast)
    person = {"name": "林夏", "birth_month": "1986-03", "years_of_service": 15}
    fields = {"replaces": first, "change_note": "更正任教年限", "appointees": [person]}
    correction = walk(draft(cast, PersonnelChangeFactory, **fields), State.POSTED, cast)
    page = client.get(f"{correction.get_absolute_url()}/changes/").content.decode()
    shown = [text in page for text in (">14</del>", ">15</ins>", "1986-03", "1985-09", "大学本科")]
    assert shown == [True, True, False, False, False]


def test_added_person_brings_no_inside_fact_into_the_comparison(cast, client):
    first = walk(draft(cast, PersonnelChangeFactory, appointees=[{"name": "林夏"}]), State.POSTED, cast)
    people = [{"name": "林夏"}, {"name": "周原", "birth_month": "1979-01", "education": "研究生"}]
    fields = {"replaces": first, "change_note": "补写人选", "appointees": people}
    correction = walk(draft(cast, PersonnelChangeFactory, **fields), State.POSTED, cast)
    page = client.get(f"{correction.get_absolute_url()}/changes/").content.decode()
    assert [text in page for text in ("周原", "1979-01", "研究生", "中共党员")] == [True, False, False, False]


def test_numbered_steps_of_the_choice_are_a_list():
    change = PersonnelChangeFactory(grounds="1. 民主推荐\n2. 组织考察")
    page = render_to_string("personnel/detail.html", {"item": change, "frame": "desk/preview.html"})
    assert "<ol><li>民主推荐</li><li>组织考察</li></ol>" in page
