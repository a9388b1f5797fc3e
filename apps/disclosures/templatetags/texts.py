"""How a plain text is set: as paragraphs, and as a list where its lines are numbered."""

from __future__ import annotations

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

NUMBERED = re.compile(r"^第?[（(]?(\d{1,2}|[一二三四五六七八九十]{1,3})(?:[)）、]|[.．](?!\d)|步[：:，,]?)\s*(?=\S)")
DIGITS = "一二三四五六七八九"
NUMERALS = [*DIGITS, "十", *(f"十{digit}" for digit in DIGITS)]
"""The numbers up to nineteen, as they are written."""


@register.filter
def steps(text: str) -> SafeString:
    """A paragraph for each line; lines numbered from one on become an ordered list, without the numbers typed."""
    blocks: list[list[str]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        number = _number(line)
        if number > 1 and blocks and number == len(blocks[-1]) + 1 and _number(blocks[-1][0]) == 1:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return format_html_join("", "{}", ((_block(block),) for block in blocks))


def _block(lines: list[str]) -> SafeString:
    if _number(lines[0]) != 1 or len(lines) == 1:
        return format_html("<p>{}</p>", lines[0])
    return format_html(
        "<ol>{}</ol>", format_html_join("", "<li>{}</li>", ((NUMBERED.sub("", line),) for line in lines))
    )


def _number(line: str) -> int:
    """The number a line begins with; 0 without one."""
    word = found[1] if (found := NUMBERED.match(line)) else ""
    return NUMERALS.index(word) + 1 if word in NUMERALS else int(word) if word.isdecimal() else 0
