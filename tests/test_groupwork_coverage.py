"""Coverage: what a school's disclosure leaves out, hand-counted, and what to do next."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from apps.accounts.models import User
from apps.calendars.models import RestDay, Vacation
from apps.catalogue.models import Heading
from apps.disclosures.factories import HeadingFactory
from apps.duties.models import Responsibility
from apps.duties.opening import open_duties
from apps.groupwork.coverage import Coverage, school_days_before
from apps.groupwork.coverage_lines import Line, Section, sections_of
from apps.papers.models import Posting
from tests.boarding import base_rows, without_guards
from tests.cast import Cast, again, draft
from tests.covering import MONDAY, ago
from tests.duties import counts_from_its_year
from tests.visiting import visiting

PAGE = reverse("groupwork:coverage")


@pytest.fixture(autouse=True)
def on_a_monday_in_term_in_english():
    with time_machine.travel(MONDAY, tick=False), translation.override("en"):
        yield


def section(cast: Cast, slug: str, who: str = "office", **more: Any) -> Section:
    reader = again(cast.member if who == "member" else getattr(cast, who))
    return next(found for found in sections_of(Coverage(cast.school, reader, **more)) if found.slug == slug)


def subjects(cast: Cast, slug: str, **more: Any) -> list[str]:
    return [line.subject for line in section(cast, slug, **more).lines]


def found(cast: Cast, slug: str, **more: Any) -> dict[str, str]:
    return {line.subject: line.found for line in section(cast, slug, **more).lines}


def heading(code: str) -> Heading:
    return Heading.objects.get(code=code)


def test_school_days_go_back_over_weekends(cast: Cast) -> None:
    assert school_days_before(cast.school, MONDAY.date(), 5) == datetime.date(2026, 11, 16)


def test_rest_day_of_the_school_is_no_school_day(cast: Cast) -> None:
    RestDay.objects.create(school=cast.school, date=datetime.date(2026, 11, 18), name="校运动会补休")
    assert school_days_before(cast.school, MONDAY.date(), 5) == datetime.date(2026, 11, 13)


def test_vacation_has_no_school_days(cast: Cast) -> None:
    days = {"starts_on": datetime.date(2026, 11, 9), "ends_on": datetime.date(2026, 11, 20)}
    Vacation.objects.create(school=cast.school, name="秋假", **days)
    assert school_days_before(cast.school, MONDAY.date(), 5) == datetime.date(2026, 11, 2)


def test_unit_that_posted_within_the_days_is_not_silent(cast: Cast) -> None:
    base_rows(cast, 1, posted_at=ago(70))
    base_rows(cast, 1, posted_at=ago(3), unit=cast.other_department)
    assert found(cast, "silent") == {"总务处": "nothing posted since Sep 14"}


@pytest.mark.parametrize(("days", "silent"), [(30, ["总务处"]), (60, [])])
def test_longer_pause_calls_fewer_units_silent(cast: Cast, days: int, silent: list[str]) -> None:
    base_rows(cast, 1, posted_at=ago(70))
    base_rows(cast, 1, posted_at=ago(3), unit=cast.other_department)
    assert subjects(cast, "silent", pause=days) == silent


def test_unit_that_never_posted_is_silent(cast: Cast) -> None:
    base_rows(cast, 1)
    assert subjects(cast, "silent") == ["教务处"]


def test_withdrawn_item_breaks_no_silence(cast: Cast) -> None:
    base_rows(cast, 1, state="withdrawn", withdrawal_reason="有误")
    assert "总务处" in subjects(cast, "silent")


def test_matter_used_now_before_and_never(cast: Cast) -> None:
    base_rows(cast, 1, heading=heading("0101"))
    base_rows(cast, 1, heading=heading("0102"), posted_at=ago(200), register_year=2025)
    never, idle = (
        [s[:4] for s in subjects(cast, slug) if s[:4] in ("0101", "0102", "0103")] for slug in ("never", "idle")
    )
    assert (never, idle) == (["0103"], ["0102"])


def test_all_matters_but_one_were_never_used(cast: Cast) -> None:
    base_rows(cast, 1, heading=heading("0101"))
    assert section(cast, "never").total == Heading.objects.filter(is_active=True).count() - 1


def test_item_of_another_school_uses_nothing_here(cast: Cast) -> None:
    base_rows(cast, 1, heading=heading("0101"), school=cast.other_school, unit=cast.other_school)
    assert any(subject.startswith("0101") for subject in subjects(cast, "never"))


def test_audiences_of_a_unit_are_counted_apart(cast: Cast) -> None:
    base_rows(cast, 1, audience="staff")
    base_rows(cast, 1, audience="parents", posted_at=ago(200), register_year=2025)
    assert found(cast, "audiences")["总务处"] == "never: public; not in this school year: parents and staff"


def test_audience_of_last_year_only_is_said(cast: Cast) -> None:
    for audience in ("staff", "public"):
        base_rows(cast, 1, audience=audience, unit=cast.other_department)
        base_rows(cast, 1, audience=audience)
    base_rows(cast, 1, audience="parents", posted_at=ago(200), register_year=2025)
    assert found(cast, "audiences")["总务处"] == "not in this school year: parents and staff"


def only_monthly(cast: Cast) -> None:
    """One matter, monthly: September was due in October, October in November, ten more months are not due yet."""
    HeadingFactory(code="9901", cadence="monthly")
    Heading.objects.exclude(code="9901").update(is_active=False)
    counts_from_its_year(cast.school, timezone.now())
    open_duties(cast.school, actor=User.objects.clock())


def test_overdue_duties_are_counted_by_unit(cast: Cast) -> None:
    only_monthly(cast)
    assert found(cast, "duties") == {"澄溪九年制学校": "2 overdue"}


def test_tally_of_duties_is_two_overdue(cast: Cast) -> None:
    only_monthly(cast)
    ((_unit, tally),) = Coverage(cast.school, again(cast.office)).overdue()
    assert (tally.missing, tally.late, tally.due) == (2, 0, 10)


def test_matter_with_a_person_is_answered_for(cast: Cast) -> None:
    part = {"heading": heading("0101"), "unit": cast.department, "part": "handler", "person": cast.clerk}
    Responsibility.objects.create(**part)
    assert section(cast, "nobody").total == 77


def test_person_who_left_answers_for_nothing(cast: Cast) -> None:
    part = {"heading": heading("0101"), "unit": cast.department, "part": "handler", "person": cast.clerk}
    Responsibility.objects.create(**part)
    cast.clerk.memberships.update(until=ago(1).date())
    assert section(cast, "nobody").total == 78


@pytest.mark.parametrize(("days", "lies"), [(31, True), (29, False)])
def test_draft_untouched_for_a_month_lies(cast: Cast, days: int, lies: bool) -> None:
    with time_machine.travel(ago(days), tick=False):
        draft(cast, title="食堂公告")
    assert subjects(cast, "drafts") == (["食堂公告"] if lies else [])


def test_supervision_group_learns_of_no_draft(cast: Cast) -> None:
    with time_machine.travel(ago(40), tick=False):
        draft(cast, title="食堂公告")
    page = visiting(cast.member).get(PAGE).content.decode()
    assert ("食堂公告" in page, 'id="drafts"' in page) == (False, False)


def test_item_past_its_last_day_is_taken_down(cast: Cast) -> None:
    base_rows(cast, 1, title="名单甲", display_until=ago(1).date())
    base_rows(cast, 1, title="名单乙", display_until=ago(0).date())
    assert subjects(cast, "taken-down") == ["名单甲"]


def hung(cast: Cast) -> None:
    (item,) = base_rows(cast, 1, title="名单甲", display_until=ago(1).date())
    with without_guards():
        Posting.objects.create(disclosure=item, place="校门口", hung_at=ago(5), recorded_by=cast.office)


def next_of(cast: Cast, slug: str, who: str) -> Line:
    return section(cast, slug, who).lines[0]


def test_office_takes_down_the_paper_that_still_hangs(cast: Cast) -> None:
    hung(cast)
    assert next_of(cast, "taken-down", "office").next.address == reverse("papers:hanging", args=["2026-001"])


def test_supervision_group_raises_the_paper_that_still_hangs(cast: Cast) -> None:
    hung(cast)
    assert next_of(cast, "taken-down", "member").next.address.startswith(reverse("groupwork:new_meeting"))


def test_who_writes_drafts_for_the_open_duty(cast: Cast) -> None:
    only_monthly(cast)
    address = next_of(cast, "never", "office").next.address
    assert ("add/?duty=" in address, visiting(cast.office).get(address).status_code) == (True, 200)


def test_who_writes_drafts_where_no_duty_is_open(cast: Cast) -> None:
    address = next_of(cast, "never", "office").next.address
    form = visiting(cast.office).get(address).context["adminform"].form
    assert str(form["heading"].value()) == str(heading("0101").pk)


@pytest.mark.parametrize("who", ["office", "chair", "member", "inspector"])
def test_every_next_step_opens(cast: Cast, who: str) -> None:
    only_monthly(cast)
    hung(cast)
    reader = cast.member if who == "member" else getattr(cast, who)
    steps = {line.next.address for asked in sections_of(Coverage(cast.school, again(reader))) for line in asked.lines}
    client = visiting(reader)
    assert [step for step in steps if step and client.get(step).status_code != 200] == []
