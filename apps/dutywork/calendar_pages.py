"""The page of a person's calendar link, and the calendar file behind it."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.models import User
from apps.disclosures.addresses import absolute
from apps.dutywork import linking
from apps.dutywork.feeding import calendar_of
from apps.limits.gate import limited
from apps.organization.roles import allows

AN_HOUR = datetime.timedelta(hours=1)
MOST_AN_HOUR = 120
"""Readings by one client; a calendar program reads every few minutes at most, and a school shares an address."""


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """Whether this person has a link; a new one is shown once, in the answer to the button that makes it."""
    if not _has_duties(request.user):
        raise Http404
    address = ""
    if request.POST.get("do") == "renew":
        address = absolute(reverse("dutywork:calendar", args=[linking.renew(actor=request.user)]))
    elif request.method == "POST":
        linking.end(actor=request.user)
        messages.success(request, _("The link is ended. Calendars that read it find nothing from now on."))
        return redirect("dutywork:link")
    context = {"link": linking.link_of(request.user), "address": address}
    return render(request, "dutywork/link.html", context)


@limited("calendar", MOST_AN_HOUR, AN_HOUR)
@never_cache
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The file. An ended link, and that of somebody who left, is gone for good; one that never was is unknown."""
    found = linking.opened_by(token)
    if found is None:
        raise Http404
    if found.ended_at or not _has_duties(found.user):
        return HttpResponse(_("This calendar link is ended."), status=410, content_type="text/plain; charset=utf-8")
    with translation.override(found.language):
        content = calendar_of(found.user)
    disposition = {"Content-Disposition": 'inline; filename="duties.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=disposition)


def _has_duties(person: User) -> bool:
    """Asked of the roles in force today: whoever left has none."""
    return person.is_active and allows(person, "duties.view")
