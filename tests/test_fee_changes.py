"""What a fee schedule says about itself and against the term before, and to whom."""

import datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils import translation

from apps.disclosures.factories import AttachmentFactory, HeadingFactory
from apps.disclosures.states import State
from apps.kinds.fees.changes import comparison_for
from apps.kinds.fees.factories import FeeScheduleFactory, TermFactory
from apps.kinds.fees.grades import in_words
from apps.kinds.fees.models import FeeSchedule
from tests.cast import again, draft, walk

ANYBODY = AnonymousUser()
UNIFORM = {"nature": "agency", "name": "校服", "charge_unit": "套", "times_per_term": None}
LUNCH = {"name": "午餐", "amount": "9.00", "charge_unit": "餐", "times_per_term": None}
SPRING = {
    "name": "2025—2026学年第二学期",
    "starts_on": datetime.date(2026, 2, 1),
    "ends_on": datetime.date(2026, 8, 31),
}


@pytest.fixture(autouse=True)
def english(db):
    with translation.override("en"):
        yield


def written(cast, *items, totals=True, **fields):
    """A draft for the autumn term of 2026 whose totals add up, or that states none."""
    schedule = draft(cast, FeeScheduleFactory, items=list(items), totals=[], **fields)
    if totals:
        charged = sum((item.per_term for item in schedule.items.all() if 1 in item.grades), Decimal(0))
        schedule.totals.create(grade=1, amount=charged)
    return schedule


def last_term(cast, *items, **fields):
    """A posted schedule of the spring term before."""
    fields.setdefault("term", TermFactory(school=cast.school, **SPRING))
    return walk(written(cast, *items, **fields), State.POSTED, cast)


def compared(cast, then, now, reader=ANYBODY):
    last_term(cast, *then)
    return comparison_for(written(cast, *now), reader)


def told(comparison):
    return [(change.sort, change.name, change.grades, change.words) for change in comparison.changes]


CHANGES = {
    "dearer": ([LUNCH], [{**LUNCH, "amount": "9.50"}], ("dearer", "午餐", "", "0.50 yuan more")),
    "cheaper": ([LUNCH], [{**LUNCH, "amount": "8.75"}], ("cheaper", "午餐", "", "0.25 yuan less")),
    "another unit": ([LUNCH], [{**LUNCH, "charge_unit": "月"}], ("otherwise", "午餐", "", "—")),
    "words for a number": (
        [LUNCH],
        [{**LUNCH, "amount": None, "standard_text": "按成本"}],
        ("otherwise", "午餐", "", "—"),
    ),
    "new": ([{}], [{}, LUNCH], ("new", "午餐", "", "—")),
    "dropped": ([{}, LUNCH], [{}], ("dropped", "午餐", "", "—")),
    "new in some grades": (
        [{**LUNCH, "grade_to": 6}],
        [LUNCH],
        ("new", "午餐", "grades 7 to 9", "—"),
    ),
    "dearer in one grade": (
        [{**UNIFORM, "amount": "146", "grade_to": 1}, {**UNIFORM, "amount": "158", "grade_from": 7, "grade_to": 7}],
        [{**UNIFORM, "amount": "149", "grade_to": 1}, {**UNIFORM, "amount": "158", "grade_from": 7, "grade_to": 7}],
        ("dearer", "校服", "grade 1", "3.00 yuan more"),
    ),
    "free from now on": (
        [LUNCH],
        [{**LUNCH, "amount": "0", "is_waived": True}],
        ("cheaper", "午餐", "", "9.00 yuan less"),
    ),
}


@pytest.mark.parametrize(("then", "now", "change"), CHANGES.values(), ids=CHANGES)
def test_change_is_told(cast, then, now, change):
    assert told(compared(cast, then, now)) == [change]


def test_grades_that_part_company_are_told_apart(cast):
    now = [{**LUNCH, "amount": "8.00", "grade_to": 6}, {**LUNCH, "amount": "10.00", "grade_from": 7}]

    assert told(compared(cast, [LUNCH], now)) == [
        ("cheaper", "午餐", "grades 1 to 6", "1.00 yuan less"),
        ("dearer", "午餐", "grades 7 to 9", "1.00 yuan more"),
    ]


