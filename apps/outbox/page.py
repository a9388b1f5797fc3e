"""The local page that stands for everybody's mailbox in `make run`. Anywhere else it does not exist."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.outbox.desk import page_of
from apps.outbox.letters import headers
from apps.outbox.models import Message, MessageQuerySet, State
from apps.outbox.sending import shows_on_page


@never_cache
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Everything that would have been sent, the newest first."""
    page = page_of(_shown().select_related("webhook"), request.GET.get("before", ""))
    return render(request, "outbox/mailbox.html", {"page": page})


@never_cache
@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message as its reader would see it, and what machines see of it."""
    found = get_object_or_404(_shown().select_related("webhook"), pk=pk)
    return render(request, "outbox/message.html", {"message": found, "headers": headers(found)})


def _shown() -> MessageQuerySet:
    if not shows_on_page():
        raise Http404
    return Message.objects.filter(state=State.SHOWN)
