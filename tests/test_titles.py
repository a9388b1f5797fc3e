"""Where a long title may break."""

import pytest

from apps.disclosures.templatetags.portal import breaks, pieces


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("教导处副主任拟任人选任前公示", ["教导处副主任拟任人选", "任前公示"]),
        ("2026—2027学年第一学期收费公示", ["2026—2027学年", "第一学期收费", "公示"]),
        ("2026—2027学年", ["2026—2027学年"]),
        ("公示", ["公示"]),
    ],
)
def test_title_breaks_by_meaning(title, shown):
    assert pieces(title) == shown


def test_school_year_stays_whole_and_a_title_is_text():
    assert breaks("<b>2026—2027学年</b>摘要") == (
        '&lt;b&gt;<span class="nowrap">2026—2027学年</span><wbr>&lt;/b&gt;<wbr>摘要'
    )
