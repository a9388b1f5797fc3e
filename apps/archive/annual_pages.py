"""The annual report on the working side: its figures to look at, and the button that makes the draft."""

from __future__ import annotations

import datetime
import re

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.archive.annual_drafting import body_of, changes_since, draft_report, duty_of, report_of_year
from apps.calendars.working_days import ONE_DAY
from apps.disclosures.addresses import office_address
from apps.disclosures.models import Disclosure
from apps.disclosures.workflow import Refused
from apps.groupwork.coverage import schools_of
from apps.groupwork.years import EARLIEST, Year
from apps.organization.models import Unit
from apps.organization.roles import allows


class AnnualForm(forms.Form):
    """What no figure says."""

    words = forms.CharField(
        label=gettext_lazy("Problems and improvement"),
        help_text=gettext_lazy(
            "What did not go well, why, and what is done about it. Plain lines, an empty line between paragraphs."
        ),
        max_length=5000,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 8}),
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def annual(request: HttpRequest) -> HttpResponse:
    """The figures of a school year, the last that is over unless the address names another."""
    school = _school(request)
    year = _year(request, school)
    form = AnnualForm(request.POST or None)
    drafted = report_of_year(school, year, request.user)
    if form.is_valid() and (item := _drafted(request, form, school, year)):
        said = (
            _("It was drafted already: here it is.")
            if drafted
            else _("Drafted. Read it, then go on as with every item.")
        )
        messages.success(request, said)
        return redirect(office_address(item))
    return render(
        request,
        "archive/annual.html",
        _context(request, school, year, form, drafted),
        status=400 if form.errors else 200,
    )


def _drafted(request: HttpRequest, form: AnnualForm, school: Unit, year: Year) -> Disclosure | None:
    """The draft; a refusal goes into the form, in words."""
    try:
        return draft_report(school, year, actor=request.user, words=form.cleaned_data["words"])
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
    return None


def _context(
    request: HttpRequest, school: Unit, year: Year, form: AnnualForm, drafted: Disclosure | None
) -> dict[str, object]:
    start, today = year.first.year, timezone.localdate()
    is_over = year.last < today
    may_draft = is_over and not drafted and allows(request.user, "disclosures.draft", school)
    return {
        "schools": schools_of(request.user),
        "school": school,
        "year": year,
        "form": form if may_draft or form.is_bound else None,
        "is_over": is_over,
        "drafted": drafted,
        "address": office_address(drafted) if drafted else "",
        "changed": changes_since(drafted, request.user) if drafted else [],
        "duty": duty_of(school, year),
        "text": mark_safe(body_of(school, year, "", request.user)),
        "before": start - 1 if start > EARLIEST else None,
        "after": start + 1 if is_over else None,
    }


def _school(request: HttpRequest) -> Unit:
    named = request.GET.get("school")
    for school in schools_of(request.user):
        if named in (None, str(school.pk)):
            return school
    raise Http404


def _year(request: HttpRequest, school: Unit) -> Year:
    """The school year that began in the year of the address. Raises Http404."""
    today = timezone.localdate()
    if "year" not in request.GET:
        return Year.at(school, Year.at(school, today).first - ONE_DAY)
    typed = request.GET["year"]
    if not re.fullmatch("[0-9]{4}", typed) or not EARLIEST <= int(typed) <= today.year:
        raise Http404
    year = Year.at(school, datetime.date(int(typed), 12, 31))
    if year.first > today:
        raise Http404
    return year
