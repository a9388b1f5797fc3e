"""What a reader sees of a hit: the line in which the words stand, and nothing that is not on the card."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.disclosures.models import Disclosure
from apps.search.excerpts import LONGEST, excerpts, marked
from apps.search.query import Query
from tests.cast import again, draft, walk
from tests.searching import attach, posted


def excerpt(item: Disclosure, typed: str) -> str | None:
    with translation.override("en"):
        return excerpts([item], Query.read(typed)).get(item.pk)


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("关于食堂采购", "食堂", "关于<mark>食堂</mark>采购"),
        ("關於課後服務", "课后", "關於<mark>課後</mark>服務"),
        ("<b>食堂</b> & 采购", "食堂", "&lt;b&gt;<mark>食堂</mark>&lt;/b&gt; &amp; 采购"),
        ("没有", "食堂", "没有"),
        ("食堂", "", "食堂"),
    ],
)
def test_words_are_marked_and_the_rest_is_escaped(text, typed, shown):
    assert marked(text, Query.read(typed)) == shown


@given(st.text(), st.text())
@settings(max_examples=300)
def test_marking_changes_no_text(text, typed):
    shown = marked(text, Query.read(typed))
    bare = re.sub(r"</?mark>", "", shown)
    assert bare == marked(text, Query.read(""))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("秋收", "<mark>秋收</mark>起义"),
        ("冬藏", "第二段 <mark>冬藏</mark>"),
        ("秋收 冬藏", "<mark>秋收</mark>起义 第二段 <mark>冬藏</mark>"),
        ("冬藏 段", "第二<mark>段</mark> <mark>冬藏</mark>"),
        ("题目", None),
        ("题目 秋收", "<mark>秋收</mark>起义"),
        ("", None),
    ],
)
def test_the_excerpt_is_the_line_with_the_words(cast, typed, shown):
    item = posted(cast, title="题目", summary="秋收起义", body="<p>第一段</p><p>第二段 冬藏</p>")
    assert excerpt(item, typed) == shown


def test_an_excerpt_is_short_and_begins_near_the_word(cast):
    item = posted(cast, body=f"<p>{'前' * 300}秋收{'后' * 300}</p>")
    shown = excerpt(item, "秋收")
    assert shown == f"…{'前' * 20}<mark>秋收</mark>{'后' * (LONGEST - 22)}…"


def test_an_excerpt_shows_as_much_of_a_long_phrase_as_fits(cast):
    item = posted(cast, body=f"<p>{'天地玄黄' * 45}</p>")
    assert len(re.sub("<.*?>|…", "", excerpt(item, "天地玄黄" * 45))) == LONGEST


def test_an_excerpt_says_in_which_file_the_words_stand(cast):
    item = draft(cast)
    attach(item, "第一行\n秋收起义", name="一.pdf")
    attach(item, "春种", name="<二>.pdf")
    walk(item, "posted", cast)
    assert [excerpt(item, typed) for typed in ("秋收", "春种")] == [
        "In the file “一.pdf”: <mark>秋收</mark>起义",
        "In the file “&lt;二&gt;.pdf”: <mark>春种</mark>",
    ]


def test_markup_in_a_text_is_not_obeyed(cast):
    item = posted(cast, summary="<script>秋收</script>")
    assert excerpt(item, "秋收") == "&lt;script&gt;<mark>秋收</mark>&lt;/script&gt;"


def test_a_withdrawn_item_shows_nothing_of_what_it_said(cast):
    item = walk(draft(cast, title="秋收", summary="秋收起义"), "withdrawn", cast)
    assert excerpt(item, "秋收") is None


def test_a_page_of_hits_needs_one_query(cast, django_assert_num_queries):
    items = [posted(cast, summary="秋收") for _ in range(4)]
    with django_assert_num_queries(1):
        assert len(excerpts(items, Query.read("秋收 事项"))) == 4


def test_a_hidden_item_gives_its_reader_no_excerpt(cast):
    posted(cast, audience="staff", summary="秋收")
    seen = Disclosure.objects.visible_to(again(cast.parent))
    assert excerpts(seen, Query.read("秋收")) == {}
