import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import translation

from apps.disclosures.factories import HeadingFactory
from apps.disclosures.states import State
from apps.kinds.finance.factories import FinanceLineFactory, FinanceSummaryFactory
from apps.kinds.finance.headline import headline
from apps.kinds.finance.models import FinanceLine, FinanceSummary
from apps.kinds.finance.templatetags.finance import signed, signed_rate
from apps.organization.models import SchoolRules
from tests.cast import draft, walk

INCOME = {"direction": "income", "category": "公用经费拨款", "amount": "1000.00"}
EXPENSE = {"direction": "expense", "category": "水电燃气", "amount": "400.00"}
NOVEMBER = {
    "period_start": datetime.date(2026, 11, 1),
    "period_end": datetime.date(2026, 11, 30),
    "opening_balance": Decimal("1100.00"),
    "closing_balance": Decimal("1700.00"),
}
REFUSED = {
    "no income": (
        {"lines": [EXPENSE], "closing_balance": Decimal("100.00")},
        "Enter at least one line of income.",
    ),
    "no expense": (
        {"lines": [INCOME], "closing_balance": Decimal("1500.00")},
        "Enter at least one line of expense.",
    ),
    "does not balance": (
        {"closing_balance": Decimal("1000.00")},
        "Opening balance plus income less expense is 1,100.00 yuan, but the closing balance says 1,000.00 yuan: "
        "100.00 yuan apart.",
    ),
}
BELOW_ZERO = {
    "amount": "finance_amount_not_below_zero",
    "amount_ytd": "finance_year_not_below_zero",
    "budget": "finance_budget_not_below_zero",
}


@pytest.fixture(autouse=True)
def english(db):
    with translation.override("en"):
        yield


def posted(cast, **fields):
    """October of the general-affairs office, on the board."""
    return walk(draft(cast, FinanceSummaryFactory, title="十月收支", **fields), State.POSTED, cast)


def november(cast, **fields):
    return draft(cast, FinanceSummaryFactory, **{**NOVEMBER, **fields})


def changed(amount, **line):
    """November with more or less spent on water and power than the 400.00 yuan of October."""
    lines = [INCOME, {**EXPENSE, "amount": amount, **line}]
    return {"lines": lines, "closing_balance": Decimal("2100.00") - Decimal(amount)}


@pytest.mark.parametrize(("fields", "sentence"), REFUSED.values(), ids=REFUSED)
def test_summary_is_refused(fields, sentence):
    assert FinanceSummaryFactory(**fields).unready() == [sentence]


def test_summary_that_balances_is_ready():
    assert FinanceSummaryFactory().unready() == []


def test_deficit_balances_too():
    summary = FinanceSummaryFactory(opening_balance=Decimal("-900.00"), closing_balance=Decimal("-300.00"))
    assert summary.unready() == []


def test_second_summary_of_a_period_is_refused(cast):
    posted(cast)
    again = draft(cast, FinanceSummaryFactory)
    assert again.unready() == ["“十月收支” (posted) already covers this period. Correct that one, or change the days."]


def test_overlapping_period_is_refused(cast):
    posted(cast)
    later = draft(cast, FinanceSummaryFactory, **{**NOVEMBER, "period_start": datetime.date(2026, 10, 31)})
    assert len(later.unready()) == 1


def test_younger_of_two_drafts_waits_for_the_older(cast):
    older, younger = draft(cast, FinanceSummaryFactory), draft(cast, FinanceSummaryFactory)
    assert (older.unready(), len(younger.unready())) == ([], 1)


OTHER_MATTERS = {
    "another unit": lambda cast: {"unit": cast.other_department},
    "another heading": lambda cast: {"heading": HeadingFactory(code="9902")},
    "another length of period": lambda cast: {"period_type": "quarter"},
}


@pytest.mark.parametrize("other", OTHER_MATTERS.values(), ids=OTHER_MATTERS)
def test_another_matter_may_cover_the_same_period(cast, other):
    posted(cast)
    assert draft(cast, FinanceSummaryFactory, **other(cast)).unready() == []


