from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import translation

from apps.calendars.filling import YearNotAnnounced, fill
from apps.calendars.models import CalendarDay, CalendarYear, Term
from apps.calendars.working_days import Calendar
from apps.organization.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar() -> Calendar:
    fill(2026)
    return Calendar.between(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("after", "next_day"),
    [
        (date(2026, 11, 20), date(2026, 11, 23)),  # an ordinary weekend
        (date(2026, 9, 30), date(2026, 10, 8)),  # National Day
        (date(2026, 10, 9), date(2026, 10, 10)),  # a worked Saturday
        (date(2026, 9, 19), date(2026, 9, 20)),  # a worked Sunday
        (date(2026, 2, 13), date(2026, 2, 14)),  # worked Saturday before the Spring Festival
        (date(2026, 2, 14), date(2026, 2, 24)),  # the Spring Festival itself
        (date(2026, 9, 24), date(2026, 9, 28)),  # a holiday that runs into its weekend
    ],
)
def test_next_working_day_follows_the_school_calendar(calendar, after, next_day):
    assert calendar.next_working_day(after) == next_day


@pytest.mark.parametrize(
    ("first", "count", "last"),
    [
        (date(2026, 11, 23), 1, date(2026, 11, 23)),
        (date(2026, 11, 23), 5, date(2026, 11, 27)),
        (date(2026, 11, 21), 5, date(2026, 11, 27)),  # begins on a Saturday: Monday is the first
        (date(2026, 10, 8), 5, date(2026, 10, 13)),  # Saturday the 10th is worked, Sunday the 11th is not
        (date(2026, 9, 28), 5, date(2026, 10, 9)),
        (date(2026, 2, 14), 3, date(2026, 2, 25)),
        (date(2026, 2, 24), 7, date(2026, 3, 3)),
    ],
)
def test_add_working_days_counts_the_first_day(calendar, first, count, last):
    assert calendar.add_working_days(first, count) == last


def test_add_working_days_refuses_to_count_nothing(calendar):
    with pytest.raises(ValueError, match="at least one working day"):
        calendar.add_working_days(date(2026, 11, 23), 0)


def test_working_days_ends_where_add_working_days_says(calendar):
    first = date(2026, 9, 14)
    days = calendar.working_days(first, date(2026, 10, 31))
    assert [calendar.add_working_days(first, count) for count in range(1, len(days) + 1)] == days


def test_skipped_says_why_each_day_does_not_count(calendar):
    skipped = calendar.skipped(date(2026, 9, 30), date(2026, 10, 13))
    with translation.override("en"):
        reasons = [(day.date.day, day.reason) for day in skipped]
    assert reasons == [(day, "国庆节") for day in range(1, 8)] + [(11, "weekend")]


def test_a_worked_weekend_has_a_name_and_no_reason(calendar):
    day = calendar.day(date(2026, 10, 10))
    assert (day.is_working, day.name, day.reason) == (True, "国庆节调休上班", "")


def test_year_without_a_row_is_provisional(calendar):
    assert calendar.is_provisional(date(2026, 12, 28), date(2027, 1, 5))


def test_known_year_is_not_provisional(calendar):
    assert not calendar.is_provisional(date(2026, 1, 1), date(2026, 12, 31))


def test_year_entered_by_hand_is_not_provisional():
    CalendarYear.objects.create(year=2027, source="放假安排通知")
    calendar = Calendar.between(date(2027, 1, 4), date(2027, 1, 8))
    assert not calendar.is_provisional(date(2027, 1, 4), date(2027, 1, 8))


def test_calendar_loads_a_span_in_two_queries(calendar, django_assert_num_queries):
    with django_assert_num_queries(2):
        loaded = Calendar.between(date(2026, 9, 1), date(2026, 10, 31))
        loaded.skipped(date(2026, 9, 1), date(2026, 10, 31))
        loaded.is_provisional(date(2026, 9, 1), date(2026, 10, 31))


@pytest.mark.parametrize("loaded_on", [date(2026, 9, 30), date(2026, 12, 1), date(2024, 1, 1)])
def test_question_past_the_loaded_span_is_answered_rightly(calendar, loaded_on):
    assert Calendar.between(loaded_on, loaded_on).next_working_day(date(2026, 9, 30)) == date(2026, 10, 8)


def test_filling_brings_the_holidays_and_worked_weekends_of_2026():
    fill(2026)
    rows = CalendarDay.objects.values_list("is_working", flat=True)
    assert (len(rows), sum(rows)) == (39, 6)


def test_filling_again_keeps_a_row_edited_by_hand():
    fill(2026)
    CalendarDay.objects.filter(date=date(2026, 10, 7)).update(is_working=True, name="校庆上班")
    fill(2026)
    assert CalendarDay.objects.get(date=date(2026, 10, 7)).name == "校庆上班"


def test_filling_again_adds_nothing():
    fill(2026)
    assert fill(2026) == 0


def test_filling_names_its_source():
    fill(2026)
    assert CalendarYear.objects.get().source.startswith("chinesecalendar 1.")


def test_year_that_is_not_announced_gets_no_rows():
    with pytest.raises(YearNotAnnounced):
        fill(2099)
    assert not CalendarDay.objects.exists()


def test_year_that_is_not_announced_stays_provisional():
    call_command("fill_calendar", "--year", "2099", stdout=StringIO())
    assert not CalendarYear.objects.exists()


def test_command_says_in_words_what_it_did():
    out = StringIO()
    with translation.override("en"):
        call_command("fill_calendar", "--year", "2026", "2099", stdout=out)
    known, unknown = out.getvalue().splitlines()
    assert known == "2026: 39 special days added."
    assert "2099: the package chinesecalendar does not know the holidays" in unknown


def test_term_ends_after_it_begins():
    school = Unit.objects.create(name="澄溪九年制学校", level=Unit.Level.SCHOOL)
    with pytest.raises(IntegrityError, match="term_ends_after_it_begins"):
        Term.objects.create(school=school, name="第一学期", starts_on=date(2027, 1, 22), ends_on=date(2026, 9, 1))


@pytest.fixture
def school() -> Unit:
    return Unit.objects.create(name="澄溪九年制学校", level=Unit.Level.SCHOOL)


def test_a_term_that_has_begun_is_not_changed_into_the_next_one(school):
    term = Term.objects.create(school=school, name="第一学期", starts_on=date(2025, 9, 1), ends_on=date(2026, 1, 31))
    term.starts_on, term.ends_on = date(2026, 2, 20), date(2026, 7, 5)
    with translation.override("en"), pytest.raises(ValidationError, match="Add new ones"):
        term.full_clean()
    with pytest.raises(IntegrityError, match="not changed into others"), transaction.atomic():
        term.save()


def test_a_term_that_has_begun_may_be_made_longer(school):
    term = Term.objects.create(school=school, name="第一学期", starts_on=date(2025, 9, 1), ends_on=date(2026, 1, 31))
    term.ends_on = date(2026, 2, 19)
    term.full_clean()
    term.save()
    assert Term.objects.get().ends_on == date(2026, 2, 19)
