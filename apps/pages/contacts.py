"""The groups, and how one reaches them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.pages.rosters import places


@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/contacts.html", {"places": places()})
