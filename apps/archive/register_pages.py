"""The register on the working side: by year, to print and to take away."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apps.archive.register_columns import register_table
from apps.archive.register_filters import Filters
from apps.archive.register_paging import all_lines, page_of
from apps.archive.register_printing import register_pdf, sheet_of
from apps.limits.gate import limited
from apps.organization.roles import allows
from apps.papers.printing import NotPrinted
from apps.papers.views import unavailable
from apps.reuse.exports import sent
from apps.reuse.files import FORMS, FileForm, file_name

PERMISSION = "disclosures.view"
PDF = FileForm("pdf", "application/pdf")
MOST_PRINTED, MOST_SET = 2000, 400
"""Lines of one print from the browser, and of one PDF, which takes the portal a second for every twenty lines."""

sparingly = limited("register", 60, datetime.timedelta(minutes=10))


def for_work(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The register is for who works here; what of it somebody reads is decided item by item."""

    @never_cache
    @login_required
    @require_safe
    @wraps(view)
    def door(request: HttpRequest, **args: Any) -> HttpResponseBase:
        if not allows(request.user, PERMISSION):
            raise Http404
        return view(request, Filters(request.GET, request.user), **args)

    return door


@for_work
def register(request: HttpRequest, filters: Filters) -> HttpResponse:
    """The lines of a year in the order of their numbers."""
    page = page_of(filters, request.GET.get("after", ""))
    found = filters.narrowed().count()
    context = {
        "filters": filters,
        "page": page,
        "found": found,
        "kept": filters.given - found,
        "following": filters.address(after=page.following) if page.following else "",
        "first": filters.address() if "after" in request.GET else "",
        "here": filters.address(),
    }
    return render(request, "archive/register.html", context)


@for_work
def printed(request: HttpRequest, filters: Filters) -> HttpResponse:
    """The list on paper, with lines to sign, to print from the browser."""
    if is_longer(filters, MOST_PRINTED):
        return _too_long(request, filters, MOST_PRINTED)
    return render(request, "archive/register_print.html", {"filters": filters, "sheet": sheet_of(filters)})


@for_work
@sparingly
def as_pdf(request: HttpRequest, filters: Filters) -> HttpResponseBase:
    """The same as a PDF, from a file that is gone afterwards."""
    if is_longer(filters, MOST_SET):
        return _too_long(request, filters, MOST_SET)
    try:
        response = FileResponse(register_pdf(sheet_of(filters)), content_type=PDF.media_type)
    except NotPrinted:
        return unavailable(request, f"{request.path.removesuffix('.pdf')}/{filters.address()}")
    response["Content-Disposition"] = content_disposition_header(False, file_name(PDF, *_names(filters)))
    return response


@for_work
@sparingly
def as_file(request: HttpRequest, filters: Filters, suffix: str) -> HttpResponseBase:
    """Every line of the list as a spreadsheet or as text."""
    return sent(FORMS[suffix], [register_table(all_lines(filters))], *_names(filters))


def is_longer(filters: Filters, most: int) -> bool:
    return filters.narrowed().order_by()[: most + 1].count() > most


def _too_long(request: HttpRequest, filters: Filters, most: int) -> HttpResponse:
    context = {"filters": filters, "most": most, "prints": most == MOST_SET}
    return render(request, "archive/register_long.html", context, status=422)


def _names(filters: Filters) -> list[str]:
    unit = filters.chosen.get("unit")
    return [_("Register of disclosures"), str(filters.year_chosen or ""), unit.name if unit else ""]
