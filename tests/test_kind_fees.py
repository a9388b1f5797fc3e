import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import translation

from apps.disclosures.factories import AttachmentFactory, SchoolFactory
from apps.kinds.fees.factories import FeeItemFactory, FeeScheduleFactory, FeeTotalFactory, TermFactory
from apps.kinds.fees.models import FeeItem

BOOKS = {"nature": "agency", "name": "作业本", "charge_unit": "学期", "is_waived": True, "is_voluntary": False}
WHOLE_YEAR_UNIFORM = {"name": "校服", "amount": "146.00", "times_per_term": None}
AMOUNT_OR_WORDS = "“课后服务”: enter an amount, or say in words how it is set."


def items(*lines):
    """A schedule of these items, without stated totals."""
    return {"items": list(lines), "totals": []}


REFUSED = {
    "no item": (items(), "Enter at least one item. If nothing is charged, list what is free."),
    "no relief": ({"relief_policy": ""}, "Say who is exempt or pays less, and how to ask for it."),
    "no telephone": ({"supervision_phones": " \n"}, "Give a telephone for complaints about fees."),
    "ends before the term": (
        {"valid_until": datetime.date(2026, 8, 31)},
        "The charges end before the term begins. Check “in force until”.",
    ),
    "no nature": (
        items({"nature": ""}),
        "“课后服务”: choose whether it is an administrative charge, a service or collected for others.",
    ),
    "no amount": (items({"amount": None}), AMOUNT_OR_WORDS),
    "no unit": (items({"charge_unit": ""}), "“课后服务”: say what it is charged per, such as 月 or 套."),
    "no basis": (items({"doc_no": ""}), "“课后服务”: give the number of the document it rests on."),
    "waived but priced": (items({**BOOKS, "amount": "5"}), "“作业本” is free of charge, so its amount is 0."),
    "forced service": (
        items({"is_voluntary": False}),
        "“课后服务” (service charge): nobody can be made to pay this. Tick “voluntary”.",
    ),
    "forced collection": (
        items({"nature": "agency", "is_voluntary": False}),
        "“课后服务” (agency collection): nobody can be made to pay this. Tick “voluntary”.",
    ),
    "two prices": (
        items({"grade_to": 6}, {"grade_from": 5, "amount": "150"}),
        "“课后服务” has two different amounts for grade 5, 6. Check the grades.",
    ),
    "wrong total": (
        {"totals": [{"grade": 7, "amount": "1234.50"}]},
        "Grade 7: the stated total is 1,234.50 yuan, but the items add up to 600.00 yuan.",
    ),
}
ACCEPTED = {
    "factory": {},
    "lasts one day": {"valid_until": datetime.date(2026, 9, 1)},
    "amount in words": items({"amount": None, "standard_text": "按中标价"}),
    "waived and zero": items({**BOOKS, "amount": "0"}),
    "administrative and due": items({"nature": "administrative", "is_voluntary": False}),
    "two prices in different grades": items({"grade_to": 6}, {"grade_from": 7, "amount": "150"}),
    "same price twice": items({"grade_to": 6}, {"grade_from": 5}),
    "total of one grade": {
        "items": [{}, {**WHOLE_YEAR_UNIFORM, "grade_from": 1, "grade_to": 1}],
        "totals": [{"grade": 1, "amount": "746.00"}, {"grade": 2, "amount": "600.00"}],
    },
    "half a time": {"items": [{"amount": "0.01", "times_per_term": "0.5"}], "totals": [{"amount": "0.01"}]},
}
BROKEN_LINES = {
    "amount below zero": {"amount": "-0.01"},
    "grade 10": {"grade_to": 10},
    "grade 0": {"grade_from": 0},
    "grades the wrong way round": {"grade_from": 6, "grade_to": 5},
}


@pytest.fixture(autouse=True)
def english(db):
    with translation.override("en"):
        yield


@pytest.mark.parametrize(("fields", "sentence"), REFUSED.values(), ids=REFUSED)
def test_schedule_is_refused(fields, sentence):
    assert FeeScheduleFactory(**fields).unready() == [sentence]


@pytest.mark.parametrize("fields", ACCEPTED.values(), ids=ACCEPTED)
def test_schedule_is_ready(fields):
    assert FeeScheduleFactory(**fields).unready() == []


def test_term_of_another_school_is_refused():
    schedule = FeeScheduleFactory(term=TermFactory(school=SchoolFactory()))
    assert schedule.unready() == ["The term belongs to another school. Choose one of your own."]


@pytest.mark.parametrize("values", BROKEN_LINES.values(), ids=BROKEN_LINES)
def test_database_refuses_line(values):
    schedule = FeeScheduleFactory()
    with pytest.raises(IntegrityError, match="check constraint"):
        FeeItemFactory(disclosure=schedule, **values)


def test_database_refuses_total_below_zero():
    schedule = FeeScheduleFactory()
    with pytest.raises(IntegrityError, match="fee_total_not_below_zero"):
        FeeTotalFactory(disclosure=schedule, grade=2, amount="-1")


def test_database_refuses_second_total_of_a_grade():
    schedule = FeeScheduleFactory()
    with pytest.raises(IntegrityError, match="fee_total_once_a_grade"):
        FeeTotalFactory(disclosure=schedule, amount="1")


def test_form_says_why_an_amount_below_zero_is_refused():
    item = FeeItemFactory.build(disclosure=FeeScheduleFactory(), amount=Decimal("-1"))
    with pytest.raises(ValidationError, match="An amount is never below zero."):
        item.full_clean()


def test_amount_that_is_no_number_gets_a_sentence():
    item = FeeItemFactory.build(disclosure=FeeScheduleFactory(), amount="一百二十")
    with pytest.raises(ValidationError, match="“一百二十” value must be a decimal number."):
        item.full_clean()


def test_basis_number_leads_to_the_attached_document():
    schedule = FeeScheduleFactory(**items({"doc_no": "澄发改价〔2023〕118号、澄教〔2024〕9号"}))
    file = AttachmentFactory(disclosure=schedule, label="澄教〔2024〕9号 校服")
    assert schedule.table.groups[0].items[0].documents == [("澄发改价〔2023〕118号", None), ("澄教〔2024〕9号", file)]


def test_groups_begin_with_what_is_free():
    schedule = FeeScheduleFactory(**items({"nature": "administrative"}, {}, {**BOOKS, "amount": 0}))
    assert [group.title for group in schedule.table.groups] == [
        "Free of charge",
        "Service charges (voluntary)",
        "Administrative charges",
    ]


def test_telephones_are_told_from_who_answers():
    schedule = FeeScheduleFactory(supervision_phones="区教育局 0000-555-0140\n\n0000-555-0132\n")
    assert schedule.phones == [("区教育局", "0000-555-0140"), ("", "0000-555-0132")]


def test_item_of_some_grades_names_them():
    assert FeeItem(grade_from=1, grade_to=6, remark="含保险").particulars == "grades 1 to 6 · 含保险"
