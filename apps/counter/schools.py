"""To which school somebody turns."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest

from apps.organization.models import Unit


def schools() -> QuerySet[Unit]:
    """All schools, in the order of the office."""
    return Unit.objects.filter(level=Unit.Level.SCHOOL).order_by("position", "id")


def school_of(request: HttpRequest) -> Unit | None:
    """The only school, or the one named in the address; None while one is still to be chosen."""
    found = list(schools())
    if len(found) == 1:
        return found[0]
    return next((school for school in found if str(school.pk) == request.GET.get("school")), None)
