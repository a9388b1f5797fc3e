from decimal import Decimal

import pytest
from django.utils import translation

from apps.disclosures.content import content_of
from apps.disclosures.differences import differences
from apps.disclosures.factories import AttachmentFactory
from apps.disclosures.models import Disclosure
from apps.disclosures.richtext import plain, sanitise
from apps.disclosures.workflow import take
from apps.kinds.finance.factories import FinanceSummaryFactory
from tests.cast import draft


def fresh(item: Disclosure) -> Disclosure:
    return Disclosure.objects.get(pk=item.pk)


def changes(item: Disclosure, before: dict, after: dict) -> list:
    return differences(before, after, type(item))


def test_a_submission_keeps_the_text(cast):
    item = take("submit", draft(cast, title="秋季校服选用"), actor=cast.chair)
    assert "秋季校服选用" in item.events.get(name="submit").detail["content"]["fields"].values()


def test_the_same_text_shows_no_change(cast):
    item = draft(cast)
    assert changes(item, content_of(item), content_of(fresh(item))) == []


def test_a_step_is_no_change_of_the_text(cast):
    item = draft(cast)
    before = content_of(item)
    assert changes(item, before, content_of(take("submit", item, actor=cast.chair))) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "另一个题目"),
        ("audience", "staff"),
        ("publicity_days", 7),
        ("objection_contact", "总务处，0000-555-0132"),
        ("display_until", "2030-01-01"),
        ("genre", "rules"),
        ("body", '<p>各位家长：<a href="https://example.org/">现将</a>有关安排公布如下。</p>'),
    ],
)
def test_each_change_of_the_text_is_found(cast, field, value):
    item = draft(cast)
    before = content_of(item)
    type(item).objects.filter(pk=item.pk).update(**{field: value})
    assert len(changes(item, before, content_of(fresh(item)))) == 1


def test_a_link_that_leads_elsewhere_is_a_change(cast):
    item = draft(cast, body='<p><a href="https://example.org/a">公示</a></p>')
    before = content_of(item)
    type(item).objects.filter(pk=item.pk).update(body='<p><a href="https://example.org/b">公示</a></p>')
    assert changes(item, before, content_of(fresh(item)))[0].passages[0].after == "公示 (https://example.org/b)"


def test_two_languages_of_the_page_are_one_text(cast):
    item = draft(cast)
    with translation.override("en"):
        before = content_of(item)
    with translation.override("zh-hans"):
        assert changes(item, before, content_of(item)) == []


def test_a_file_that_was_exchanged_is_a_change(cast):
    item = draft(cast)
    file = AttachmentFactory(disclosure=item)
    before = content_of(item)
    file.delete()
    AttachmentFactory(disclosure=item)
    assert len(changes(item, before, content_of(fresh(item)))) == 1  # another file under the same name


def test_two_files_of_one_name_are_two(cast):
    item = draft(cast)
    AttachmentFactory(disclosure=item)
    before = content_of(item)
    AttachmentFactory(disclosure=item)
    assert len(changes(item, before, content_of(fresh(item)))) == 1


def test_a_figure_that_moves_to_another_column_is_a_change(cast):
    item = draft(cast, FinanceSummaryFactory)
    line = item.lines.last()
    before = content_of(item)
    line.amount, line.budget = line.budget, line.amount
    line.save()
    assert len(changes(item, before, content_of(fresh(item)))) == 1


def test_a_figure_reads_as_it_is_printed(cast):
    item = draft(cast, FinanceSummaryFactory, opening_balance=Decimal("500.00"))
    assert "500.00" in content_of(fresh(item))["fields"].values()


def test_a_time_reads_in_the_schools_clock(cast):
    item = draft(cast, publish_at="2030-01-01T00:30:00Z")
    shown = content_of(fresh(item))["fields"]
    assert any("2030" in value and "8:30" in value for value in shown.values())


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>甲</p><p>乙</p>", "甲\n乙"),
        ("<ul><li>甲</li><li>乙</li></ul>", "甲\n乙"),
        ("甲<br>乙", "甲\n乙"),
        ("<p>甲 &lt; 乙</p>", "甲 < 乙"),
        ('<p><a href="/r/2026-001" rel="noopener">原文</a></p>', "原文 (/r/2026-001)"),
    ],
)
def test_the_words_of_a_text_are_compared(html, words):
    assert plain(html) == words


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<p onclick="alert(1)">甲</p>',
        '<a href="javascript:alert(1)">甲</a>',
        '<img src="x" onerror="alert(1)">',
        '<iframe src="https://example.org"></iframe>',
        '<p style="position:fixed">甲</p>',
        "<svg onload=alert(1)>",
        '<a href="data:text/html,x">甲</a>',
    ],
)
def test_whatever_is_pasted_carries_no_script_and_no_style(html):
    clean = sanitise(html)
    assert not any(word in clean for word in ("script", "alert", "onerror", "iframe", "style", "svg", "data:"))