def test_items_that_cost_the_same_are_counted(cast):
    comparison = compared(cast, [{}, LUNCH], [{}, {**LUNCH, "amount": "9.50"}])

    assert [item.name for item in comparison.same] == ["课后服务"]


def test_changes_begin_with_what_is_dearer(cast):
    comparison = compared(cast, [{}, LUNCH], [{"amount": "110.00"}, {**LUNCH, "amount": "9.50"}, UNIFORM])

    assert [sort.title for sort in comparison.sorts] == ["Dearer", "Cheaper", "New"]


def test_first_schedule_is_compared_with_nothing(cast):
    assert comparison_for(written(cast, {}), ANYBODY) is None


def test_schedule_of_the_same_term_is_not_an_earlier_one(cast):
    walk(written(cast, LUNCH), State.POSTED, cast)

    assert comparison_for(written(cast, {}), ANYBODY) is None


def test_nearest_earlier_term_is_compared(cast):
    last_term(cast, {**LUNCH, "amount": "8.00"})
    before = TermFactory(
        school=cast.school, name="旧", starts_on=datetime.date(2025, 9, 1), ends_on=datetime.date(2026, 1, 31)
    )
    last_term(cast, {**LUNCH, "amount": "7.00"}, term=before)

    assert told(comparison_for(written(cast, LUNCH), ANYBODY)) == [("dearer", "午餐", "", "1.00 yuan more")]


OTHER_MATTERS = {
    "another unit": lambda cast: {"unit": cast.other_department},
    "another heading": lambda cast: {"heading": HeadingFactory(code="9902")},
}


@pytest.mark.parametrize("other", OTHER_MATTERS.values(), ids=OTHER_MATTERS)
def test_another_matter_is_not_compared(cast, other):
    last_term(cast, LUNCH, **other(cast))

    assert comparison_for(written(cast, {}), ANYBODY) is None


def test_supplement_drops_nothing(cast):
    last_term(cast, {}, LUNCH)

    assert told(comparison_for(written(cast, {"amount": "130.00"}, totals=False), ANYBODY)) == [
        ("dearer", "课后服务", "", "10.00 yuan more")
    ]


def test_what_a_supplement_added_was_charged_then(cast):
    whole = last_term(cast, {})
    last_term(cast, {**LUNCH, "amount": "8.00"}, totals=False, term=whole.term)

    assert told(comparison_for(written(cast, {}, LUNCH), ANYBODY)) == [("dearer", "午餐", "", "1.00 yuan more")]


def test_supplement_alone_is_no_earlier_schedule(cast):
    last_term(cast, LUNCH, totals=False)

    assert comparison_for(written(cast, {}, LUNCH), ANYBODY) is None


def test_correction_is_compared_and_what_it_corrects_is_not(cast):
    first = last_term(cast, {**LUNCH, "amount": "90.00"}, UNIFORM)
    right = written(cast, {**LUNCH, "amount": "8.00"}, term=first.term, replaces=first, change_note="更正金额")
    walk(right, State.POSTED, cast)

    assert told(comparison_for(written(cast, LUNCH), ANYBODY)) == [("dearer", "午餐", "", "1.00 yuan more")]


def test_withdrawn_schedule_is_not_compared(cast):
    walk(last_term(cast, LUNCH), State.WITHDRAWN, cast)

    assert comparison_for(written(cast, {}), ANYBODY) is None


READERS = {"anybody": (None, False), "parent": ("parent", False), "teacher": ("teacher", True)}


@pytest.mark.parametrize(("name", "reads"), READERS.values(), ids=READERS)
def test_schedule_for_staff_is_compared_for_staff_only(cast, name, reads):
    last_term(cast, LUNCH, audience="staff")
    reader = again(getattr(cast, name)) if name else ANYBODY

    assert bool(comparison_for(written(cast, {}), reader)) is reads


