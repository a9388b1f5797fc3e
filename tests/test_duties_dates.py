"""When a duty is due, counted by hand. The reasoning stands beside each day."""

from __future__ import annotations

from datetime import date

import pytest

from apps.calendars.models import RestDay, Term
from apps.duties.models import Occurrence
from apps.duties.periods import frame_of
from apps.duties.wanting import wanted
from tests.duties import calendar_of, happened

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2025, 9, 1), date(2027, 8, 31)

BY_THE_CALENDAR = [
    # monthly summary: 10 working days after the month
    ("0905", "2025-09", "2025-10-21", "1st–8th off; 9, 10, 11 (Saturday, worked), 13–17, 20, 21"),
    ("0905", "2025-10", "2025-11-14", "two whole weeks after Friday the 31st"),
    ("0905", "2025-11", "2025-12-12", "the month ends on a Sunday: two whole weeks"),
    ("0905", "2025-12", "2026-01-15", "1st–3rd off; Sunday the 4th is worked and is the first"),
    ("0905", "2026-01", "2026-02-13", "ends on a Saturday; the two weeks before the Spring Festival"),
    ("0905", "2026-02", "2026-03-13", "ends on a worked Saturday, which is not counted"),
    ("0905", "2026-03", "2026-04-15", "1–3, then Tomb-Sweeping 4–6 off, 7–10, 13–15"),
    ("0905", "2026-04", "2026-05-18", "1–5 off; 6–8, Saturday the 9th is worked, 11–15, 18"),
    ("0905", "2026-05", "2026-06-12", "two whole weeks in June"),
    ("0905", "2026-06", "2026-07-14", "vacation does not stop money: 1–3, 6–10, 13, 14"),
    ("0905", "2026-08", "2026-09-14", "1–4, 7–11, 14"),
    ("0905", "2026-09", "2026-10-20", "1–7 off; 8, 9, Saturday the 10th worked, 12–16, 19, 20"),
    # canteen: 15 calendar days; a last day of rest moves on (Civil Code art. 203)
    ("1001", "2025-09", "2025-10-15", "a Wednesday"),
    ("1001", "2025-10", "2025-11-17", "the 15th is a Saturday"),
    ("1001", "2026-01", "2026-02-24", "the 15th is the first day of the Spring Festival, 15–23 off"),
    ("1001", "2026-02", "2026-03-16", "the 15th is a Sunday"),
    ("1001", "2026-04", "2026-05-15", "a Friday; holidays on the way do not matter to calendar days"),
    ("1001", "2026-07", "2026-08-17", "the 15th is a Saturday"),
    # safety inspection: 20 working days
    ("1008", "2025-09", "2025-11-04", "the 10th is 21 October; 22–24, 27–31, 3 and 4 November"),
    ("1008", "2026-01", "2026-03-05", "the 10th is 13 February; 14 worked, 24–27, 28 worked, 2–5 March"),
    ("1008", "2026-04", "2026-06-01", "the 10th is 18 May; 19–22, 25–29, 1 June"),
    # menu: the last working day before its week
    ("1002", "2025-W37", "2025-09-05", "Friday before Monday the 8th"),
    ("1002", "2025-W40", "2025-09-28", "Sunday the 28th is worked"),
    ("1002", "2025-W41", "2025-09-30", "1–5 October off before Monday the 6th"),
    ("1002", "2025-W42", "2025-10-11", "a due date on a make-up working Saturday"),
    ("1002", "2026-W02", "2026-01-04", "a worked Sunday"),
    ("1002", "2026-W15", "2026-04-03", "4–6 April off; the week begins on the holiday itself"),
    ("1002", "2026-W20", "2026-05-09", "a worked Saturday"),
    # bulletin: the first working day after its week
    ("1004", "2025-W39", "2025-09-29", "the week ends on a worked Sunday: Monday"),
    ("1004", "2025-W40", "2025-10-09", "6–8 October are still off"),
    ("1004", "2026-W19", "2026-05-11", "an ordinary Monday"),
    ("1004", "2026-W01", "2026-01-05", "the week ends on worked Sunday the 4th"),
    # quarters: 15 working days
    ("0904", "2025-Q3", "2025-10-28", "the 10th is 21 October; 22–24, 27, 28"),
    ("0904", "2025-Q4", "2026-01-22", "the 10th is 15 January; 16, 19–22"),
    ("0904", "2026-Q1", "2026-04-22", "the 10th is 15 April; 16, 17, 20–22"),
    ("0904", "2026-Q2", "2026-07-21", "the 10th is 14 July; 15–17, 20, 21"),
    ("0904", "2026-Q3", "2026-10-27", "the 10th is 20 October; 21–23, 26, 27"),
    # beginning of term: 20 working days after its first day
    ("0203", "T1", "2025-09-28", "2–5, 8–12, 15–19, 22–26, worked Sunday the 28th"),
    ("0203", "T2", "2026-03-27", "begins on a Sunday: four whole weeks"),
    ("0203", "T3", "2026-09-29", "2–4, 7–11, 14–18, worked Sunday the 20th, 21–24, 28, 29"),
    # fees: the last working day before charging begins with the term
    ("0501", "T1", "2025-08-29", "Friday before Monday the 1st"),
    ("0501", "T2", "2026-02-28", "the worked Saturday before Sunday the 1st"),
    ("0501", "T3", "2026-08-31", "Monday before Tuesday the 1st"),
    # end of term: counted from the last school day, before the vacation
    ("0903", "T1", "2026-02-06", "last school day Sunday 25 January; two whole weeks"),
    ("0903", "T2", "2026-07-17", "last school day Friday 3 July; two whole weeks"),
    ("0903", "T3", "2027-02-12", "weekdays only: the holidays of 2027 are not known"),
    ("0405", "T1", "2026-01-26", "by the last school day, a Sunday: the Monday after it"),
    ("0405", "T2", "2026-07-03", "by the last school day, a Friday"),
    ("1104", "T1", "2026-02-27", "the 10th is 6 February; 9–13, 14 worked, 24–27"),
    ("1104", "T2", "2026-07-31", "the 10th is 17 July; two more weeks"),
    # school years
    ("0101", "Y1", "2025-09-28", "20 working days after 1 September, as for the term"),
    ("0101", "Y2", "2026-09-29", "the same a year later"),
    ("1204", "Y1", "2025-10-31", "a fixed day, a Friday"),
    ("1204", "Y2", "2026-11-02", "31 October 2026 is a Saturday"),
    ("0205", "Y2", "2026-08-31", "the last working day before the school year"),
    ("0402", "Y1", "2026-08-31", "nobody entered the day of the decision: the last day of the year"),
]

