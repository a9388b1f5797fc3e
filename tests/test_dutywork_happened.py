"""“Something happened”: the event form, and the duty that it opens."""

from __future__ import annotations

import uuid

import pytest
import time_machine

from apps.duties.models import Duty, Occurrence
from apps.dutywork.beginnings import title_for
from apps.dutywork.weeks import written
from tests.duties import heading
from tests.dutyworking import HAPPENED, LIST, TODAY, WEEK, page, school_with_duties
from tests.visiting import visiting

LONG_AGO = "2025-08-30"


@pytest.fixture
def school(cast):
    school_with_duties(cast)
    with time_machine.travel(TODAY, tick=False):
        yield cast.school


def on_event() -> Duty | None:
    return Duty.objects.filter(occurrence__isnull=False).first()


def matter(cast):
    """Any matter that the form offers and that no calendar brings."""
    queryset = page(cast.clerk, HAPPENED).context["form"].fields["heading"].queryset
    return queryset.filter(cadence="on_event").first()


def enter(cast, who=None, **typed):
    data = {
        "token": uuid.uuid4(), "heading": matter(cast).pk, "unit": cast.department.pk, "title": "校车租赁合同",
        "happened_on": "2026-03-17", "do": "record",
    }  # fmt: skip
    return visiting(who or cast.clerk).post(HAPPENED, data | typed)


def test_event_opens_its_duty(cast, school):
    answer = enter(cast)
    assert answer.url == on_event().get_absolute_url()


@pytest.mark.parametrize(("who", "reads"), [("clerk", True), ("office", True), ("member", True), ("inspector", False)])
def test_what_was_typed_is_read_by_who_works_in_the_school(cast, school, who, reads):
    enter(cast)
    pages = [on_event().get_absolute_url(), f"{LIST}?heading={on_event().heading_id}"]
    assert ["校车租赁合同" in page(getattr(cast, who), address).content.decode() for address in pages] == [reads] * 2


def test_what_was_typed_stands_on_the_desk(cast, school):
    enter(cast, cast.office, happened_on="2026-03-16")
    assert "校车租赁合同" in page(cast.office, WEEK, week=written(on_event().due_on)).content.decode()


def test_draft_for_an_event_begins_with_what_was_typed(cast, school):
    enter(cast)
    assert "校车租赁合同" in title_for(on_event(), "", cast.clerk)


def test_only_to_look_enters_nothing(cast, school):
    answer = enter(cast, do="look")
    assert (answer.context["expected"].due_on > TODAY.date(), Occurrence.objects.exists(), on_event()) == (
        True, False, None,
    )  # fmt: skip


def test_look_says_the_day_that_entering_sets(cast, school):
    expected = enter(cast, do="look").context["expected"].due_on
    enter(cast)
    assert on_event().due_on == expected


def test_form_sent_twice_is_one_event(cast, school):
    token = uuid.uuid4()
    answers = [enter(cast, token=token).url for _press in range(2)]
    assert (Occurrence.objects.count(), len(set(answers))) == (1, 1)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"happened_on": "2026-02-31"}, "Enter a day."),
        ({"happened_on": ""}, "Enter the day."),
        ({"happened_on": "2028-03-17"}, "That day is more than a year away."),
        ({"title": "  "}, "Say in a few words what happened."),
        ({"heading": "x"}, "Select a valid choice."),
        ({"unit": ""}, "Choose a unit."),
    ],
)
def test_bad_input_is_told_in_a_sentence_and_nothing_is_lost(cast, school, typed, sentence):
    answer = enter(cast, **typed)
    assert sentence in answer.content.decode()
    assert answer.context["form"].data["title"] == typed.get("title", "校车租赁合同")


def test_unit_of_others_is_no_choice(cast, school):
    assert enter(cast, unit=cast.other_department.pk).context["form"].errors.keys() == {"unit"}


def test_matter_of_the_calendar_is_not_offered(cast, school):
    matters = page(cast.clerk, HAPPENED).context["form"].fields["heading"].queryset
    assert heading("0905") not in matters


def test_day_of_a_yearly_matter_is_entered_by_who_owes_it(cast, school):
    """Admissions (0401) come once a year and wait for a day; here they are the school's own."""
    answer = enter(cast, heading=heading("0401").pk)
    assert "Choose that unit." in answer.content.decode()


def test_day_before_the_counted_year_says_to_check_the_day(cast, school):
    """Duties are counted from 1 September; what was due in June is not."""
    answer = enter(cast, cast.office, heading=heading("0401").pk, unit=cast.school.pk, happened_on="2025-06-02")
    assert "No duty of this matter is counted for that day." in answer.content.decode()


def test_event_of_200_days_ago_opens_its_duty(cast, school):
    assert enter(cast, happened_on=LONG_AGO).url == on_event().get_absolute_url()


def test_day_of_a_yearly_matter_moves_its_duty(cast, school):
    enter(cast, cast.office, heading=heading("0401").pk, unit=cast.school.pk)
    assert Duty.objects.get(heading__code="0401").reckoning["anchor_on"] == "2026-03-17"
