"""What is the same word, and how what is typed is read. Nothing here needs a database but the last test."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from apps.disclosures.folding import fold, origins
from apps.search.grams import flat, grams, needed, runs_of, spans
from apps.search.query import MOST_CHARACTERS, MOST_WORDS, Query

SCHOOL = """
课后服务费 发放 头发 后勤 着装 采购 面试 台账 食谱 复查 里程 干部 校务公开 卫生 叙述 征求 制度 只读 系统 丰收 答复
家具 想象 坐标 项链 复苏 借此 瞭望 了解 仿佛 背负 熏陶 什么 账目 身份 计划
"""


def flat_of(text: str) -> str:
    return flat(runs_of(fold(text)))


def tsvector(text: str) -> str:
    return " ".join(f"'{gram}'" for gram in grams(runs_of(fold(text))))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("课后服务费", "課後服務費"),
        ("后勤", "後勤"),
        ("着装", "著裝"),
        ("卫生", "衞生"),
        ("ABC", "ａｂｃ"),
        ("Café", "CAFE"),
        ("zhāng", "zhang"),
        ("２０２６", "2026"),
        ("㎡", "m2"),
        ("（一）", "(一)"),
        ("食\u200b堂", "食堂"),
        ("é", "e\u0301"),
    ],
)
def test_two_ways_of_writing_fold_to_the_same(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize("variant", ["s2t", "s2tw", "s2hk"])
def test_every_traditional_spelling_folds_to_the_simplified_one(variant):
    assert fold(OpenCC(variant).convert(SCHOOL)) == fold(SCHOOL)


@given(st.text())
def test_every_folded_character_has_an_origin(text):
    assert len(origins(text)) == len(fold(text))


@given(st.text())
def test_a_folded_text_stays_as_it_is(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("校公开〔2026〕012号", "校公开| 2026 | 12 号"),
        ("张　三", "张三"),
        ("收费，用途", "收费|用途"),
        ("A4纸", " a 4 纸"),
        ("12,345.60元", " 12345.6 元"),
        ("2026.11.03", " 2026 | 11 | 3 "),
        ("PM2.5", " pm 2.5 "),
        ("😀", ""),
    ],
)
def test_a_line_is_flat(text, expected):
    assert flat_of(text) == expected


def test_no_gram_joins_what_a_mark_parts():
    assert "费用" not in set(grams(runs_of("收费，用途")))


def test_a_character_without_a_neighbour_is_a_gram():
    assert set(grams(runs_of("食，堂"))) == {"食", "堂"}


def test_a_long_run_of_letters_is_cut():
    assert max(map(len, grams(runs_of("a" * 5000)))) <= 81


@given(st.lists(st.sampled_from("公开食堂后勤a1 ,.（）〔2026〕-é"), min_size=1).map("".join), st.data())
def test_a_text_has_every_gram_that_a_part_of_it_needs(text, data):
    first = data.draw(st.integers(0, len(text) - 1))
    part = text[first : data.draw(st.integers(first + 1, len(text)))]
    runs = runs_of(fold(part))
    if flat(runs) and flat(runs) in flat_of(text):
        assert set(needed(runs)) <= set(grams(runs_of(fold(text))))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("食堂 采购", ["食堂", "采购"]),
        ("食堂，采购", ["食堂", "采购"]),
        ("食堂　食堂", ["食堂"]),
        ("“食堂 采购”", ["食堂采购"]),
        ('"食堂、采购" 公示', ["食堂|采购", "公示"]),
        ("「食堂」『采购』《章程》", ["食堂", "采购", "章程"]),
        ("“食堂 采购", ["食堂", "采购"]),
        ("2026-012", [" 2026 | 12 "]),
        ("12,345元", [" 12345 元"]),
        ("澄教〔2026〕6号", ["澄教| 2026 | 6 号"]),
        ("澄教[2026]6号", ["澄教| 2026 | 6 号"]),
        ("", []),
    ],
)
def test_what_is_typed_is_read_as_words(typed, words):
    assert [word.flat for word in Query.read(typed).words] == words


@pytest.mark.parametrize("typed", ["& | ! :*", "😀😀", "《》", "“”", "---", "\u200b"])
def test_operators_and_emoji_are_no_words_and_the_reader_is_told(typed):
    query = Query.read(typed)
    assert (query.is_empty, bool(query.remark)) == (True, True)


@pytest.mark.parametrize("typed", ["", "   ", "\u3000"])
def test_nothing_typed_needs_no_remark(typed):
    assert Query.read(typed) == Query("")


def test_a_very_long_query_is_cut_and_the_reader_is_told():
    query = Query.read("食堂采购" * 2500)
    assert (len(query.text), bool(query.remark)) == (MOST_CHARACTERS, True)


def test_many_words_are_cut_and_the_reader_is_told():
    query = Query.read(" ".join(map(str, range(40))))
    assert (len(query.words), bool(query.remark)) == (MOST_WORDS, True)


@pytest.mark.parametrize(
    ("line", "typed", "shown"),
    [
        ("關於課後服務費的通知", "课后服务费", ["課後服務費"]),
        ("张　三、李四", "张三", ["张　三"]),
        ("校公开〔2026〕012号", "2026-12", ["2026〕012"]),
        ("面积１２㎡", "12", ["１２"]),
        ("食堂食堂", "食堂", ["食堂食堂"]),
        ("公开公", "公开 开公", ["公开公"]),
        ("Café ABC", "cafe", ["Café"]),
        ("收费，用途", "费用", []),
        ("2026-123", "2026-12", []),
    ],
)
def test_what_is_found_is_marked_as_it_was_written(line, typed, shown):
    assert [line[start:end] for start, end in spans(line, Query.read(typed).patterns)] == shown


@given(st.text(), st.text())
@settings(max_examples=300)
def test_marks_lie_in_the_text_in_order(line, typed):
    places = [0, *(place for span in spans(line, Query.read(typed).patterns) for place in span), len(line)]
    assert places == sorted(places)


@pytest.mark.django_db
@given(st.text())
@settings(max_examples=300, deadline=None)
def test_nothing_that_is_typed_breaks_the_database(typed):
    query = Query.read(typed)
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [tsvector(query.text), query.tsquery])
        assert cursor.fetchone()[0] is not query.is_empty
