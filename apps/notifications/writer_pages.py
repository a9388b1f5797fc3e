"""The pages on which the writer of a case confirms the address they left."""

from __future__ import annotations

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.counter.kept import Kept, for_the_writer_only, kept_in
from apps.notifications import writers


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_writer_only
def writer(request: HttpRequest, signed: str) -> HttpResponse:
    """A button, which mail programs that open links by themselves do not press."""
    try:
        found = writers.confirming(signed)
    except BadSignature:
        found = None
    if found is None or (request.method == "POST" and not writers.confirm(found)):
        return render(request, "notifications/writer_expired.html", status=410)
    is_confirmed = writers.writer_of(found).email_confirmed_at is not None
    return render(request, "notifications/writer.html", {"is_confirmed": is_confirmed})


@require_POST
@for_the_writer_only
def writer_again(request: HttpRequest) -> HttpResponse:
    """Another link, for whoever has opened the case with code and secret."""
    code = kept_in(request, Kept.CASE)
    found = writers.address_of_case(code) if code else None
    if found is None:
        return redirect("counter:follow")
    if writers.ask_again(found):
        messages.success(request, _("We have sent the link again. Look into your mailbox."))
    else:
        messages.warning(request, _("No link was sent: there were enough of them today. Try again tomorrow."))
    return redirect("counter:case")
