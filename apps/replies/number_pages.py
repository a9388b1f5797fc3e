"""The page of the numbers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.replies.numbers import FEWEST, report_of
from apps.replies.openings import letters_in, openings
from apps.replies.terms import Stretch, stretches


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """A term: the running one, or the one in the address."""
    offered = stretches()
    stretch = stretch_at(request, offered)
    context = {
        "stretch": stretch,
        "stretches": offered,
        "report": report_of(stretch),
        "fewest": FEWEST,
        "openings": openings(),
        "letters": letters_in(stretch),
        "is_replies": True,
    }
    return render(request, "replies/numbers.html", context)


def stretch_at(request: HttpRequest, offered: list[Stretch]) -> Stretch:
    """The term that the address names, or the latest that has begun. Raises Http404."""
    key = request.GET.get("term", offered[0].key)
    found = next((stretch for stretch in offered if stretch.key == key), None)
    if found is None:
        raise Http404
    return found