BY_AN_EVENT = [
    ("0402", date(2026, 8, 20), "2026-09-17", "20 working days: 21, 24–28, 31, 1–4, 7–11, 14–17 September"),
    ("0901", date(2026, 3, 25), "2026-04-14", "20 calendar days after approval, a Tuesday"),
    ("0804", date(2026, 9, 30), "2026-10-09", "2 working days after National Day: 8, 9"),
    ("0804", date(2026, 5, 8), "2026-05-11", "Saturday the 9th is worked and is the first"),
    ("0801", date(2026, 10, 15), "2026-09-15", "30 calendar days before"),
    ("0703", date(2026, 6, 30), "2026-06-22", "5 days of publicity must end before: 29, 26, 25, 24, 23, 22"),
    ("0701", date(2026, 10, 12), "2026-09-23", "7 days: 10 (worked), 9, 8, 30, 29, 28, 24, 23 September"),
    ("0806", date(2026, 9, 30), "2026-10-08", "the 3rd calendar day is in the holiday"),
    ("1005", date(2026, 10, 8), "2026-09-30", "the last working day before the works"),
    ("0907", date(2026, 1, 30), "2026-03-05", "2–6, 9–13, 14 worked, 24–27, 28 worked, 2–5 March"),
    ("0802", date(2026, 5, 2), "2026-05-06", "on the day of issue; 1–5 May off"),
]


@pytest.fixture
def school(cast):
    calendar_of(cast.school)
    return cast.school


def days(school) -> dict[tuple[str, str], str]:
    """The last day of everything that is due, by heading and period; terms and years by their order."""
    frame = frame_of(school, FIRST, LAST)
    names = {f"T{term.pk}": f"T{number}" for number, term in enumerate(frame.terms, 1)}
    names |= {f"Y{year.pk}": f"Y{number}" for number, year in enumerate(frame.years, 1)}
    return {
        (one.heading.code, names.get(one.period.key, one.period.key)): one.reckoning.due_on.isoformat()
        for one in wanted(frame)
    }


def test_what_the_calendar_brings_is_due_on_the_day_counted_by_hand(school):
    found = days(school)
    wrong = {
        (code, key): found.get((code, key)) for code, key, due, _why in BY_THE_CALENDAR if found.get((code, key)) != due
    }
    assert wrong == {}


@pytest.mark.parametrize(("code", "day", "due", "why"), BY_AN_EVENT)
def test_what_happens_is_due_on_the_day_counted_by_hand(school, code, day, due, why):
    happened(code, school, day)
    assert due in [
        one for (found, key), one in days(school).items() if found == code and (key[0] == "E" or key == "Y1")
    ]


def test_the_table_has_more_than_sixty_days():
    assert len(BY_THE_CALENDAR) + len(BY_AN_EVENT) > 60


def test_a_rest_day_of_the_school_moves_what_the_school_counts(school):
    RestDay.objects.create(school=school, date=date(2025, 11, 14), name="校运动会补休")
    assert days(school)["0905", "2025-10"] == "2025-11-17"


def test_a_rest_day_of_the_school_lengthens_no_time_that_a_law_sets(school):
    RestDay.objects.create(school=school, date=date(2025, 10, 15), name="校运动会补休")
    assert days(school)["1001", "2025-09"] == "2025-10-15"


def test_no_menu_is_due_for_a_week_of_vacation(school):
    keys = {key for code, key in days(school) if code == "1002"}
    assert "2026-W06" not in keys
    assert "2026-W30" not in keys


def test_a_year_without_a_calendar_is_counted_by_weekdays_and_says_so(school):
    (one,) = [
        w for w in wanted(frame_of(school, FIRST, LAST)) if w.heading.code == "1204" and w.period.starts_on.year == 2026
    ]
    assert one.reckoning.account["is_provisional"] is False
    (term,) = Term.objects.filter(starts_on=date(2026, 9, 1))
    (far,) = [
        w for w in wanted(frame_of(school, FIRST, LAST)) if w.heading.code == "0903" and w.period.key == f"T{term.pk}"
    ]
    assert far.reckoning.account["is_provisional"] is True


def test_a_school_without_terms_still_owes_its_months(cast):
    assert days(cast.school)["0905", "2026-01"] == "2026-02-13"


def test_an_event_of_a_yearly_matter_opens_no_second_duty(school):
    happened("0402", school, date(2026, 8, 20))
    assert Occurrence.objects.count() == 1
    assert [key for code, key in days(school) if code == "0402"] == ["Y1", "Y2"]