def test_page_says_nothing_of_a_schedule_for_staff(cast, client):
    last_term(cast, {**LUNCH, "name": "值班夜餐"}, audience="staff")
    page = client.get(walk(written(cast, {}), State.POSTED, cast).get_absolute_url())

    assert "值班夜餐" not in page.content.decode()


def test_page_is_made_without_a_request(cast):
    last_term(cast, LUNCH)
    page = render_to_string("fees/detail.html", {"item": written(cast, {}, LUNCH), "frame": "desk/preview.html"})

    assert "Items that cost what they cost then: 1." in page


def test_comparison_is_read_with_few_queries(cast, django_assert_num_queries):
    last_term(cast, {}, LUNCH, UNIFORM)
    item = FeeSchedule.objects.select_related("term").get(pk=written(cast, {}).pk)

    with django_assert_num_queries(4):  # items and totals of both
        assert len(comparison_for(item, ANYBODY).changes) == 2


# What the page says of the schedule itself


def test_items_are_counted_by_what_they_ask_of_pupils(cast):
    table = written(
        cast,
        {**LUNCH, "amount": 0, "is_waived": True},
        {},
        UNIFORM,
        {"nature": "administrative", "is_voluntary": False},
    ).table

    assert (len(table.waived), len(table.voluntary), len(table.due)) == (1, 2, 1)


def totals(*amounts):
    """A schedule that states these totals from grade 1 on."""
    stated = [{"grade": grade, "amount": amount} for grade, amount in enumerate(amounts, 1) if amount]
    return FeeScheduleFactory(totals=stated).stages


def told_totals(stages):
    return [(stage.title, [(run.grades, str(run.amount)) for run in stage.runs]) for stage in stages]


def test_neighbouring_grades_with_the_same_total_share_a_row():
    assert told_totals(totals("9", "8", "8", "8", "8", "8", "8", "7", "8")) == [
        ("Primary school", [("grade 1", "9.00"), ("grades 2 to 6", "8.00")]),
        ("Junior high school", [("grade 7", "8.00"), ("grade 8", "7.00"), ("grade 9", "8.00")]),
    ]


def test_grade_without_a_total_parts_a_row():
    assert told_totals(totals("8", "8", None, "8")) == [("", [("grades 1 to 2", "8.00"), ("grade 4", "8.00")])]


def test_documents_are_listed_once_with_what_rests_on_them(cast):
    schedule = written(cast, {"doc_no": "澄教〔2024〕9号、澄教〔2024〕10号"}, {**LUNCH, "doc_no": "澄教〔2024〕9号"})
    file = AttachmentFactory(disclosure=schedule, label="澄教〔2024〕9号")

    assert schedule.table.documents == [
        ("澄教〔2024〕9号", file, ["澄溪区发展和改革局"], ["课后服务", "午餐"]),
        ("澄教〔2024〕10号", None, ["澄溪区发展和改革局"], ["课后服务"]),
    ]


RELIEF = {
    "甲类：全免。\n\n乙类：减半，凭证明。": [("甲类", "全免。"), ("乙类", "减半，凭证明。")],
    "甲类：全免。\n其他学生不减免。": [],
    "有困难的，向班主任说明：电话或当面。": [],
    "": [],
}


@pytest.mark.parametrize(("text", "rows"), RELIEF.items())
def test_relief_is_a_table_when_every_line_names_its_class(text, rows):
    assert FeeSchedule(relief_policy=text).relief_rows == rows


@pytest.mark.parametrize(
    ("grades", "words"), [(range(1, 10), ""), ([7], "grade 7"), ([1, 2, 3, 7], "grades 1 to 3, grade 7")]
)
def test_grades_are_named(grades, words):
    assert in_words(grades) == words


@pytest.mark.parametrize(
    ("totals", "sentence"),
    [(True, "Nothing outside this table is charged."), (False, "What is not posted here is not charged.")],
)
def test_only_a_whole_schedule_says_that_it_lists_everything(cast, totals, sentence):
    page = render_to_string(
        "fees/detail.html", {"item": written(cast, {}, totals=totals), "frame": "desk/preview.html"}
    )

    assert sentence in page
