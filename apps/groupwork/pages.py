"""What the groups did, month by month; a meeting and a plan; and their files. For those who see the school's desk."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE
from csp.decorators import csp_replace
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.disclosures.workflow import Refused
from apps.groupwork.forms import StrikeForm
from apps.groupwork.models import File, Meeting, Plan, Record
from apps.groupwork.numbers import items_for
from apps.groupwork.overview import rows_of
from apps.groupwork.paging import newest
from apps.groupwork.people import may_record, schools_of
from apps.groupwork.recording import against_striking, strike
from apps.groupwork.years import Month, Year
from apps.organization.models import Unit


@never_cache
@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The months of a school year, its meetings and its plans."""
    schools = list(schools_of(request.user))
    school = _school(request, schools)
    year = _year(request, school)
    span = (year.first, year.last)
    page = newest(Meeting.objects.filter(school=school, held_on__range=span), request.GET.get("after", ""))
    plans = Plan.objects.filter(school=school, starts_on__lte=year.last, ends_on__gte=year.first)
    context = {
        "schools": schools,
        "school": school,
        "year": year,
        "rows": rows_of(school, year),
        "page": page,
        "plans": plans,
        "may_record": may_record(request.user, school),
    }
    return render(request, "groupwork/home.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting, to be read, printed and signed."""
    found = get_object_or_404(Meeting.objects.seen_by(request.user).select_related("school"), pk=pk)
    return record_page(request, found, "groupwork/meeting.html", {"presences": found.presences.all()})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One work plan, and the item as which it was disclosed, for who may read that."""
    found = get_object_or_404(Plan.objects.seen_by(request.user).select_related("school"), pk=pk)
    item = items_for(request.user, [found.disclosure_id]).get(found.disclosure_id or 0)
    return record_page(request, found, "groupwork/plan.html", {"item": item})


def record_page(request: HttpRequest, record: Record, template: str, more: dict[str, Any]) -> HttpResponse:
    """The page of a record; what is sent to it strikes the record out."""
    form = StrikeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and was_struck(record, request, form):
        return redirect(record.get_absolute_url())
    may_strike = not against_striking(record, request.user)
    context = {"record": record, "form": form, "may_strike": may_strike, **more}
    return render(request, template, context, status=400 if form.errors else 200)


def was_struck(record: Record, request: HttpRequest, form: StrikeForm) -> bool:
    """Whether it was done; a refusal goes into the form, in words."""
    try:
        strike(record, actor=request.user, reason=form.cleaned_data["reason"])
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return False
    messages.success(request, _("The record is struck out."))
    return True


@never_cache
@login_required
@require_safe
def file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """A file of a record, to be kept and never shown in the browser."""
    files = File.objects.select_related("meeting", "plan", "checklist")
    found = get_object_or_404(files, pk=pk)
    if found.name != name or not schools_of(request.user).filter(pk=found.record.school_id).exists():
        raise Http404
    try:
        return _stream(request, found)
    except FileNotFoundError:
        messages.error(request, _("The file “%(name)s” is missing on the disk.") % {"name": found.name})
        return redirect(found.record.get_absolute_url())


@csp_replace({"default-src": [NONE], "sandbox": True})
def _stream(request: HttpRequest, found: File) -> FileResponse:
    content = found.file.open("rb")
    response = FileResponse(content, as_attachment=True, filename=found.name, content_type=found.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _school(request: HttpRequest, schools: list[Unit]) -> Unit:
    """The school in the address, or the first of those whose records this person reads. Raises Http404."""
    named = request.GET.get("school")
    for school in schools:
        if named in (None, str(school.pk)):
            return school
    raise Http404


def _year(request: HttpRequest, school: Unit) -> Year:
    """The school year of the month in the address, or the one that runs. Raises Http404."""
    try:
        month = Month.read(request.GET["month"]) if "month" in request.GET else None
    except ValueError as error:
        raise Http404 from error
    if month and not month.has_begun:
        raise Http404
    return Year.at(school, month.middle if month else timezone.localdate())
