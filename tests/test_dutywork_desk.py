"""My work: what is overdue, this week, and when a draft is to be disclosed."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from apps.disclosures.dates import near
from apps.disclosures.states import State
from apps.duties.placing import choose
from tests.cast import draft, walk
from tests.dutyworking import TODAY, monthly, page, school_with_duties
from tests.visiting import visiting

HOME = reverse("desk:home")


@pytest.fixture
def school(cast):
    school_with_duties(cast)
    with time_machine.travel(TODAY, tick=False):
        yield cast.school


def at_desk(user):
    return page(user, HOME).context["duties"]


def test_clerk_finds_what_is_overdue(cast, school):
    late = at_desk(cast.clerk).late
    assert {(row.duty.unit, row.duty.condition) for row in late.rows} == {(cast.department, "missing")}


def test_clerk_finds_nothing_of_other_units(cast, school):
    assert at_desk(cast.other_clerk).late.rows == []


def test_office_finds_the_whole_school(cast, school):
    assert at_desk(cast.office).late.total > at_desk(cast.clerk).late.total


def test_long_list_says_how_many_more(cast, school):
    late = at_desk(cast.office).late
    assert late.more == late.total - 5


def test_desk_says_that_late_stays_late(cast, school):
    assert "counts as late and stays late" in page(cast.clerk, HOME).content.decode()


@pytest.mark.parametrize("who", ["member", "inspector"])
def test_who_drafts_nothing_finds_no_overdue_duties(cast, school, who):
    assert at_desk(getattr(cast, who)).late.rows == []


@pytest.mark.parametrize("who", ["teacher", "parent"])
def test_readers_find_no_duties(cast, school, who):
    assert "duties" not in page(getattr(cast, who), HOME).context


def test_settled_duty_leaves_the_desk(cast, school):
    (first, *others) = [row.duty for row in at_desk(cast.clerk).late.rows]
    item = draft(cast, heading=first.heading, publicity_days=None)
    choose(item, first, actor=cast.clerk)
    walk(item, State.POSTED, cast)
    assert [row.duty for row in at_desk(cast.clerk).late.rows][:4] == others


def test_draft_says_when_it_is_to_be_disclosed(cast, school):
    choose(draft(cast, heading=monthly().heading), monthly("2026-03"), actor=cast.clerk)
    with translation.override("en"):
        assert near(monthly("2026-03").due_on) in page(cast.clerk, HOME).content.decode()


def test_review_says_for_which_duty_an_item_is(cast, school):
    item = draft(cast, heading=monthly().heading)
    choose(item, monthly("2026-03"), actor=cast.clerk)
    walk(item, State.IN_REVIEW, cast)
    assert "Is for this duty:" in page(cast.member, reverse("desk:review", args=[item.pk])).content.decode()


def test_desk_costs_a_fixed_number_of_queries(cast, school, django_assert_max_num_queries):
    browser = visiting(cast.office)
    with django_assert_max_num_queries(41):
        browser.get(HOME)
