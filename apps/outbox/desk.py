"""What could not be sent, for the office: what sort of reader it was for and why not, never who or what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apps.organization.roles import allows
from apps.outbox.models import Message, MessageQuerySet, State
from apps.outbox.sending import has_mail_server, shows_on_page

PERMISSION = "outbox.change_webhook"
PER_PAGE = 50


def for_office(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, for the office; for others there is no such page."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not allows(request.user, PERMISSION):
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(login_required(asked))


@for_office
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """How many wait, and what went wrong, the newest first."""
    page = page_of(Message.objects.troubled(), request.GET.get("before", ""))
    numbers = {
        "waiting": Message.objects.filter(state=State.QUEUED).count(),
        "doubtful": Message.objects.filter(state=State.DOUBTFUL).count(),
        "mail_has_no_way": not (has_mail_server() or shows_on_page()),
    }
    return render(request, "outbox/desk.html", {"page": page, **numbers})


@for_office
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one that failed once more, with the Message-ID it had: a mailbox that has it drops the second."""
    if queue_again(Message.objects.repeatable().filter(pk=pk)):
        messages.success(request, gettext("It will be sent again within a few seconds."))
    else:
        messages.info(request, gettext("It was sent again before, or its text or address is no longer known."))
    return redirect("outbox:desk")


@for_office
@require_POST
def now(request: HttpRequest) -> HttpResponse:
    """Try everything that waits for another attempt at once, as after a repair of the mail server."""
    number = queue_again(Message.objects.filter(state=State.QUEUED).exclude(trouble=""))
    said = ngettext("%d message is tried again now.", "%d messages are tried again now.", number)
    messages.success(request, said % number)
    return redirect("outbox:desk")


def queue_again(found: MessageQuerySet) -> int:
    """Let these wait as if they were new; how many."""
    return found.update(state=State.QUEUED, failures=0, next_at=timezone.now())


@dataclass(frozen=True)
class Page:
    """Rows, the newest first, and the key below which the next page begins."""

    rows: list[Message]
    older: int | None


def page_of(found: MessageQuerySet, before: str) -> Page:
    """The newest rows, or those before the one with this key; raises BadRequest for what is no key."""
    if before:
        if not (before.isascii() and before.isdigit() and len(before) < 19):
            raise BadRequest
        found = found.filter(pk__lt=int(before))
    rows = list(found.order_by("-pk")[: PER_PAGE + 1])
    return Page(rows[:PER_PAGE], rows[PER_PAGE - 1].pk if len(rows) > PER_PAGE else None)
