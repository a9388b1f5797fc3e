"""Moves that wait for a second person."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from apps.duties.models import Event

NAMES = ("propose_move", "confirm_move", "drop_move")


def proposed() -> QuerySet[Event]:
    """The moves that are proposed and neither confirmed nor dropped, oldest first; with their items."""
    later = Event.objects.filter(disclosure=OuterRef("disclosure"), name__in=NAMES, pk__gt=OuterRef("pk"))
    standing = Event.objects.filter(name="propose_move").exclude(Exists(later))
    return standing.select_related("disclosure").order_by("pk")
