"""The pages of duties: who opens them, what they narrow to, and at what cost."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from apps.calendars.models import Term
from apps.duties.models import Duty
from apps.duties.placing import choose
from tests.cast import draft
from tests.duties import at, posted
from tests.dutyworking import HAPPENED, LINK, LIST, RHYTHMS, TERM, TODAY, WEEK, monthly, page, school_with_duties
from tests.visiting import visiting


@pytest.fixture
def school(cast):
    school_with_duties(cast)
    with time_machine.travel(TODAY, tick=False):
        yield cast.school


PAGES = [LIST, WEEK, TERM, RHYTHMS, LINK]
WORKING = ["clerk", "other_clerk", "chair", "office", "member", "inspector"]
OTHERS = ["teacher", "parent", "stranger"]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("who", WORKING)
def test_page_opens_for_who_works_on_duties(cast, school, who, address):
    assert page(getattr(cast, who), address).status_code == 200


@pytest.mark.parametrize("address", [*PAGES, HAPPENED, "/desk/duties/1/", "/desk/duties/rhythms/0905/"])
@pytest.mark.parametrize("who", OTHERS)
def test_page_is_unknown_to_others(cast, school, who, address):
    assert page(getattr(cast, who), address).status_code == 404


@pytest.mark.parametrize("address", [*PAGES, HAPPENED])
def test_page_asks_who_one_is(db, address):
    assert Client().get(address).url == f"{reverse('accounts:sign_in')}?next={address}"


@pytest.mark.parametrize(("who", "status"), [("clerk", 200), ("office", 200), ("member", 404), ("inspector", 404)])
def test_event_form_opens_for_who_may_enter_events(cast, school, who, status):
    assert page(getattr(cast, who), HAPPENED).status_code == status


@pytest.mark.parametrize(("who", "status"), [("office", 200), ("clerk", 404), ("chair", 404), ("inspector", 404)])
def test_rhythm_is_changed_by_the_office_alone(cast, school, who, status):
    assert page(getattr(cast, who), "/desk/duties/rhythms/0905/").status_code == status


def test_duty_of_another_school_is_unknown(cast, school):
    assert page(cast.other_chair, monthly().get_absolute_url()).status_code == 404


def test_list_of_another_school_is_empty(cast, school):
    assert page(cast.other_chair, LIST).context["rows"] == []


def found(user, **query) -> list[Duty]:
    return [row.duty for row in page(user, LIST, **query).context["rows"]]


def test_overdue_duties_stand_first(cast, school):
    assert found(cast.office)[0].condition == "missing"


def test_list_narrows_by_condition(cast, school):
    assert {duty.condition for duty in found(cast.office, condition="missing")} == {"missing"}


def test_list_narrows_by_unit(cast, school):
    assert {duty.unit for duty in found(cast.office, unit=cast.department.pk)} == {cast.department}


def test_list_narrows_by_matter(cast, school):
    assert {duty.heading.code for duty in found(cast.office, heading=monthly().heading_id)} == {"0905"}


@pytest.mark.parametrize("query", [{"unit": "x"}, {"condition": "never"}, {"term": "9" * 30}, {"unit": "\0"}])
def test_condition_nobody_knows_is_left_out_and_said(cast, school, query):
    assert "was not understood" in page(cast.office, LIST, **query).content.decode()


@pytest.mark.parametrize("after", ["x", "9" * 40, "0-0", "9999999-1", "1-"])
def test_page_key_nobody_gave_is_no_error(cast, school, after):
    assert page(cast.office, LIST, after=after).status_code == 200


def test_pages_of_the_list_have_every_duty_once(cast, school):
    browser, seen, address = visiting(cast.office), [], LIST
    while address:
        context = browser.get(address).context
        seen += [row.duty.pk for row in context["rows"]]
        address = context["following"] and LIST + context["following"]
    assert sorted(seen) == sorted(Duty.objects.owed().values_list("pk", flat=True))


def test_counts_are_those_of_the_list(cast, school):
    counts = {name: number for name, _label, number, _address in page(cast.office, LIST).context["counts"]}
    assert counts[""] == Duty.objects.owed().count() == sum(counts.values()) - counts[""]


def test_list_costs_a_fixed_number_of_queries(cast, school, django_assert_max_num_queries):
    browser = visiting(cast.office)
    with django_assert_max_num_queries(17):
        browser.get(LIST)


def test_term_costs_a_fixed_number_of_queries(cast, school, django_assert_max_num_queries):
    browser = visiting(cast.office)
    with django_assert_max_num_queries(15):
        browser.get(TERM)


# A week.


def days(user, **query):
    return {day.date.day: day for day in page(user, WEEK, **query).context["week"].shown}


def test_week_shows_the_duty_on_its_last_day(cast, school):
    monday_after = days(cast.clerk, week="2026-W11")[13]
    assert [row.duty for row in monday_after.duties] == [monthly()]


def test_clerks_week_has_only_their_duties(cast, school):
    duties = [row.duty for day in days(cast.clerk).values() for row in day.duties]
    assert {duty.unit for duty in duties} <= {cast.department}


def test_week_has_a_worked_saturday(cast, school):
    assert list(days(cast.clerk, week="2026-W08")) == [16, 17, 18, 19, 20]
    assert 14 in days(cast.clerk, week="2026-W07")


def test_week_shows_where_a_publicity_period_ends(cast, school):
    item = posted(cast, "0905", at(2026, 3, 16), publicity_days=3)
    assert [one.pk for one in days(cast.office)[19].ending] == [item.pk]


@pytest.mark.parametrize("week", ["2026-W54", "x", "0000-W01", "2026-W00", "99999-W1"])
def test_week_that_is_none_is_this_week(cast, school, week):
    assert page(cast.office, WEEK, week=week).context["week"].is_this_week


def test_inspector_reads_the_week_of_the_school(cast, school):
    duties = [row for day in days(cast.inspector, week="2026-W11").values() for row in day.duties]
    assert monthly() in [row.duty for row in duties]


def test_term_is_told_month_by_month(cast, school):
    months = page(cast.office, TERM).context["months"]
    assert [first.month for first, _rows in months][:3] == [2, 3, 4]


def test_term_of_another_school_cannot_be_asked_for(cast, school):
    other = Term.objects.create(school=cast.other_school, name="别的学期", starts_on="2026-03-01", ends_on="2026-07-01")
    assert page(cast.office, TERM, term=other.pk).context["term"].school == cast.school


# One duty.


def test_duty_says_why_that_day(cast, school):
    assert "10 working days after it" in page(cast.clerk, monthly().get_absolute_url()).content.decode()


def test_duty_names_who_handles_it(cast, school):
    assert page(cast.member, monthly().get_absolute_url()).context["holders"].handler.person == cast.clerk


def test_duty_hides_a_draft_from_who_may_not_see_it(cast, school):
    item = draft(cast, heading=monthly().heading, title="未公开的草稿")
    choose(item, monthly(), actor=cast.clerk)
    assert "未公开的草稿" not in page(cast.member, monthly().get_absolute_url()).content.decode()


def test_duty_costs_a_fixed_number_of_queries(cast, school, django_assert_max_num_queries):
    browser = visiting(cast.office)
    with django_assert_max_num_queries(26):
        browser.get(monthly().get_absolute_url())
