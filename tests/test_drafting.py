"""A draft that follows on the item of the period before: what is copied, what is empty, what is moved on."""

import datetime
from decimal import Decimal

import pytest
from django.http import QueryDict

from apps.calendars.models import Term
from apps.disclosures.drafting import Beginning, NextPeriod, beginning_of, first_values, lines_after
from apps.disclosures.models import Disclosure
from apps.disclosures.signals import beginning_requested
from apps.disclosures.workflow import Refused
from apps.kinds.awards.factories import AwardRoundFactory
from apps.kinds.fees.factories import FeeScheduleFactory
from apps.kinds.fees.models import FeeItem
from apps.kinds.finance.factories import FinanceSummaryFactory
from apps.kinds.finance.models import FinanceLine, FinanceSummary
from apps.kinds.notices.factories import NoticeFactory
from apps.kinds.notices.models import Notice
from tests.cast import draft, factory_of
from tests.office import address, at_the_desk, filled

NOVEMBER = NextPeriod(datetime.date(2026, 11, 1), datetime.date(2026, 11, 30))
JANUARY = NextPeriod(datetime.date(2027, 1, 1), datetime.date(2027, 1, 31))
AMOUNTS = {"closing_balance": "900", "lines-0-amount": "600", "lines-1-amount": "800"}


@pytest.fixture
def october(cast):
    return draft(cast, FinanceSummaryFactory, title="2026年10月财务收支摘要", doc_no="澄溪财〔2026〕9号")


class Room:
    """A room above: every form begins after the last item, whatever its address says."""

    def __init__(self, last: Disclosure) -> None:
        self.last, self.drafts, self.refusal = last, [], ""

    def answer(self, kind, **others):
        values = {**first_values(kind, self.last, NOVEMBER), "title": "2026年11月财务收支摘要"}
        return Beginning("It is for November.", values, self.written, lines_after(self.last, NOVEMBER))

    def written(self, item):
        if self.refusal:
            raise Refused([self.refusal])
        self.drafts.append(item)


@pytest.fixture
def room(october):
    room = Room(october)
    beginning_requested.connect(room.answer)
    yield room
    beginning_requested.disconnect(room.answer)


def write(cast, **typed):
    """Open the form, type the amounts, save."""
    desk = at_the_desk(cast.clerk)
    return desk.post(
        address(FinanceSummary, "add"), filled(desk.get(address(FinanceSummary, "add")), **(AMOUNTS | typed))
    )


def test_form_is_empty_where_nobody_has_a_beginning(cast):
    assert beginning_of(Notice, QueryDict("duty=1x"), cast.clerk) is None


def test_words_of_the_envelope_are_copied(cast):
    last = draft(cast, NoticeFactory)
    assert first_values(Notice, last, NOVEMBER)["summary"] == last.summary


@pytest.mark.parametrize(
    "name", ["doc_no", "made_on", "publish_at", "display_until", "summary", "closing_balance", "plain_note"]
)
def test_what_holds_for_one_item_is_not_copied(october, name):
    assert name not in first_values(FinanceSummary, october, NOVEMBER)


@pytest.mark.parametrize("kind", Disclosure.kinds(), ids=lambda kind: kind._meta.app_label)
def test_state_and_number_are_never_copied(cast, kind):
    values = first_values(kind, draft(cast, factory_of(kind)), NOVEMBER)
    assert not {"state", "register_serial", "drafter", "school", "id", "disclosure_ptr"} & values.keys()


def test_next_month_opens_with_what_was_left(october):
    values = first_values(FinanceSummary, october, NOVEMBER)
    assert (values["opening_balance"], values["period_start"]) == (Decimal("1100.00"), NOVEMBER.first)


