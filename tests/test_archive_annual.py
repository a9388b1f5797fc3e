"""The annual report: figures against data counted by hand, one draft whoever presses, and nothing about anybody."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from apps.accounts.models import User
from apps.archive.annual import Table, as_data, tables_of
from apps.archive.annual_drafting import HEADING, changes_since, draft_report, report_of_year
from apps.calendars.models import Term
from apps.cases.types import Type
from apps.catalogue.models import Heading
from apps.disclosures.factories import HeadingFactory
from apps.disclosures.models import Disclosure
from apps.disclosures.rules import remarks
from apps.disclosures.states import State
from apps.disclosures.workflow import Refused
from apps.duties.models import Duty, Origin, Placement
from apps.duties.opening import open_duties
from apps.groupwork.years import Year
from apps.papers.models import Posting
from tests.boarding import base_rows, browser, without_guards
from tests.cast import Cast, again, walk
from tests.replying import rows_of_cases
from tests.visiting import visiting

PAGE = reverse("archive:annual")
WORDS = "四月的公示晚了两天，已改为提前三天起草。"
HERE = timezone.get_default_timezone()
TODAY = datetime.datetime(2026, 11, 23, 12, tzinfo=HERE)
SPRING = datetime.datetime(2026, 3, 10, 9, tzinfo=HERE)
MARCH, ONE_DAY = datetime.date(2026, 3, 1), datetime.timedelta(days=1)
AFTERWARDS = ("下一学期", datetime.date(2026, 9, 1), datetime.date(2027, 2, 28))
YEAR = Year("2025—2026学年", datetime.date(2025, 9, 1), datetime.date(2026, 8, 31))


@pytest.fixture(autouse=True)
def in_november_in_english():
    with time_machine.travel(TODAY, tick=False), translation.override("en"):
        yield


def table(cast: Cast, key: str) -> Table:
    return next(found for found in tables_of(cast.school, YEAR, again(cast.office)) if found.key == key)


def rows(cast: Cast, key: str) -> dict[str, tuple]:
    return {row.key: row.values for row in table(cast, key).rows}


def items(cast: Cast, count: int, **fields: Any) -> list[Disclosure]:
    return base_rows(cast, count, **{"heading": Heading.objects.get(code="0501"), "posted_at": SPRING, **fields})


def drafted(cast: Cast, **changes: Any) -> Disclosure:
    return draft_report(cast.school, YEAR, **{"actor": again(cast.office), "words": WORDS, **changes})


# Items and channels.


def test_items_are_counted_by_class_and_audience(cast: Cast) -> None:
    items(cast, 2)
    items(cast, 1, audience="staff")
    items(cast, 3, audience="parents", heading=Heading.objects.get(code="0101"))
    assert {key: rows(cast, "items")[key] for key in ("01", "05", "all")} == {
        "01": (0, 3, 0, 3), "05": (2, 0, 1, 3), "all": (2, 3, 1, 6),
    }  # fmt: skip


def test_class_without_an_item_has_zeros(cast: Cast) -> None:
    assert rows(cast, "items")["12"] == (0, 0, 0, 0)


def test_class_is_named_in_the_language_of_the_reader(cast: Cast) -> None:
    assert next(row.name for row in table(cast, "items").rows if row.key == "05") == "Fees"


@pytest.mark.parametrize(
    ("posted", "counts"),
    [
        (datetime.datetime(2025, 8, 31, 23, 59, tzinfo=HERE), 0),
        (datetime.datetime(2025, 9, 1, 0, 0, tzinfo=HERE), 1),
        (datetime.datetime(2026, 8, 31, 23, 59, tzinfo=HERE), 1),
        (datetime.datetime(2026, 9, 1, 0, 0, tzinfo=HERE), 0),
    ],
)
def test_year_begins_and_ends_at_midnight_here(cast: Cast, posted: datetime.datetime, counts: int) -> None:
    items(cast, 1, posted_at=posted)
    assert rows(cast, "items")["all"][-1] == counts


def test_item_of_another_school_is_not_counted(cast: Cast) -> None:
    items(cast, 1, school=cast.other_school, unit=cast.other_school)
    assert rows(cast, "items")["all"][-1] == 0


def test_corrections_and_withdrawn_items_are_counted_apart(cast: Cast) -> None:
    (first,) = items(cast, 1, state=State.SUPERSEDED)
    items(cast, 1, replaces=first)
    items(cast, 2, state=State.WITHDRAWN, withdrawal_reason="有误", withdrawn_at=SPRING)
    found = table(cast, "items")
    assert (found.rows[-1].values[-1], found.words.split(";")[0]) == (1, "Corrections posted: 1. Items withdrawn: 2")


def test_item_hung_on_two_boards_is_one(cast: Cast) -> None:
    hung, _not_hung = items(cast, 2)
    with without_guards():
        for place in ("校门口", "教学楼"):
            Posting.objects.create(disclosure=hung, place=place, hung_at=SPRING, recorded_by=cast.office)
    assert rows(cast, "channels") == {"portal": (2,), "wall": (1,), "mail": (0,)}


# Duties.


def monthly(cast: Cast) -> None:
    """One monthly matter in two terms of six months: March was disclosed in time, April late, ten are missing."""
    HeadingFactory(code="9901", cadence="monthly")
    Heading.objects.exclude(code="9901").update(is_active=False)
    for name, first, last in (("第一学期", YEAR.first, MARCH - ONE_DAY), ("第二学期", MARCH, YEAR.last), AFTERWARDS):
        Term.objects.create(school=cast.school, name=name, starts_on=first, ends_on=last)
    open_duties(cast.school, actor=User.objects.clock(), since=YEAR.first)
    Heading.objects.update(is_active=True)
    for month, posted in (
        (3, datetime.datetime(2026, 4, 8, tzinfo=HERE)),
        (4, datetime.datetime(2026, 5, 29, tzinfo=HERE)),
    ):
        (item,) = base_rows(cast, 1, posted_at=posted)
        with without_guards():
            Placement.objects.create(disclosure=item, duty=Duty.objects.get(starts_on=MARCH.replace(month=month)))


def test_duties_are_counted_by_term(cast: Cast) -> None:
    monthly(cast)
    found = rows(cast, "duties")
    assert (found["on_time"], found["late"], found["missing"]) == ((0, 1, 1), (0, 1, 1), (6, 4, 10))


def test_share_of_a_term_is_of_what_was_due(cast: Cast) -> None:
    monthly(cast)
    assert rows(cast, "duties")["share"] == (0, 16, 8)


def test_year_without_duties_divides_by_nothing(cast: Cast) -> None:
    assert rows(cast, "duties")["share"] == (None,)


def test_late_and_missing_periods_are_listed(cast: Cast) -> None:
    monthly(cast)
    (row,) = table(cast, "not_in_time").rows
    assert (row.counts, "late 1: April 2026" in row.values[0]) == ((1, 10), True)


# Applications and other cases.


def applications(cast: Cast, findings: list[str], **fields: Any) -> None:
    """Each received on 10 March and, with a finding, decided in time on the 20th."""
    decided = SPRING + datetime.timedelta(days=10)
    due = datetime.date(2026, 4, 8)
    rows_of_cases(
        cast,
        (
            {"type": Type.APPLICATION, "received_at": SPRING, "due_on": due, "finding": finding}
            | ({"decided_at": decided} if finding else {})
            | fields
            for finding in findings
        ),
    )


def test_applications_are_counted_by_finding(cast: Cast) -> None:
    applications(cast, ["disclosed", "disclosed", "withheld", "absent", ""])
    assert rows(cast, "applications") == {
        "received": (5,), "decided": (4,), "on_time": (4,), "disclosed": (2,), "partly": (0,), "withheld": (1,),
        "absent": (1,),
    }  # fmt: skip


def test_of_few_applications_only_the_number_is_told(cast: Cast) -> None:
    applications(cast, ["disclosed", "withheld"])
    found = rows(cast, "applications")
    assert (found["received"], found["decided"], found["on_time"], found["withheld"]) == ((2,), (2,), (None,), (None,))


def test_no_application_is_zero_throughout(cast: Cast) -> None:
    assert set(rows(cast, "applications").values()) == {(0,)}


def test_application_about_the_leadership_is_not_counted(cast: Cast) -> None:
    applications(cast, ["disclosed"] * 6, concern="leadership")
    assert rows(cast, "applications")["received"] == (0,)


def test_other_cases_stand_by_type(cast: Cast) -> None:
    applications(cast, ["adopted"] * 5, type=Type.OPINION)
    assert rows(cast, "cases")["opinion"] == (5, 5, 5, 5)


# The draft.


def test_draft_is_a_plain_item_of_its_heading(cast: Cast) -> None:
    item = drafted(cast)
    assert (item.heading.code, item.state, type(item), item.unit, "2025—2026学年" in item.title) == (
        HEADING, State.DRAFT, Disclosure.plain_kind(), cast.school, True,
    )  # fmt: skip


def test_text_keeps_its_tables_and_the_words_of_the_office(cast: Cast) -> None:
    body = drafted(cast, words="第一段<script>\n\n第二段").body
    assert (body.count("<table>"), "<script" in body, "<p>第二段</p>" in body) == (5, False, True)


def test_text_names_no_item(cast: Cast) -> None:
    items(cast, 1, title="机密标题", audience="staff")
    assert "机密标题" not in drafted(cast).body


def test_draft_is_for_the_duty_that_is_due_after_the_year(cast: Cast) -> None:
    open_duties(cast.school, actor=User.objects.clock(), since=YEAR.first)
    placement = drafted(cast).placement
    assert (placement.duty.heading.code, placement.duty.due_on > YEAR.last, placement.origin) == (
        HEADING, True, Origin.CHOSEN,
    )  # fmt: skip


def test_pressed_twice_by_two_people_is_one_draft(cast: Cast) -> None:
    first, second = drafted(cast), drafted(cast, actor=again(cast.chair))
    assert (first.pk, Disclosure.objects.count()) == (second.pk, 1)


def test_withdrawn_report_leaves_room_for_another(cast: Cast) -> None:
    walk(drafted(cast), State.WITHDRAWN, cast)
    assert report_of_year(cast.school, YEAR, again(cast.office)) is None


def test_posted_report_meets_its_duty(cast: Cast) -> None:
    open_duties(cast.school, actor=User.objects.clock(), since=YEAR.first)
    item = walk(drafted(cast), State.POSTED, cast)
    assert Duty.objects.judged().get(placements__disclosure=item).condition == "late"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"words": "太短"}, "at least 10 characters"),
        ({"who": "member"}, "do not have the role"),
        ({"year": Year("2026—2027学年", datetime.date(2026, 9, 1), datetime.date(2027, 8, 31))}, "still runs"),
    ],
)
def test_refusal_says_why(cast: Cast, changes: dict[str, Any], said: str) -> None:
    actor = again(getattr(cast, changes.get("who", "office")))
    with pytest.raises(Refused, match=said):
        draft_report(cast.school, changes.get("year", YEAR), actor=actor, words=changes.get("words", WORDS))


def test_catalogue_without_the_heading_is_said(cast: Cast) -> None:
    Heading.objects.filter(code=HEADING).update(is_active=False)
    with pytest.raises(Refused, match="1204"):
        drafted(cast)


# What has changed since.


def test_draft_of_today_has_changed_nowhere(cast: Cast) -> None:
    monthly(cast)
    items(cast, 2)
    applications(cast, ["disclosed"] * 5)
    assert changes_since(drafted(cast), again(cast.office)) == []


def test_reviewer_is_told_which_figures_changed(cast: Cast) -> None:
    item = drafted(cast)
    items(cast, 1)
    (said,) = (remark for remark in remarks(item) if "Figures have changed" in remark)
    assert "Items disclosed, by class" in said
    assert "Applications" not in said


def test_nobody_counts_for_a_drafter_who_left(cast: Cast) -> None:
    item = drafted(cast)
    items(cast, 1)
    cast.office.memberships.update(until=datetime.date(2026, 11, 22))
    assert [remark for remark in remarks(item) if "Figures have changed" in remark] == []


@pytest.mark.parametrize("reader", ["chair", "member", "inspector"])
def test_figures_are_the_same_for_every_reader_of_the_school(cast: Cast, reader: str) -> None:
    items(cast, 2, audience="staff")
    theirs = tables_of(cast.school, YEAR, again(getattr(cast, reader)))
    assert as_data(theirs) == as_data(tables_of(cast.school, YEAR, again(cast.office)))


def test_other_item_of_the_heading_has_no_figures(cast: Cast) -> None:
    (item,) = base_rows(cast, 1, heading=Heading.objects.get(code=HEADING))
    assert changes_since(item, again(cast.office)) == []


def test_figures_are_compared_without_words(cast: Cast) -> None:
    monthly(cast)
    english = as_data(tables_of(cast.school, YEAR, again(cast.office)))
    with translation.override("zh-hans"):
        assert as_data(tables_of(cast.school, YEAR, again(cast.office))) == english


# The page.


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
