"""What the frame needs of the reader's choices."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from apps.board.display import chosen
from apps.search.query import MOST_CHARACTERS

register = template.Library()

LANG = {"zh-hans": "zh-Hans-CN", "zh-hant": "zh-Hant"}
NEXT_THEME = {"": "dark", "dark": "light", "light": "auto"}


@register.simple_tag(takes_context=True)
def html_attributes(context: Any) -> SafeString:
    """Language, theme and size of the text; works without a request, as the error page has none."""
    language, request = get_language() or settings.LANGUAGE_CODE, context.get("request")
    kept = [(f"data-{name}", value) for name in ("theme", "size") if (value := chosen(request, name))]
    return format_html_join(" ", '{}="{}"', [("lang", LANG.get(language, language)), *kept])


@register.simple_tag(takes_context=True)
def display_links(context: Any) -> SafeString:
    """Links to the other size of the text and to the next theme."""
    request = context["request"]
    theme, is_large = NEXT_THEME[chosen(request, "theme")], bool(chosen(request, "size"))
    themes = {"dark": _("Dark"), "light": _("Light"), "auto": _("Dark or light as the device")}
    size = ("normal", _("Normal text")) if is_large else ("large", _("Large text"))
    return format_html(
        '<li><a href="{}">{}</a></li><li class="d-none d-md-block"><a href="{}">{}</a></li>',
        _link(request, size=size[0]),
        size[1],
        _link(request, theme=theme),
        themes[theme],
    )


@register.simple_tag(takes_context=True)
def language_links(context: Any) -> SafeString:
    """Every language in its own name."""
    current = get_language()
    return format_html_join(
        "",
        '<li><a href="{}" lang="{}" hreflang="{}"{}>{}</a></li>',
        (
            (
                _link(context["request"], lang=code),
                LANG.get(code, code),
                LANG.get(code, code),
                SafeString(' aria-current="true"') if code == current else "",
                get_language_info(code)["name_local"],
            )
            for code, _name in settings.LANGUAGES
        ),
    )


@register.inclusion_tag("board/_searchwords.html")
def search_words(words: str | None = None) -> dict[str, Any]:
    """The box for words and its button, inside a form; what was typed stays in it."""
    return {"words": words or "", "most": MOST_CHARACTERS}


def _link(request: Any, **choice: str) -> str:
    return f"{reverse('board:display')}?{urlencode({**choice, 'next': request.get_full_path()})}"
