"""Opening duties: once, for what is ahead, and moved with the calendar as long as their day has not passed."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from apps.calendars.models import CalendarDay, CalendarYear, SchoolYear, Term
from apps.catalogue.models import Heading
from apps.disclosures.workflow import Refused
from apps.duties.choosing import choose_rhythm, timing_of
from apps.duties.models import Duty, Event, Responsibility, Start
from apps.duties.opening import open_duties
from apps.duties.rhythms import Rhythm
from tests.duties import at, calendar_of, duty, heading, opened, posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

MARCH = at(2026, 3, 2)


@pytest.fixture
def school(cast):
    calendar_of(cast.school)
    return cast.school


def names(one: Duty) -> list[str]:
    return list(one.events.values_list("name", flat=True))


def test_opening_twice_opens_once(cast, school):
    first = opened(cast, MARCH)
    assert first.opened > 100
    assert opened(cast, MARCH).total == 0


def test_what_was_due_before_the_school_year_is_not_held_against_the_school(cast, school):
    opened(cast, MARCH)
    assert Duty.objects.order_by("due_on").first().due_on >= date(2025, 9, 1)


def test_a_school_that_begins_in_mid_year_owes_nothing_that_was_due_before(cast, school):
    with time_machine.travel(MARCH, tick=False):
        call_command("open_duties", school=school.name)
    assert Start.objects.get().on == date(2026, 3, 2)
    assert Duty.objects.order_by("due_on").first().due_on >= date(2026, 3, 2)


def test_the_next_school_year_is_opened_sixty_days_before(cast, school):
    opened(cast, at(2026, 6, 1))
    assert not Duty.objects.filter(starts_on__gte=date(2026, 9, 2)).exists()
    opened(cast, at(2026, 7, 10))
    assert Duty.objects.filter(heading__code="0905", key="2026-09").exists()


def test_history_is_brought_in_from_the_day_that_is_named(cast, school):
    opened(cast, MARCH, since=date(2016, 9, 1))
    assert Duty.objects.filter(heading__code="0905").count() == 10 * 12
    assert Start.objects.get().on == date(2016, 9, 1)


def test_the_first_day_never_moves_forward(cast, school):
    opened(cast, MARCH, since=date(2016, 9, 1))
    opened(cast, MARCH, since=date(2025, 9, 1))
    assert Start.objects.get().on == date(2016, 9, 1)


def test_a_heading_that_joins_a_running_catalogue_counts_from_today(cast, school):
    opened(cast, MARCH)
    Heading.objects.create(code="1299", section="信息公开工作", name="新增事项", audience="public", cadence="monthly")
    opened(cast, MARCH)
    assert Duty.objects.filter(heading__code="1299").order_by("due_on").first().due_on >= date(2026, 3, 2)


def test_a_term_that_moves_takes_its_open_duties_with_it(cast, school):
    opened(cast, MARCH)
    with time_machine.travel(MARCH, tick=False):
        Term.objects.filter(starts_on=date(2026, 3, 1)).update(starts_on=date(2026, 3, 9))
    opened(cast, MARCH)
    one = duty("0203", starts_on=date(2026, 3, 9))
    assert (one.due_on, names(one)) == (date(2026, 4, 7), ["open", "move"])
    assert one.events.get(name="move").detail == {"before": "2026-03-27", "after": "2026-04-07"}


def test_a_holiday_entered_late_moves_what_is_open_and_leaves_what_has_passed(cast, school):
    opened(cast, MARCH)
    with time_machine.travel(MARCH, tick=False):
        call_command("tick")
        for day in (date(2026, 2, 27), date(2026, 3, 10)):
            CalendarDay.objects.create(date=day, is_working=False, name="停课日")
        call_command("tick")
    assert duty("0905", "2026-02").due_on == date(2026, 3, 16)
    assert duty("1104", term__starts_on=date(2025, 9, 1)).due_on == date(2026, 2, 27)


def test_another_cadence_in_the_catalogue_owes_nothing_for_days_that_are_over(cast, school):
    opened(cast, MARCH)
    Heading.objects.filter(code="0905").update(cadence="weekly")
    for _again in range(2):
        opened(cast, MARCH)
    weekly = Duty.objects.owed().filter(heading__code="0905", rhythm="weekly")
    assert weekly.order_by("due_on").first().due_on == date(2026, 3, 9)  # the week before is still vacation


def test_an_empty_calendar_year_is_counted_by_weekdays_until_it_is_announced(cast, school):
    CalendarYear.objects.filter(year=2026).delete()
    CalendarDay.objects.filter(date__year=2026).delete()
    opened(cast, MARCH)
    one = duty("0905", "2026-03")
    assert one.reckoning["is_provisional"]
    assert one.due_on == date(2026, 4, 14)


def test_a_passed_day_is_not_moved_when_the_calendar_changes(cast, school):
    opened(cast, MARCH)
    later = at(2026, 4, 20)
    with time_machine.travel(later, tick=False):
        CalendarDay.objects.create(date=date(2026, 4, 15), is_working=False, name="停课日")
    opened(cast, later)
    assert duty("0905", "2026-03").due_on == date(2026, 4, 15)


def test_a_rhythm_that_changes_in_mid_term_holds_for_what_is_due_from_then_on(cast, school):
    opened(cast, MARCH)
    with time_machine.travel(MARCH, tick=False):
        choose_rhythm(
            heading("0905"), school, "term_end", since=date(2026, 5, 1), reason="并入学期报表", actor=cast.office
        )
    owed = Duty.objects.owed().filter(heading__code="0905", due_on__gte=date(2026, 3, 1)).order_by("due_on")
    assert [(one.key[0], one.due_on) for one in owed] == [
        ("2", date(2026, 3, 13)),
        ("2", date(2026, 4, 15)),
        ("T", date(2026, 7, 17)),
    ]


def test_what_a_change_of_rhythm_lifts_is_kept_with_its_reason(cast, school):
    opened(cast, MARCH)
    with time_machine.travel(MARCH, tick=False):
        choose_rhythm(
            heading("0905"), school, "term_end", since=date(2026, 5, 1), reason="并入学期报表", actor=cast.office
        )
    lifted = Duty.objects.get(heading__code="0905", key="2026-04")
    assert (lifted.lifted_at is not None, names(lifted)) == (True, ["open", "lift"])


def test_a_rhythm_taken_back_owes_the_same_duty_again(cast, school):
    opened(cast, MARCH)
    with time_machine.travel(MARCH, tick=False):
        for rhythm in ("term_end", "monthly"):
            choose_rhythm(heading("0905"), school, rhythm, since=date(2026, 5, 1), reason="试行", actor=cast.office)
    assert names(Duty.objects.owed().get(heading__code="0905", key="2026-04")) == ["open", "lift", "owe_again"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"since": date(2026, 3, 2)}, "tomorrow"), ({"reason": " "}, "Say why")],
)
def test_a_rhythm_is_chosen_for_the_days_ahead_and_with_a_reason(cast, school, changes, words):
    given = {"since": date(2026, 5, 1), "reason": "并入学期报表", "actor": cast.office, **changes}
    with time_machine.travel(MARCH, tick=False), pytest.raises(Refused, match=words):
        choose_rhythm(heading("0905"), school, "term_end", **given)


def test_only_the_office_chooses_a_rhythm(cast, school):
    with time_machine.travel(MARCH, tick=False), pytest.raises(Refused, match="office"):
        choose_rhythm(heading("0905"), school, "term_end", since=date(2026, 5, 1), reason="试行", actor=cast.clerk)


def test_of_two_choices_for_a_day_the_later_one_holds(cast, school):
    with time_machine.travel(MARCH, tick=False):
        for rhythm in ("term_end", "quarterly"):
            choose_rhythm(heading("0905"), school, rhythm, since=date(2026, 5, 1), reason="试行", actor=cast.office)
    assert timing_of(heading("0905"), school, date(2026, 5, 1)).rhythm == Rhythm.QUARTERLY
    assert timing_of(heading("0905"), school, date(2026, 4, 30)).rhythm == Rhythm.MONTHLY


def test_a_unit_that_takes_a_heading_over_owes_it_instead_of_the_school(cast, school):
    opened(cast, MARCH)
    Responsibility.objects.create(
        heading=heading("0905"), unit=cast.department, part="handler", person=cast.clerk, since=date(2026, 3, 2)
    )
    opened(cast, MARCH)
    owed = Duty.objects.owed().filter(heading__code="0905", key__in=["2026-01", "2026-04"]).order_by("key")
    assert [one.unit for one in owed] == [school, cast.department]


def test_a_clock_that_was_set_back_opens_lifts_and_moves_nothing(cast, school):
    opened(cast, at(2026, 7, 10))
    before = list(Duty.objects.order_by("pk").values_list("pk", "due_on", "lifted_at"))
    opened(cast, at(2025, 12, 1))
    assert list(Duty.objects.order_by("pk").values_list("pk", "due_on", "lifted_at")) == before


def test_the_clock_opens_once_a_day_and_says_how_long_nobody_looked(cast, school, capsys):
    opened(cast, MARCH)
    for day in (3, 3, 12):
        with time_machine.travel(at(2026, 3, day), tick=False):
            call_command("tick")
    assert "8" in capsys.readouterr().out
    assert Start.objects.get().looked_on == date(2026, 3, 12)


def test_a_term_that_overlaps_another_is_refused(school):
    with pytest.raises(IntegrityError, match="terms_never_overlap"), transaction.atomic():
        Term.objects.create(school=school, name="重叠", starts_on=date(2026, 2, 1), ends_on=date(2026, 3, 15))


def test_terms_of_two_schools_may_run_at_the_same_time(cast, school):
    assert Term.objects.create(
        school=cast.other_school, name="第二学期", starts_on=date(2026, 3, 1), ends_on=date(2026, 7, 1)
    )


def test_opening_asks_a_number_of_queries_that_does_not_grow(cast, school, django_assert_max_num_queries):
    opened(cast, MARCH)
    with time_machine.travel(MARCH, tick=False), django_assert_max_num_queries(28):
        open_duties(school, actor=cast.office)


def test_every_duty_has_an_event_of_its_opening(cast, school):
    opened(cast, MARCH)
    assert Event.objects.filter(name="open").count() == Duty.objects.count()


def test_ten_years_of_items_brought_in_at_once_find_their_duties(cast, school):
    items = [posted(cast, "1008", at(year, 11, 20)) for year in range(2020, 2024)]
    opened(cast, MARCH, since=date(2016, 9, 1))
    assert {item.pk for item in items} == set(
        Duty.objects.filter(placements__isnull=False).values_list("placements__disclosure", flat=True)
    )


def test_a_heading_that_was_off_for_a_while_leaves_what_passed_meanwhile(cast, school):
    opened(cast, MARCH)
    Heading.objects.filter(code="0905").update(is_active=False)
    opened(cast, at(2026, 4, 1))
    Heading.objects.filter(code="0905").update(is_active=True)
    opened(cast, at(2026, 4, 20))
    lifted = Duty.objects.filter(heading__code="0905", due_on__gte=date(2026, 3, 1)).exclude(lifted_at=None)
    assert [one.key for one in lifted] == ["2026-03"]


def test_what_is_due_today_is_not_taken_back(cast, school):
    opened(cast, MARCH)
    Heading.objects.filter(code="0905").update(is_active=False)
    opened(cast, at(2026, 4, 15))
    assert duty("0905", "2026-03").lifted_at is None


def test_a_school_year_with_duties_is_not_deleted(cast, school):
    opened(cast, MARCH)
    with pytest.raises(ProtectedError):
        SchoolYear.objects.get(starts_on=date(2025, 9, 1)).delete()


def test_a_confirmed_basis_is_not_chosen_away(cast, school):
    given = {"since": date(2026, 5, 1), "reason": "来不及", "actor": cast.office}
    with time_machine.travel(MARCH, tick=False):
        for rhythm, days in (("any_time", None), ("monthly", 200)):
            with pytest.raises(Refused, match="confirmed basis"):
                choose_rhythm(heading("1001"), school, rhythm, days=days, **given)
        assert choose_rhythm(heading("1001"), school, "monthly", days=10, **given)


def test_the_clock_begins_where_a_term_runs_and_counts_from_today(cast, school):
    with time_machine.travel(MARCH, tick=False):
        call_command("tick")
    assert Start.objects.get().on == date(2026, 3, 2)
    assert Duty.objects.filter(school=school).order_by("due_on").first().due_on >= date(2026, 3, 2)


def test_a_clock_that_ran_ahead_does_not_stop_the_days_before(cast, school):
    opened(cast, MARCH)
    Start.objects.update(looked_on=date(2030, 1, 1))
    with time_machine.travel(MARCH, tick=False):
        call_command("tick")
    assert Start.objects.get().looked_on == date(2026, 3, 2)


def test_a_school_that_fails_is_named_by_the_clock(cast, school, capsys, caplog):
    opened(cast, MARCH)
    Heading.objects.filter(code="1204").update(cadence="sometimes")
    with time_machine.travel(at(2026, 3, 3), tick=False):
        call_command("tick")
    assert school.name in capsys.readouterr().out


@pytest.mark.parametrize("basis", ["by:13-77", "by:02-30", "by:never", "nonsense", "by:"])
def test_a_time_limit_that_cannot_be_read_stops_no_school(cast, school, basis):
    Heading.objects.filter(code="1204").update(time_limit_basis=basis)
    assert opened(cast, MARCH).opened > 100