def test_withdrawn_summary_leaves_its_period_free(cast):
    walk(draft(cast, FinanceSummaryFactory), State.WITHDRAWN, cast)
    assert draft(cast, FinanceSummaryFactory).unready() == []


def test_correction_covers_the_period_of_what_it_corrects(cast):
    first = posted(cast)
    assert draft(cast, FinanceSummaryFactory, replaces=first, change_note="更正金额").unready() == []


def test_superseded_summary_leaves_its_period_to_the_correction(cast):
    walk(draft(cast, FinanceSummaryFactory, title="十月收支"), State.SUPERSEDED, cast)
    sentences = draft(cast, FinanceSummaryFactory, title="再来一份").unready()
    assert not [sentence for sentence in sentences if "十月收支" in sentence]


def test_opening_balance_carries_on(cast):
    posted(cast)
    assert november(cast).unready() == []


def test_opening_balance_that_does_not_carry_on_is_refused(cast):
    posted(cast)
    summary = november(cast, opening_balance=Decimal("1000.00"), closing_balance=Decimal("1600.00"))
    assert summary.unready() == ["The opening balance is 1,000.00 yuan, but “十月收支” closed with 1,100.00 yuan."]


def test_opening_balance_after_a_gap_is_free(cast):
    posted(cast)
    summary = november(cast, period_start=datetime.date(2026, 11, 2), opening_balance=0, closing_balance=Decimal("600"))
    assert summary.unready() == []


def test_summary_that_is_not_posted_is_no_period_before(cast):
    draft(cast, FinanceSummaryFactory)
    assert november(cast, opening_balance=0, closing_balance=Decimal("600.00")).unready() == []


def test_large_change_without_a_reason_is_refused(cast):
    posted(cast)
    assert november(cast, **changed("480.01")).unready() == [
        "“水电燃气” was 400.00 yuan in the period before and is 480.01 yuan now. A change over 20% needs a reason: "
        "write it in the line's note or under “why it changed”."
    ]


EXPLAINED = {
    "not over the percentage": changed("480.00"),
    "fall not over the percentage": changed("320.00"),
    "note of the line": changed("900.00", note="供暖开始"),
    "explanation": {**changed("900.00"), "explanation": "供暖开始。"},
}


@pytest.mark.parametrize("fields", EXPLAINED.values(), ids=EXPLAINED)
def test_change_is_accepted(cast, fields):
    posted(cast)
    assert november(cast, **fields).unready() == []


def test_new_and_missing_categories_are_changes(cast):
    posted(cast)
    sentences = november(cast, **changed("400.00", category="校舍维修")).unready()
    assert [sentence.split("”")[0] for sentence in sentences] == ["“校舍维修", "“水电燃气"]


def test_school_sets_the_percentage(cast):
    posted(cast)
    SchoolRules.objects.create(school=cast.school, explain_change_percent=21)
    assert november(cast, **changed("480.01")).unready() == []


def test_period_that_ends_before_it_begins_is_refused_with_a_sentence():
    summary = FinanceSummary(period_start=datetime.date(2026, 11, 1), period_end=datetime.date(2026, 10, 31))
    with pytest.raises(ValidationError, match="The period ends before it begins. Check the two days."):
        summary.validate_constraints()


def test_database_refuses_period_that_ends_before_it_begins():
    with pytest.raises(IntegrityError, match="finance_period_in_order"):
        FinanceSummaryFactory(period_end=datetime.date(2026, 9, 30))


@pytest.mark.parametrize(("field", "constraint"), BELOW_ZERO.items(), ids=BELOW_ZERO)
def test_database_refuses_below_zero(field, constraint):
    summary = FinanceSummaryFactory()
    with pytest.raises(IntegrityError, match=constraint):
        FinanceLineFactory(disclosure=summary, **{field: "-0.01"})


@pytest.mark.parametrize("field", BELOW_ZERO)
def test_form_says_why_an_amount_below_zero_is_refused(field):
    line = FinanceLineFactory.build(disclosure=FinanceSummaryFactory(), **{field: Decimal("-1")})
    with pytest.raises(ValidationError, match="An amount is never below zero."):
        line.full_clean()


