"""The periods beside a summary: which of them, in which order, and only those that the reader may read."""

import datetime
from calendar import monthrange
from decimal import Decimal

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils import timezone, translation

from apps.disclosures.factories import HeadingFactory
from apps.disclosures.states import State
from apps.kinds.finance.factories import FinanceSummaryFactory
from apps.kinds.finance.models import FinanceSummary
from apps.kinds.finance.past import past_of
from apps.kinds.finance.periods import Period
from tests.cast import again, draft, walk

ANYBODY = AnonymousUser()
SECRET = "7654.32"
SAID = "7,654.32"


@pytest.fixture(autouse=True)
def english(db):
    with translation.override("en"):
        yield


def written(cast, year, number, income="1000.00", expense="400.00", **fields):
    """A draft of a month that carries on from the month before."""
    first = datetime.date(year, number, 1)
    before = FinanceSummary.objects.filter(period_end=first - datetime.timedelta(days=1)).last()
    opening = before.closing_balance if before else Decimal(0)
    values = {
        "title": f"{year}年{number}月",
        "period_start": first,
        "period_end": first.replace(day=monthrange(year, number)[1]),
        "opening_balance": opening,
        "closing_balance": opening + Decimal(income) - Decimal(expense),
        "explanation": "随季节变化。",
        "lines": [
            {"direction": "income", "category": "拨款", "amount": income},
            {"direction": "expense", "category": "水电", "amount": expense},
        ],
    }
    return draft(cast, FinanceSummaryFactory, **{**values, **fields})


def posted(cast, year, number, *amounts, **fields):
    return walk(written(cast, year, number, *amounts, **fields), State.POSTED, cast)


def shown(past):
    """Last month and income of every place, oldest first."""
    return [(f"{sums.period.last_month:%Y-%m}", None if sums.is_gap else str(sums.income)) for sums in past.shown]


def test_earlier_months_stand_before_this_one_with_their_sums(cast):
    posted(cast, 2026, 9, "1000.00", "400.00")
    past = past_of(posted(cast, 2026, 10, "700.50", "900.25"), ANYBODY)

    assert [(s.income, s.expense, s.balance) for s in past.shown] == [
        (Decimal("1000.00"), Decimal("400.00"), Decimal("600.00")),
        (Decimal("700.50"), Decimal("900.25"), Decimal("-199.75")),
    ]


def test_six_months_are_shown_at_most(cast):
    items = [posted(cast, 2026, number) for number in range(3, 11)]

    assert [month for month, _income in shown(past_of(items[-1], ANYBODY))] == [f"2026-{n:02}" for n in range(5, 11)]


def test_later_months_are_not_shown(cast):
    september, _october = posted(cast, 2026, 9), posted(cast, 2026, 10)

    assert shown(past_of(september, ANYBODY)) == [("2026-09", "1000.00")]


def test_missing_month_is_a_gap_and_not_zero(cast):
    posted(cast, 2026, 8)

    assert shown(past_of(posted(cast, 2026, 10), ANYBODY)) == [
        ("2026-08", "1000.00"),
        ("2026-09", None),
        ("2026-10", "1000.00"),
    ]


def test_gap_at_the_beginning_is_not_shown(cast):
    posted(cast, 2026, 4)

    assert shown(past_of(posted(cast, 2026, 10), ANYBODY)) == [("2026-10", "1000.00")]


def test_month_without_money_is_shown_as_zero(cast):
    posted(cast, 2026, 9, "0.00", "0.00")

    assert shown(past_of(posted(cast, 2026, 10), ANYBODY))[0] == ("2026-09", "0.00")


READERS = {
    "anybody": lambda cast: (ANYBODY, None),
    "parent": lambda cast: (again(cast.parent), None),
    "parent of another school": lambda cast: (again(cast.other_parent), None),
    "teacher": lambda cast: (again(cast.teacher), SECRET),
    "inspector": lambda cast: (again(cast.inspector), SECRET),
}


@pytest.mark.parametrize("reader_of", READERS.values(), ids=READERS)
def test_month_for_staff_is_a_gap_for_everybody_else(cast, reader_of):
    reader, income = reader_of(cast)
    posted(cast, 2026, 8)
    posted(cast, 2026, 9, SECRET, audience="staff")

    assert dict(shown(past_of(posted(cast, 2026, 10), reader)))["2026-09"] == income


def test_page_says_nothing_of_a_month_for_staff(cast, client):
    posted(cast, 2026, 8)
    posted(cast, 2026, 9, SECRET, SECRET, audience="staff")
    posted(cast, 2025, 10, SECRET, SECRET, audience="staff")
    page = client.get(posted(cast, 2026, 10).get_absolute_url(), headers={"accept-language": "en"}).content.decode()

    assert "There is no statement to read here for September 2026." in page
    assert SAID not in page
    assert SECRET not in page


def test_same_page_shows_the_month_to_staff(cast, client):
    posted(cast, 2026, 9, SECRET, audience="staff")
    client.force_login(cast.teacher)

    assert SAID in client.get(posted(cast, 2026, 10).get_absolute_url()).content.decode()


HIDDEN = {
    "draft": State.DRAFT,
    "in review": State.IN_REVIEW,
    "approved": State.APPROVED,
    "withdrawn": State.WITHDRAWN,
}


@pytest.mark.parametrize("state", HIDDEN.values(), ids=HIDDEN)
def test_month_that_is_not_listed_is_a_gap(cast, state):
    posted(cast, 2026, 8)
    walk(written(cast, 2026, 9), state, cast)
    october = written(cast, 2026, 10)

    assert dict(shown(past_of(october, ANYBODY)))["2026-09"] is None


