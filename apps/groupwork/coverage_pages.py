"""The page of coverage, for who looks at a school as a whole: its groups, its office, its inspector."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.groupwork.coverage import PAUSES, Coverage, schools_of
from apps.groupwork.coverage_lines import sections_of


@never_cache
@login_required
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """What is left out in a school, question by question, and what to do next."""
    found = coverage_asked(request)
    context = {
        "coverage": found,
        "schools": schools_of(request.user),
        "pauses": PAUSES,
        "sections": sections_of(found),
    }
    return render(request, "groupwork/coverage.html", context)


def coverage_asked(request: HttpRequest) -> Coverage:
    """Of the school and the pause in the address, else of the first school and the shortest pause. Raises Http404."""
    named, days = request.GET.get("school"), request.GET.get("days", "")
    pause = next((pause for pause in PAUSES if str(pause) == days), PAUSES[0])
    for school in schools_of(request.user):
        if named in (None, str(school.pk)):
            return Coverage(school, request.user, pause)
    raise Http404
