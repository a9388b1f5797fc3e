"""The forms by which a meeting and a plan are recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.disclosures.workflow import Refused
from apps.groupwork.forms import MeetingForm, PlanForm
from apps.groupwork.models import Record
from apps.groupwork.people import may_record, schools_of
from apps.groupwork.recording import record_meeting, record_plan
from apps.organization.models import Unit


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_meeting(request: HttpRequest) -> HttpResponse:
    """A form for a meeting that was held."""
    school = _school(request)
    form = MeetingForm(school, request.user, request.POST or None, request.FILES or None)

    def record() -> Record:
        data = form.cleaned_data
        return record_meeting(form.record(), actor=request.user, present=data["present"], files=data["files"])

    return _form_page(request, form, record, _("Record a meeting"))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_plan(request: HttpRequest) -> HttpResponse:
    """A form for a work plan that was adopted."""
    school = _school(request)
    form = PlanForm(school, request.user, request.POST or None, request.FILES or None)

    def record() -> Record:
        return record_plan(form.record(), actor=request.user, files=form.cleaned_data["files"])

    return _form_page(request, form, record, _("Record a work plan"))


def _form_page(request: HttpRequest, form: Any, deed: Callable[[], Record], heading: str) -> HttpResponse:
    """The page of what was recorded, or the form with what was typed and why nothing is recorded yet."""
    if form.is_valid() and (record := recorded(form, deed)):
        messages.success(request, _("Recorded."))
        return redirect(record.get_absolute_url())
    context = {"form": form, "school": form.school, "heading": heading}
    return render(request, "groupwork/form.html", context, status=400 if form.is_bound else 200)


def recorded(form: Any, deed: Callable[[], Record]) -> Record | None:
    """The record; None when it was refused, with the reasons in the form."""
    try:
        return deed()
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
    return None


def _school(request: HttpRequest) -> Unit:
    """The school in the address, or the only one for which this person records. Raises Http404."""
    named = request.GET.get("school")
    for school in schools_of(request.user):
        if named in (None, str(school.pk)) and may_record(request.user, school):
            return school
    raise Http404