def test_month_that_was_taken_down_is_a_gap(cast):
    posted(cast, 2026, 8)
    posted(cast, 2026, 9, display_until=timezone.localdate())

    with time_machine.travel(timezone.now() + datetime.timedelta(days=1), tick=False):
        assert dict(shown(past_of(written(cast, 2026, 10), ANYBODY)))["2026-09"] is None


def corrected(cast, first, *amounts):
    values = {"replaces": first, "change_note": "漏计一笔", "opening_balance": first.opening_balance}
    closing = first.opening_balance + Decimal(amounts[0]) - Decimal(amounts[1])
    return written(cast, 2026, first.period_end.month, *amounts, **values, closing_balance=closing)


def test_correction_stands_in_the_place_of_what_it_corrects(cast):
    first = posted(cast, 2026, 9)
    walk(corrected(cast, first, "1000.00", "500.00"), State.POSTED, cast)
    past = past_of(written(cast, 2026, 10), ANYBODY)

    assert [str(sums.expense) for sums in past.shown] == ["500.00", "400.00"]


def test_draft_of_a_correction_stands_alone_in_its_month(cast):
    posted(cast, 2026, 8)
    draft_of_correction = corrected(cast, posted(cast, 2026, 9), "1000.00", "500.00")

    assert [str(sums.expense) for sums in past_of(draft_of_correction, ANYBODY).shown] == ["400.00", "500.00"]


def test_old_version_stays_beside_its_own_figures(cast):
    first = posted(cast, 2026, 9)
    walk(corrected(cast, first, "1000.00", "500.00"), State.POSTED, cast)
    first.refresh_from_db()

    assert [str(sums.expense) for sums in past_of(first, ANYBODY).shown] == ["400.00"]


OTHER_MATTERS = {
    "another unit": lambda cast: {"unit": cast.other_department},
    "another heading": lambda cast: {"heading": HeadingFactory(code="9902")},
    "another length of period": lambda cast: {"period_type": "quarter"},
}


@pytest.mark.parametrize("other", OTHER_MATTERS.values(), ids=OTHER_MATTERS)
def test_another_matter_is_not_shown(cast, other):
    posted(cast, 2026, 9, **other(cast))

    assert len(past_of(written(cast, 2026, 10), ANYBODY).shown) == 1


def test_same_month_last_year_is_compared_in_yuan_and_per_cent(cast):
    posted(cast, 2025, 10, "800.00", "500.00")
    past = past_of(posted(cast, 2026, 10, "1000.00", "400.00"), ANYBODY)

    assert [(c.side, str(c.difference), str(c.rate)) for c in past.changes] == [
        ("Income", "200.00", "25.0"),
        ("Expense", "-100.00", "-20.0"),
    ]


def test_change_from_nothing_has_no_rate(cast):
    posted(cast, 2025, 10, "0.00", "0.00")

    assert past_of(posted(cast, 2026, 10), ANYBODY).changes[0].rate is None


def test_neighbouring_month_of_last_year_is_not_compared(cast):
    posted(cast, 2025, 11)

    assert past_of(posted(cast, 2026, 10), ANYBODY).changes == []


def test_same_month_last_year_for_staff_is_not_compared_for_others(cast):
    posted(cast, 2025, 10, SECRET, audience="staff")
    october = posted(cast, 2026, 10)

    assert past_of(october, again(cast.parent)).changes == []


def test_terms_of_five_and_seven_months_follow_one_another(cast):
    terms = [((2025, 9, 1), (2026, 1, 31)), ((2026, 2, 1), (2026, 8, 31)), ((2026, 9, 1), (2027, 1, 31))]
    days = [[datetime.date(*day) for day in term] for term in terms]
    *_earlier, last = [
        posted(cast, 2026, 10, "1.00", "1.00", period_type="semester", period_start=first, period_end=end)
        for first, end in days
    ]
    past = past_of(last, ANYBODY)

    assert [str(sums.period) for sums in past.shown] == ["autumn term 2025", "spring term 2026", "autumn term 2026"]
    assert str(past.year_ago.period) == "autumn term 2025"


NAMES = {
    "month": (Period.ending("month", datetime.date(2026, 2, 28)), "February 2026", "Feb"),
    "quarter": (Period.ending("quarter", datetime.date(2026, 9, 30)), "quarter 3 of 2026", "Q3"),
    "term": (Period.ending("semester", datetime.date(2026, 1, 23)), "autumn term 2025", "autumn"),
    "year": (Period.ending("year", datetime.date(2026, 12, 31)), "year 2026", "2026"),
}


@pytest.mark.parametrize(("period", "name", "short"), NAMES.values(), ids=NAMES)
def test_period_is_called(period, name, short):
    assert (str(period), period.short) == (name, short)


def test_past_is_read_with_two_queries(cast, django_assert_num_queries):
    for number in (6, 7, 8):
        posted(cast, 2026, number)
    item = FinanceSummary.objects.get(pk=posted(cast, 2026, 9).pk)

    with django_assert_num_queries(2):
        assert len(past_of(item, ANYBODY).shown) == 4


def test_page_is_made_without_a_request_and_names_the_hatch_once(cast):
    posted(cast, 2026, 9)
    page = render_to_string("finance/detail.html", {"item": written(cast, 2026, 10), "frame": "desk/preview.html"})

    assert page.count('id="hatch"') == 1


def test_page_of_a_first_month_has_no_chart(cast, client):
    assert "hatch" not in client.get(posted(cast, 2026, 10).get_absolute_url()).content.decode()


def test_file_for_everybody_shows_no_month_for_staff(cast):
    posted(cast, 2026, 9, SECRET, audience="staff")
    item = posted(cast, 2026, 10, audience="staff")

    assert SAID not in render_to_string("finance/detail.html", {"item": item, "frame": "desk/preview.html"})
