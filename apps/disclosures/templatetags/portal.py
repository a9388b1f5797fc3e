"""Marks that every page shares: states, the day grid, icons, money and dates."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext

from apps.catalogue.models import Audience
from apps.disclosures import dates
from apps.disclosures.attachments import suffix
from apps.disclosures.badges import badges_of
from apps.disclosures.daygrid import cells_of, number_today
from apps.disclosures.models import Disclosure
from apps.disclosures.publicity import Period

register = template.Library()

register.filter("month_day_weekday", dates.month_day_weekday)
register.filter("moment", dates.moment)
register.filter("near", dates.near)
register.filter("number_today", number_today)

ICONS = {
    "menu": '<path d="M3 5.5h14M3 10h14M3 14.5h14"/>',
    "file": '<path d="M5 2.5h7l3.5 3.5v11.5H5z M12 2.5V6h3.5"/>',
    "lock": '<rect x="4" y="9" width="12" height="8.5" rx="1"/><path d="M6.5 9V6.5a3.5 3.5 0 0 1 7 0V9"/>',
    "download": '<path d="M10 3v10M5.5 9l4.5 4.5L14.5 9M3.5 17h13"/>',
    "search": '<circle cx="9" cy="9" r="6"/><path d="m13.5 13.5 4 4"/>',
    "cross": '<path d="m5 5 10 10M15 5 5 15"/>',
    "warn": '<path d="M10 3 18 17H2zM10 8v4M10 14.5v.1"/>',
}
SEAMS = re.compile(r"(?<=.)(?=(?:任前公示|(?<!任前)公示|摘要|结果|結果)$)|(?<=\d(?:学年|學年))(?=.)")
YEARS = re.compile(r"\d{4}—\d{4}(?:学年|學年)")
HAN = re.compile(r"[\u3400-\u9fff]")
WIDE_GRID = 10
"""More working days than this wrap onto a second line."""


@register.simple_tag
def icon(name: str) -> SafeString:
    """A small drawing beside words; never the only carrier of a meaning."""
    return mark_safe(f'<svg class="ico" viewBox="0 0 20 20" aria-hidden="true">{ICONS[name]}</svg>')


@register.simple_tag
def in_chinese(text: str = "中") -> SafeString:
    """The `lang` of what people entered, on a page in another language: `<td{% in_chinese %}>{{ name }}</td>`.

    With the text itself when it may be in the reader's language: nothing then if it has no Chinese character.
    """
    is_as_the_page = get_language() == settings.LANGUAGE_CODE or not HAN.search(text)
    return mark_safe("" if is_as_the_page else ' lang="zh-Hans-CN"')


@register.simple_tag
def state_badges(item: Disclosure) -> SafeString:
    """The badges of an item, in their order, as they are printed."""
    return mark_safe("".join(badge.html for badge in badges_of(item)))


@register.inclusion_tag("_daygrid.html")
def daygrid(period: Period, large: bool = False) -> dict[str, Any]:
    """The publicity period, one cell for a working day."""
    return {"cells": cells_of(period), "large": large, "wrap": len(period.days) > WIDE_GRID}


@register.filter
def listed(words: Iterable[Any]) -> str:
    """Words one after the other, with the comma of the reader's language."""
    return pgettext("parts of a sentence", ", ").join(map(str, words))


@register.filter
def breaks(title: str) -> SafeString:
    """The title, which may break between its pieces, but not inside a school year."""
    shown = "<wbr>".join(pieces(conditional_escape(title)))
    return mark_safe(YEARS.sub(r'<span class="nowrap">\g<0></span>', shown))


@register.filter
def pieces(title: str) -> list[str]:
    """The title in the pieces that a line keeps together if it can: school year, middle, closing phrase."""
    return re.split(SEAMS, title)


@register.filter
def money(amount: Decimal | None) -> str:
    """1,234.50; a missing value is —, a negative one carries −."""
    if amount is None:
        return "—"
    return f"{amount:,.2f}".replace("-", "−")


@register.simple_tag
def timestamp(value: datetime.datetime | datetime.date, form: str = "near") -> SafeString:
    """`<time datetime>` around a date printed in one of the forms of dates.py."""
    return format_html('<time datetime="{}">{}</time>', dates.local(value).isoformat(), getattr(dates, form)(value))


@register.simple_tag
def audience_tag(item: Disclosure) -> SafeString:
    """A lock and who may read it; nothing for a public item."""
    if item.audience == Audience.PUBLIC:
        return mark_safe("")
    return format_html('<span class="tag">{}{}</span>', icon("lock"), item.get_audience_display())


@register.filter
def extension(name: str) -> str:
    """PDF, DOCX: what a file is, from its name."""
    return suffix(name).removeprefix(".").upper()


@register.filter
def kind_name(item: Disclosure) -> str:
    """The name of an item's kind as the board prints it."""
    kind = Disclosure.kind_of(item.kind)
    return kind.kind_name() if kind else ""