@pytest.mark.parametrize(
    ("first", "last", "length"),
    [
        ("2026-11-01", "2026-11-30", "month"),
        ("2026-10-01", "2026-12-31", "quarter"),
        ("2026-09-01", "2027-01-22", "semester"),
    ],
)
def test_length_of_the_period_is_read_from_its_days(first, last, length):
    period = NextPeriod(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))
    assert first_values(FinanceSummary, None, period)["period_type"] == length


def test_lines_are_copied_without_their_amounts(october):
    lines = lines_after(october, NOVEMBER)[FinanceLine]
    assert [(line["category"], "amount" in line) for line in lines] == [("公用经费拨款", False), ("水电燃气", False)]


def test_budget_ends_with_its_year(october):
    lines = lines_after(october, JANUARY)[FinanceLine]
    assert [line["budget"] for line in lines] == [None, None]


def test_charges_keep_their_basis_and_lose_their_amount(cast):
    schedule = draft(cast, FeeScheduleFactory)
    line, *_others = lines_after(schedule, NOVEMBER)[FeeItem]
    assert (line["doc_no"], "amount" in line) == (schedule.items.first().doc_no, False)


def test_charges_are_for_the_new_term(cast):
    term = Term.objects.create(school=cast.school, name="第二学期", starts_on="2027-02-20", ends_on="2027-07-05")
    period = NextPeriod(term.starts_on, term.ends_on, term)
    assert first_values(FeeScheduleFactory._meta.model, draft(cast, FeeScheduleFactory), period)["term"] == term.pk


def test_people_are_chosen_anew(cast):
    assert lines_after(draft(cast, AwardRoundFactory), NOVEMBER) == {}


def test_award_of_spring_belongs_to_the_school_year_before(cast):
    assert first_values(AwardRoundFactory._meta.model, None, JANUARY)["school_year"] == "2026—2027"


def test_notice_says_when_it_holds_anew(cast):
    last = draft(cast, NoticeFactory, effective_on=datetime.date(2026, 10, 1))
    assert "effective_on" not in first_values(Notice, last, NOVEMBER)


# The form.


def test_form_shows_the_lines_and_one_empty_one(cast, room):
    page = at_the_desk(cast.clerk).get(address(FinanceSummary, "add"))
    assert [form["category"].value() for form in page.context["inline_admin_formsets"][0].formset] == [
        "公用经费拨款",
        "水电燃气",
        None,
    ]


def test_empty_line_stands_below_the_copied_ones(cast, room):
    formset = at_the_desk(cast.clerk).get(address(FinanceSummary, "add")).context["inline_admin_formsets"][0].formset
    assert [form["position"].value() for form in formset] == [0, 1, 2]


def test_form_says_what_it_is_for(cast, room):
    assert "It is for November." in at_the_desk(cast.clerk).get(address(FinanceSummary, "add")).content.decode()


def test_looking_at_the_form_saves_nothing(cast, room):
    at_the_desk(cast.clerk).get(address(FinanceSummary, "add"))
    assert FinanceSummary.objects.count() == 1


def test_saved_draft_has_the_copied_lines(cast, room):
    write(cast)
    assert [line.amount for line in room.drafts[0].lines.all()] == [600, 800]


def test_new_line_goes_below_the_copied_ones(cast, room):
    write(cast, **{"lines-2-direction": "expense", "lines-2-category": "办公用品", "lines-2-amount": "5"})
    assert [line.category for line in room.drafts[0].lines.all()] == ["公用经费拨款", "水电燃气", "办公用品"]


def test_amount_left_out_is_asked_for(cast, room):
    formset = write(cast, **{"lines-1-amount": ""}).context["inline_admin_formsets"][0].formset
    assert list(formset.errors[1]) == ["amount"]


def test_refusal_at_the_end_undoes_the_draft(cast, october, room):
    room.refusal = "That month is not yours."
    write(cast)
    assert list(FinanceSummary.objects.all()) == [october]


def test_refusal_stands_above_what_was_typed(cast, room):
    room.refusal = "That month is not yours."
    assert "That month is not yours." in write(cast).content.decode()