RATES = {
    "this period when the year is not known": ({"amount": "50", "budget": "600"}, "8.3"),
    "the year so far": ({"amount": "50", "amount_ytd": "100", "budget": "600"}, "16.7"),
    "a year of nothing": ({"amount": "50", "amount_ytd": "0", "budget": "600"}, "0.0"),
}


@pytest.mark.parametrize(("fields", "rate"), RATES.values(), ids=RATES)
def test_execution_rate_counts(fields, rate):
    assert FinanceLine(**{name: Decimal(value) for name, value in fields.items()}).execution_rate == Decimal(rate)


@pytest.mark.parametrize("budget", [None, Decimal(0)])
def test_execution_rate_needs_a_budget(budget):
    assert FinanceLine(amount=50, budget=budget).execution_rate is None


def test_bar_stops_at_the_end_of_its_track():
    summary = FinanceSummaryFactory(lines=[INCOME, {**EXPENSE, "budget": "300.00"}])
    assert summary.bars[0].width == 100


@pytest.mark.parametrize(("spent", "is_ahead"), [("1190.00", False), ("1201.00", True)])
def test_bar_ahead_of_the_year_by_more_than_the_percentage_is_marked(spent, is_ahead):
    lines = [INCOME, {**EXPENSE, "amount": spent, "budget": "1200.00"}]
    assert FinanceSummaryFactory(lines=lines).bars[0].is_ahead is is_ahead


def test_sum_of_the_year_is_left_out_when_a_line_does_not_know_it():
    known = {**INCOME, "amount_ytd": "5000.00"}
    statement = FinanceSummaryFactory(lines=[known, {**INCOME, "category": "捐赠"}, EXPENSE]).statement
    assert (statement.income.amount, statement.income.amount_ytd) == (Decimal("2000.00"), None)


YEAR = {**EXPENSE, "amount_ytd": "4000.00", "budget": "6000.00"}
HEADLINES = {
    "month with its year and budget": (
        {"lines": [INCOME, YEAR]},
        [
            "Income this month 1,000.00 yuan",
            "Expense this month 400.00 yuan",
            "Expense of the year so far 4,000.00 yuan",
            "Budget of the year used 66.7 %",
        ],
    ),
    "term without a budget": (
        {"lines": [INCOME, EXPENSE], "period_type": "semester", "closing_balance": Decimal("-1")},
        [
            "Income this term 1,000.00 yuan",
            "Expense this term 400.00 yuan",
            "Balance at the end −1.00 yuan",
            "Balance at the beginning 500.00 yuan",
        ],
    ),
    "year, which is its own sum": (
        {"lines": [INCOME, YEAR], "period_type": "year"},
        [
            "Income this year 1,000.00 yuan",
            "Expense this year 400.00 yuan",
            "Budget of the year used 66.7 %",
            "Balance at the end 1,100.00 yuan",
        ],
    ),
}


@pytest.mark.parametrize(("fields", "figures"), HEADLINES.values(), ids=HEADLINES)
def test_four_figures_stand_at_the_head(fields, figures):
    assert [" ".join(map(str, figure)) for figure in headline(FinanceSummaryFactory(**fields)).figures] == figures


@pytest.mark.parametrize(("amount", "is_long"), [("9999999.99", False), ("99999999.99", True)])
def test_long_figures_get_more_room(amount, is_long):
    summary = FinanceSummaryFactory(lines=[{**INCOME, "amount": amount}, EXPENSE])
    assert headline(summary).is_long is is_long


SIGNED = {"1234.5": ("+1,234.50", "+1234.5%"), "-0.5": ("−0.50", "−0.5%"), "0": ("0.00", "0%")}


@pytest.mark.parametrize(("number", "printed"), SIGNED.items())
def test_difference_carries_its_sign(number, printed):
    assert (signed(Decimal(number)), signed_rate(Decimal(number))) == printed


def test_difference_without_a_rate_has_a_dash():
    assert signed_rate(None) == "—"


def test_page_offers_its_lines(cast, client):
    page = client.get(posted(cast).get_absolute_url()).content.decode()
    assert "lines.csv" in page
    assert "lines.xlsx" in page
