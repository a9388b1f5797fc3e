"""Files, reached only through their disclosure."""

from __future__ import annotations

from csp.constants import NONE
from csp.decorators import csp_replace
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.disclosures.models import Attachment, Disclosure
from apps.disclosures.states import State

# A sandboxed page has no PDF viewer in Chromium, so a PDF is downloaded rather than shown as an empty page.
SHOWN_IN_THE_BROWSER = {"image/jpeg", "image/png"}


@require_safe
def file(request: HttpRequest, pk: int, name: str) -> HttpResponse | FileResponse:
    """The file itself; a page for who finds none, the same whatever the reason; one that it is missing on the disk."""
    attachment = _attachment(request, pk, name)
    if attachment is None:
        return render(request, "board/file_unknown.html", status=404)
    try:
        return _stream(request, attachment)
    except FileNotFoundError:
        item = Disclosure.objects.visible_to(request.user).filter(attachments=attachment).first()
        return render(request, "board/file_missing.html", {"attachment": attachment, "item": item}, status=410)


@csp_replace({"default-src": [NONE], "sandbox": True})
def _stream(request: HttpRequest, attachment: Attachment) -> FileResponse:
    response = FileResponse(
        attachment.file.open("rb"),
        as_attachment=attachment.media_type not in SHOWN_IN_THE_BROWSER,
        filename=attachment.name,
        content_type=attachment.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _attachment(request: HttpRequest, pk: int, name: str) -> Attachment | None:
    """Readers come in by what they may read, people at work by what they may work on; all others find nothing."""
    readable = Disclosure.objects.visible_to(request.user).exclude(state=State.WITHDRAWN)
    for items in (readable, Disclosure.objects.workable_by(request.user)):
        found = items.filter(attachments=pk).first()
        if found and (attachment := found.attachments.get(pk=pk)).name == name:
            return attachment
    return None
