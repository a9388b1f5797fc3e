import pytest

from apps.disclosures.templatetags.texts import steps


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("一段话。", "<p>一段话。</p>"),
        ("甲。\n\n乙。", "<p>甲。</p><p>乙。</p>"),
        ("1. 申报\n2. 测评", "<ol><li>申报</li><li>测评</li></ol>"),
        ("一、申报\n二、测评", "<ol><li>申报</li><li>测评</li></ol>"),
        ("（一）申报\n（二）测评", "<ol><li>申报</li><li>测评</li></ol>"),
        ("第一步：申报\n第二步：测评", "<ol><li>申报</li><li>测评</li></ol>"),
        ("程序：\n1、申报\n2、测评\n以上。", "<p>程序：</p><ol><li>申报</li><li>测评</li></ol><p>以上。</p>"),
        ("1. 甲\n2. 乙\n1. 丙\n2. 丁", "<ol><li>甲</li><li>乙</li></ol><ol><li>丙</li><li>丁</li></ol>"),
        ("1. 只有一条", "<p>1. 只有一条</p>"),
        ("2. 申报\n3. 测评", "<p>2. 申报</p><p>3. 测评</p>"),
        ("1. 申报\n3. 测评", "<p>1. 申报</p><p>3. 测评</p>"),
        ("1.5 万元\n2.5 万元", "<p>1.5 万元</p><p>2.5 万元</p>"),
        ("", ""),
        ("<b>甲</b>", "<p>&lt;b&gt;甲&lt;/b&gt;</p>"),
        ("1. <b>\n2. <i>", "<ol><li>&lt;b&gt;</li><li>&lt;i&gt;</li></ol>"),
    ],
)
def test_numbered_lines_are_a_list_and_others_paragraphs(text: str, html: str) -> None:
    assert steps(text) == html


def test_steps_beyond_ten_go_on() -> None:
    numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
    assert steps("\n".join(f"{numeral}、事" for numeral in numerals)).count("<li>") == 12
