"""The public pages: the directory of a school, one duty, and the schools side by side."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.duties.conditions import FEWEST_TO_RANK
from apps.duties.models import Duty
from apps.punctuality.asking import Asked
from apps.punctuality.cells import cells_of, tally_of
from apps.punctuality.directory import sections_of
from apps.punctuality.schools import Comparison, comparison
from apps.punctuality.story import story_of
from apps.punctuality.trend import trend_of


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """A school in a term: every matter, and what became of its duties."""
    asked = Asked(request.GET)
    cells = cells_of(asked.shown_duties(), request.user)
    context = {
        "asked": asked,
        "has_begun": bool(cells),
        "tally": tally_of(cells),
        "sections": sections_of(asked, cells, request.user),
        "trend": trend_of(asked),
    }
    return render(request, "punctuality/directory.html", context)


@require_safe
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """One duty: why it is due on that day, what became of it, and its items. Raises Http404."""
    found = cells_of(Duty.objects.filter(pk=pk), request.user)
    if not found:
        raise Http404
    cell = found[0]
    context = {"cell": cell, "story": story_of(cell.duty), "back": place_of(cell.duty)}
    return render(request, "punctuality/duty.html", context)


def place_of(duty: Duty) -> str:
    """Where the directory shows a duty."""
    term = {"term": duty.term.name} if duty.term else {}
    address = reverse("punctuality:directory", query={"school": duty.school_id, **term})
    return f"{address}#matter-{duty.heading.code}"


@require_safe
def schools(request: HttpRequest) -> HttpResponse:
    """The schools side by side. Raises Http404 for a term that no school has."""
    name = request.GET.get("term", "")
    context = {"comparison": compared(name), "name": name, "fewest": FEWEST_TO_RANK}
    return render(request, "punctuality/schools.html", context)


def compared(name: str) -> Comparison:
    """The comparison of the terms of a name, or of the running ones. Raises Http404."""
    found = comparison(name)
    if name and name not in found.terms:
        raise Http404
    return found
