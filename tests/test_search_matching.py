"""Who finds what, asked of PostgreSQL."""

from __future__ import annotations

import pytest
from opencc import OpenCC

from apps.disclosures.models import Disclosure
from apps.kinds.awards.factories import AwardRoundFactory
from apps.kinds.fees.factories import FeeScheduleFactory
from apps.kinds.finance.factories import FinanceSummaryFactory
from apps.kinds.personnel.factories import PersonnelChangeFactory
from apps.search.matching import best_first
from apps.search.query import Query
from tests.cast import again, draft, walk
from tests.searching import attach, finds, posted

TEXT = (
    "<p>根据《义务教育学校管理标准》和澄教〔2026〕6号，食堂采购公开、透明，课后服务每月 120.00 元。</p>"
    "<p>联系人：张　三，電話 0000-555-0132，Wi-Fi 密碼见 ＡＢＣ 楼；餐費 1,234.50 元。9月15日</p>"
    "<p>收费标准见附件，标准公示三天。</p>"
)


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("食堂", True),
        ("堂采", True),
        ("食堂采购", True),
        ("采购食堂", False),
        ("收费标准公示", False),
        ("食堂 课后", True),
        ("课后 食堂", True),
        ("食堂 校车", False),
        ("“食堂采购公开”", True),
        ("“采购食堂”", False),
        ("公开、透明", True),
        ("“公开、透明”", True),
        ("“公开透明”", False),
        ("开透", False),
        ("食", True),
        ("元", True),
        ("狗", False),
        ("張三", True),
        ("电话", True),
        ("密码", True),
        ("課後服務", True),
        ("abc", True),
        ("ABC 楼", True),
        ("ab", False),
        ("wi-fi", True),
        ("120", True),
        ("120.00", True),
        ("12", False),
        ("1234.5元", True),
        ("1,234.50", True),
        ("0000-555-0132", True),
        ("555-0132", True),
        ("9月15日", True),
        ("9月1日", False),
        ("澄教〔2026〕6号", True),
        ("澄教(2026)6号", True),
        ("澄教【2026】06号", True),
        ("澄教〔2026〕16号", False),
        ("《义务教育学校管理标准》", True),
        ("😀", True),
        ("", True),
    ],
)
def test_words_of_a_text_are_found(cast, typed, is_found):
    item = posted(cast, body=TEXT)
    assert finds(typed) == ({item.pk} if is_found else set())


@pytest.mark.parametrize("field", ["title", "summary", "body", "basis", "doc_no", "signed_by", "objection_contact"])
def test_each_field_of_the_envelope_is_searched(cast, field):
    item = posted(cast, **{field: "关于秋收起义"})
    assert finds("秋收起义") == {item.pk}


@pytest.mark.parametrize(
    "typed", ["{number}", "校公开〔{year}〕{serial:03d}号", "校公开({year}){serial}号", "{year} {serial}"]
)
def test_the_register_number_is_found_however_it_is_typed(cast, typed):
    item, _other = posted(cast), posted(cast)
    typed = typed.format(number=item.number, year=item.register_year, serial=item.register_serial)
    assert finds(typed) == {item.pk}


@pytest.mark.parametrize(
    ("factory", "fields"),
    [
        (FeeScheduleFactory, {"items": [{"name": "秋收起义"}]}),
        (FeeScheduleFactory, {"relief_policy": "秋收起义"}),
        (FinanceSummaryFactory, {"plain_note": "秋收起义"}),
        (AwardRoundFactory, {"honourees": [{"name": "秋收起义", "deeds": "乙"}]}),
        (PersonnelChangeFactory, {"grounds": "秋收起义"}),
    ],
)
def test_columns_and_lines_of_a_kind_are_searched(cast, factory, fields):
    item = walk(draft(cast, factory, **fields), "posted", cast)
    assert finds("秋收起义") == {item.pk}


@pytest.mark.parametrize("column", ["education", "political_status"])
def test_columns_that_stay_inside_are_not_on_the_card(cast, column):
    person = {"name": "甲", "proposed_post": "副校长", column: "秋收起义"}
    item = walk(draft(cast, PersonnelChangeFactory, appointees=[person]), "posted", cast)
    assert "秋收" not in item.card.text


