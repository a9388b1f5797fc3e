import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from apps.calendars.filling import fill
from apps.calendars.models import CalendarDay
from apps.disclosures.factories import HeadingFactory
from apps.disclosures.models import Disclosure
from apps.disclosures.publicity import expected_period, period_from, period_of
from apps.disclosures.rules import problems
from apps.disclosures.states import State
from apps.organization.models import SchoolRules
from tests.cast import draft, walk

SHANGHAI = ZoneInfo("Asia/Shanghai")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def calendar(db):
    fill(2026)


def at(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime.datetime:
    return datetime.datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("posted", "days", "first", "last"),
    [
        (at(11, 23), 5, (11, 24), (11, 30)),  # a Monday: the weekend does not count
        (at(11, 20), 5, (11, 23), (11, 27)),  # a Friday
        (at(11, 21), 1, (11, 23), (11, 23)),  # a Saturday
        (at(9, 30), 3, (10, 8), (10, 10)),  # National Day, and the Saturday after it is worked
        (at(9, 25), 1, (9, 28), (9, 28)),  # the Mid-Autumn holiday
        (at(2, 13), 2, (2, 14), (2, 24)),  # one worked Saturday before the Spring Festival
        (at(11, 20, 23, 59), 1, (11, 23), (11, 23)),  # late in the evening it is still that day here
    ],
)
def test_a_period_counts_working_days_from_the_next_one(posted, days, first, last):
    period = period_from(posted, days, SchoolRules())
    assert (period.starts_on, period.ends_on) == (datetime.date(2026, *first), datetime.date(2026, *last))


def test_a_period_has_as_many_days_as_were_asked_for():
    assert len(period_from(at(9, 22), 7, SchoolRules()).days) == 7


def test_a_period_says_which_days_it_skips():
    skipped = period_from(at(9, 29), 2, SchoolRules()).skipped
    assert [day.date.day for day in skipped] == [1, 2, 3, 4, 5, 6, 7]


def test_a_period_over_a_year_that_is_not_known_is_provisional():
    assert period_from(at(12, 30), 5, SchoolRules()).is_provisional


@pytest.mark.parametrize(
    ("posted", "first"),
    [
        (at(11, 23, 9), (11, 23)),
        (at(11, 23, 16, 59), (11, 23)),
        (at(11, 23, 17), (11, 24)),  # closed for today
        (at(11, 21, 9), (11, 23)),  # a Saturday counts nowhere
        (at(10, 10, 9), (10, 10)),  # unless it is worked
    ],
)
def test_the_day_of_posting_counts_where_the_school_says_so(posted, first):
    period = period_from(posted, 1, SchoolRules(posting_day_counts=True))
    assert period.starts_on == datetime.date(2026, *first)


def test_a_period_closes_at_five_in_the_school():
    assert period_from(at(11, 20), 1, SchoolRules()).ends_at == at(11, 23, 17)


def test_a_school_sets_its_closing_time():
    rules = SchoolRules(closes_at=datetime.time(16, 30))
    assert period_from(at(11, 20), 1, rules).ends_at == at(11, 23, 16, 30)


def test_the_rules_of_the_school_are_asked_at_posting(cast):
    SchoolRules.objects.create(school=cast.school, closes_at=datetime.time(16, 30))
    with time_machine.travel(at(11, 20), tick=False):
        item = walk(draft(cast), State.POSTED, cast)
    assert item.publicity_ends_at == at(11, 27, 16, 30)


def test_a_promised_period_stays_when_a_holiday_is_added_later(cast):
    with time_machine.travel(at(11, 20), tick=False):
        item = walk(draft(cast), State.POSTED, cast)
    CalendarDay.objects.create(date=datetime.date(2026, 11, 25), is_working=False, name="校庆")
    assert period_of(Disclosure.objects.get(pk=item.pk)).ends_at == at(11, 27, 17)


def test_a_promised_period_stays_when_the_rules_change_later(cast):
    with time_machine.travel(at(11, 20), tick=False):
        item = walk(draft(cast), State.POSTED, cast)
    SchoolRules.objects.create(school=cast.school, closes_at=datetime.time(12, 0))
    assert period_of(Disclosure.objects.get(pk=item.pk)).ends_at == at(11, 27, 17)


def test_an_item_without_days_has_no_period(cast):
    item = walk(draft(cast, publicity_days=None), State.POSTED, cast)
    assert period_of(item) is None


def test_a_draft_has_no_period_yet(cast):
    assert period_of(draft(cast)) is None


@time_machine.travel(at(11, 20), tick=False)
def test_the_expected_period_is_that_of_a_posting_now(cast):
    assert expected_period(draft(cast)).ends_at == at(11, 27, 17)


@time_machine.travel(at(11, 20), tick=False)
def test_the_expected_period_follows_the_time_set_for_posting(cast):
    item = draft(cast, publish_at=at(11, 30, 8))
    assert expected_period(item).starts_on == datetime.date(2026, 12, 1)


@time_machine.travel(at(11, 20), tick=False)
def test_a_time_for_posting_that_is_over_means_now(cast):
    item = draft(cast, publish_at=at(11, 2, 8))
    assert expected_period(item).starts_on == datetime.date(2026, 11, 23)


@pytest.mark.parametrize(("now", "left"), [(at(11, 23, 8), 5), (at(11, 27, 8), 1), (at(11, 28, 8), 0)])
def test_the_days_left_include_today(cast, now, left):
    with time_machine.travel(at(11, 20), tick=False):
        item = walk(draft(cast), State.POSTED, cast)
    with time_machine.travel(now, tick=False):
        assert len(period_of(item).left) == left


@pytest.mark.parametrize(("now", "runs"), [(at(11, 20), True), (at(11, 27, 16, 59), True), (at(11, 27, 17), False)])
def test_a_period_runs_until_its_closing_time(cast, now, runs):
    with time_machine.travel(at(11, 20), tick=False):
        item = walk(draft(cast), State.POSTED, cast)
    with time_machine.travel(now, tick=False):
        in_list = Disclosure.objects.in_publicity().filter(pk=item.pk).exists()
        assert (item.in_publicity, in_list, item.publicity_over) == (runs, runs, not runs)


def test_a_heading_asks_for_its_least_days(cast):
    heading = HeadingFactory(code="9902", publicity_days=5)
    short = [len(problems(draft(cast, heading=heading, publicity_days=days))) for days in (None, 4, 5)]
    assert short == [1, 1, 0]


def test_items_due_are_those_approved_whose_time_has_come(cast):
    later = timezone.now() + datetime.timedelta(hours=1)
    due = walk(draft(cast, publish_at=later), State.APPROVED, cast)
    walk(draft(cast, publish_at=later + datetime.timedelta(hours=1)), State.APPROVED, cast)
    walk(draft(cast), State.APPROVED, cast)
    draft(cast, publish_at=later)
    with time_machine.travel(later, tick=False):
        assert list(Disclosure.objects.due_for_posting().values_list("pk", flat=True)) == [due.pk]
