"""Subscriptions for anybody: asking, confirming, changing and ending them. No account, no script."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from apps.board.filters import Filters
from apps.board.items import item_at
from apps.disclosures.models import Disclosure
from apps.limits.clients import client_of
from apps.limits.counting import allow
from apps.notifications import subscribing, wanted
from apps.notifications.digests import change_rhythm
from apps.notifications.forms import FrequencyForm, SubscribeForm
from apps.notifications.models import Subscription

MOST_AN_HOUR = 10
"""Times that one client may ask, for whatever addresses."""
LONGEST = 500


@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form; the page or list that somebody came from is in the address."""
    data = request.POST if request.method == "POST" else request.GET
    item, filters = _item(request, data.get("item", "")), Filters(data, reader=request.user)
    mine = {"email": getattr(request.user, "email", ""), **filters.chosen}
    form = SubscribeForm(request.POST or None, of_list=item is None, initial=mine)
    if form.is_valid() and _is_allowed(request, form, filters):
        subscribing.ask(
            form.cleaned_data["email"],
            frequency=form.cleaned_data["frequency"],
            language=get_language(),
            query="" if item else wanted.query_of(filters),
            item=item,
            user=request.user if request.user.is_authenticated else None,
        )
        return redirect("notifications:sent")
    rest = {name: filters.label(name) for name in filters.chosen if name not in ("kind", "unit", "sort")}
    context = {
        "form": form,
        "item": item,
        "rest": {} if item else {name: (filters.chosen[name], label) for name, label in rest.items()},
        "remarks": [] if item else filters.remarks,
    }
    return render(request, "notifications/subscribe.html", context, status=429 if _came_too_often(form) else 200)


def _item(request: HttpRequest, number: str) -> Disclosure | None:
    """The item in the address, if its reader may read it."""
    if not number:
        return None
    if not re.fullmatch(r"[0-9]{4}-[0-9]{1,9}", number):
        raise Http404
    return item_at(request.user, number)


def _is_allowed(request: HttpRequest, form: SubscribeForm, filters: Filters) -> bool:
    """Not too long to be kept, and not too often from one client."""
    if len(wanted.query_of(filters)) > LONGEST:
        form.add_error(None, _("These conditions are too long. Leave out some of the words."))
        return False
    allowance = allow(f"subscribe {client_of(request)}", MOST_AN_HOUR, datetime.timedelta(hours=1))
    if not allowance.is_allowed:
        minutes = {"minutes": allowance.seconds // 60 + 1}
        form.add_error(None, _("That was too often. Please wait %(minutes)d minutes.") % minutes)
        form.came_too_often = True
    return allowance.is_allowed


def _came_too_often(form: SubscribeForm) -> bool:
    return getattr(form, "came_too_often", False)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The same for every address, known or not."""
    return render(request, "notifications/sent.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, signed: str) -> HttpResponse:
    """A button, which mail programs that open links by themselves do not press."""
    try:
        found = subscribing.confirming(signed)
    except BadSignature:
        found = None
    if found is None:
        return render(request, "notifications/expired.html", status=410)
    if request.method == "POST":
        subscribing.confirm(found)
        return redirect("notifications:manage", found.token)
    return render(request, "notifications/confirm.html", {"label": wanted.label_of(found), "subscription": found})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """How often, and the way out; whoever has the address of this page reads the mailbox."""
    found = _subscription(token)
    form = FrequencyForm(request.POST or None, initial={"frequency": found.frequency})
    is_saved = not found.ended_at and form.is_valid()
    if is_saved:
        found = change_rhythm(found, form.cleaned_data["frequency"])
    context = {"subscription": found, "label": wanted.label_of(found), "form": form, "is_saved": is_saved}
    return render(request, "notifications/ended.html" if found.ended_at else "notifications/manage.html", context)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, token: str) -> HttpResponse:
    """One press, or one POST of a mail program without a page before it (RFC 8058)."""
    found = _subscription(token)
    if request.method == "POST":
        subscribing.end(found)
    is_ended = request.method == "POST" or found.ended_at
    context = {"subscription": found, "label": wanted.label_of(found)}
    return render(request, "notifications/ended.html" if is_ended else "notifications/end.html", context)


def _subscription(token: str) -> Subscription:
    """One that was confirmed: before, its token was in no mail but inside the signed link."""
    rows: Any = Subscription.objects.select_related("user").exclude(confirmed_at=None)
    return get_object_or_404(rows, token=token)
