"""A page the office writes: its newest text, and any earlier one with what it changed."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.disclosures.richtext import plain
from apps.pages.guide import standing
from apps.pages.models import Page, Revision


@dataclass(frozen=True)
class Difference:
    """A passage that differs; an empty side means it was not there."""

    before: str
    after: str


@require_safe
def about(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """The newest text of a page, or the one of that number beside the text before it."""
    revisions = list(Revision.objects.filter(page=slug).defer("body"))
    numbers = [revision.number for revision in revisions]
    shown = numbers[0] if number is None and numbers else number
    if shown not in numbers:
        raise Http404
    texts = {text.number: text for text in Revision.objects.filter(page=slug, number__in=[shown, shown - 1])}
    before = texts.get(shown - 1)
    context = {
        "revision": texts[shown],
        "revisions": revisions,
        "newest": revisions[0],
        "times_changed": len(revisions) - 1,
        "is_version": number is not None,
        "differences": differences(before, texts[shown]) if before and number else [],
        "guide": standing() if slug == Page.Slug.GUIDE and number is None else None,
    }
    return render(request, "pages/about.html", context)


def differences(before: Revision, after: Revision) -> list[Difference]:
    """What differs, a paragraph at a time, the title first."""
    old, new = ([text.title, *plain(text.body).splitlines()] for text in (before, after))
    steps = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    changed = [(old[a:b], new[c:d]) for tag, a, b, c, d in steps if tag != "equal"]
    return [Difference(*pair) for olds, news in changed for pair in zip_longest(olds, news, fillvalue="")]
