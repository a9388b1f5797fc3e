"""The archive that one walks out with: what to pack, how far it is, and the door to the file."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.archive.forms import PackageForm
from apps.archive.jobs import ask_for, is_stale
from apps.archive.models import Package
from apps.archive.orders import Order, schools_for
from apps.archive.sending import sent
from apps.disclosures.workflow import Refused
from apps.reuse.files import UNFIT
from apps.reuse.job_pages import LOOK_AGAIN

SHOWN = 20
"""Packages of one person on the page."""


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def packages(request: HttpRequest) -> HttpResponse:
    """A form for the next package, and this person's own."""
    if not schools_for(request.user).exists():
        raise PermissionDenied
    form = PackageForm(request.user, request.POST or None)
    if form.is_valid():
        return _asked(request, form.order)
    context = {"form": form, "packages": request.user.packages.select_related("school")[:SHOWN]}
    return render(request, "archive/packages.html", context, status=400 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def package(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How far a package of this person is; pressing the button asks for the same again."""
    found = _own(request, key)
    if request.method == "POST":
        return _asked(request, found.order)
    response = _page(request, found)
    if found.is_under_way and "watch" in request.GET:
        response["Refresh"] = str(LOOK_AGAIN)
    return response


@never_cache
@login_required
@require_safe
def package_file(request: HttpRequest, key: uuid.UUID) -> HttpResponseBase:
    """The file, for who asked for it, while what it holds may still be read by them."""
    found = _own(request, key)
    if not found.written_at:
        raise Http404
    if is_stale(found):
        return _page(request, found, status=410)
    name = f"{UNFIT.sub('_', str(found.school))}_{found.first}_{found.last}.zip"
    return sent(request, found.path, name=name, etag=f'"{found.pk.hex}-{found.size}"')


def _asked(request: HttpRequest, order: Order) -> HttpResponse:
    try:
        return redirect("archive:package", ask_for(order, actor=request.user).pk)
    except Refused as refusal:
        raise PermissionDenied from refusal


def _own(request: HttpRequest, key: uuid.UUID) -> Package:
    return get_object_or_404(request.user.packages.select_related("school"), pk=key)


def _page(request: HttpRequest, package: Package, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"package": package, "is_stale": bool(package.written_at) and is_stale(package)}
    return render(request, "archive/package_job.html", context, status=status)