@pytest.mark.parametrize(("text", "file"), [("秋收", ""), ("", "秋收")])
def test_a_file_is_found_by_its_name_and_by_its_words(cast, text, file):
    item = draft(cast)
    attach(item, text, name=f"{file}依据.pdf")
    walk(item, "posted", cast)
    assert finds("秋收") == {item.pk}


def test_a_file_is_found_by_its_label(cast):
    item = draft(cast)
    attach(item, label="秋收起义")
    walk(item, "posted", cast)
    assert finds("秋收") == {item.pk}


def test_words_may_stand_in_different_fields_and_files(cast):
    item = draft(cast, title="校车安排", body="<p>食堂</p>")
    attach(item, "采购")
    attach(item, "保险", name="另一份.pdf")
    walk(item, "posted", cast)
    assert finds("校车 食堂 采购 保险") == {item.pk}


def test_no_phrase_goes_from_one_field_into_the_next(cast):
    posted(cast, title="校车", summary="食堂", body="<p>采购</p><p>保险</p>")
    assert [finds(typed) for typed in ("车食", "“校车食堂”", "“采购保险”")] == [set()] * 3


def test_the_words_of_a_long_file_are_found_to_its_end(cast):
    item = draft(cast)
    attach(item, "\n".join(f"第{number}条规定" * 40 for number in range(600)) + "\n末尾的秋收起义")
    walk(item, "posted", cast)
    assert finds("秋收起义 599 第0条") == {item.pk}


def test_a_phrase_across_the_cut_of_a_long_line_is_found(cast):
    item = draft(cast)
    attach(item, "甲" * 1997 + "秋收起义" + "乙" * 3000)
    walk(item, "posted", cast)
    assert finds("秋收起义") == {item.pk}


def test_a_file_of_more_different_words_than_fit_is_found_by_the_first(cast):
    item = draft(cast)
    characters = [chr(code) for code in range(0x4E00, 0x5000)]
    attach(item, "，".join(one + other for one in characters for other in characters[:400]))
    walk(item, "posted", cast)
    assert [finds(f"{characters[0]}{characters[n]}") for n in (1, 399)] == [{item.pk}] * 2


@pytest.mark.parametrize("variant", ["s2t", "s2tw", "s2hk"])
def test_either_script_finds_the_other(cast, variant):
    words = "着装 发放 后勤 面试 里程 台账 卫生 征求意见"
    simplified, traditional = posted(cast, body=words), posted(cast, body=OpenCC(variant).convert(words))
    both = {simplified.pk, traditional.pk}
    assert [finds(typed) for typed in (words, OpenCC(variant).convert(words))] == [both, both]


@pytest.mark.parametrize(
    ("audience", "finders"),
    [
        ("staff", {"teacher", "inspector"}),
        ("parents", {"teacher", "parent", "inspector"}),
        ("public", {"teacher", "parent", "other_parent", "inspector", None}),
    ],
)
def test_what_a_reader_may_not_read_is_not_found(cast, audience, finders):
    posted(cast, audience=audience, body="秋收起义")
    readers = ("teacher", "parent", "other_parent", "inspector", None)
    found = {who for who in readers if finds("秋收", who and again(getattr(cast, who)))}
    assert found == finders


def test_names_are_not_found_after_the_last_day_they_are_shown(cast, time_machine):
    item = posted(cast, body="秋收", display_until="2099-01-01")
    time_machine.move_to("2099-01-02 12:00+08:00")
    assert (finds("秋收"), item.card.text.count("秋收")) == (set(), 1)


def test_the_best_stands_first_and_the_newest_of_equals(cast):
    in_file = draft(cast)
    attach(in_file, "秋收")
    in_title, in_text, in_summary = (posted(cast, **{field: "秋收"}) for field in ("title", "body", "summary"))
    walk(in_file, "posted", cast)
    newer_title = posted(cast, title="也是秋收")
    found = best_first(Disclosure.objects.visible_to(cast.teacher).on_board(), Query.read("秋收"))
    assert found == [newer_title.pk, in_title.pk, in_summary.pk, in_text.pk, in_file.pk]


def test_best_first_narrows_what_it_is_given(cast):
    posted(cast, title="秋收", audience="staff")
    assert best_first(Disclosure.objects.visible_to(again(cast.parent)), Query.read("秋收")) == []


def test_without_words_the_best_are_the_newest(cast):
    older, newer = posted(cast), posted(cast)
    assert best_first(Disclosure.objects.visible_to(cast.teacher), Query.read("！")) == [newer.pk, older.pk]
