"""What a correction changed, at its own address: two neighbouring versions beside each other."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.board.items import item_at
from apps.board.versions import versions_of
from apps.disclosures.content import public_content_of
from apps.disclosures.differences import differences


@require_safe
def comparison(request: HttpRequest, number: str) -> HttpResponse:
    """What differs from the version before, for readers who may read both texts; all others find nothing."""
    after = item_at(request.user, number)
    versions = versions_of(after, request.user)
    version = next(version for version in versions if version.is_this)
    if not version.before:
        raise Http404
    context = {
        "item": after,
        "before": version.before,
        "differences": differences(public_content_of(version.before), public_content_of(after), type(after)),
        "versions": versions,
        "shelf_slug": after.kind,
    }
    return render(request, "board/changes.html", context)
