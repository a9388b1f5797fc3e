"""The list of cases, the page of one, and its files: each for those who may see it, and unknown to all others."""

from __future__ import annotations

from csp.constants import NONE
from csp.decorators import csp_replace
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.cases import codes
from apps.cases.models import Case
from apps.casework.deeds import DEEDS, Deed, perform
from apps.casework.filters import Filters
from apps.casework.forms import DeedForm
from apps.casework.paging import newest, soonest_due
from apps.casework.registrars import may_register
from apps.casework.rows import rows_of
from apps.casework.templatetags.casework import has_casework
from apps.casework.workbench import page_of
from apps.disclosures.workflow import Refused


@never_cache
@login_required
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """All cases this person may see, narrowed by the address."""
    if not has_casework({"request": request}):
        raise Http404
    filters = Filters(request.GET, request.user)
    group = filters.chosen.get("group", "")
    order = soonest_due if group in ("open", "mine", "overdue") else newest
    page = order(filters.of_group(group), request.GET.get("after", ""))
    context = {
        "filters": filters,
        "group": group,
        "groups": [(label, count, filters.address(group=name), name) for name, label, count in filters.counts()],
        "rows": rows_of(page.cases, request.user),
        "following": filters.address(group=group, after=page.following) if page.following else "",
        "first": filters.address(group=group) if "after" in request.GET else "",
        "may_register": may_register(request.user),
    }
    return render(request, "casework/list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, code: str) -> HttpResponse:
    """Read a case and do what is to be done in it; what was typed stays when that is refused."""
    found = _found(request, code)
    if request.method != "POST":
        return render(request, "casework/case.html", page_of(found, request.user))
    deed = DEEDS.get(request.POST.get("do", ""))
    if deed is None:
        messages.warning(request, _("Nothing was done. Choose one of the buttons on this page."))
        return redirect("casework:case", found.code)
    form = deed.form(found, request.user, request.POST, auto_id=f"{deed.name}-%s")
    if form.is_valid() and _done(deed, found, request, form):
        messages.success(request, _("Done: %(deed)s.") % {"deed": deed.label})
        is_seen = Case.objects.seen_by(request.user).filter(pk=found.pk).exists()
        return redirect("casework:case", found.code) if is_seen else redirect("casework:list")
    page = page_of(_found(request, code), request.user, deed.name, form)
    return render(request, "casework/case.html", page, status=409)


def _found(request: HttpRequest, code: str) -> Case:
    """The case with this receipt code; a number that counts up would tell how many cases are kept from this person."""
    cases = Case.objects.seen_by(request.user).select_related("school", "unit")
    return get_object_or_404(cases, code=codes.read(code))


def _done(deed: Deed, found: Case, request: HttpRequest, form: DeedForm) -> bool:
    """Whether it was done; a refusal goes into the form, in words."""
    try:
        perform(deed, found, actor=request.user, seen=request.POST.get("seen", ""), data=form.cleaned_data)
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return False
    return True


@never_cache
@login_required
@require_safe
def file(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """The first, second … file of a case, to be kept and never shown in the browser: nobody knows who sent it."""
    found = _found(request, code)
    attachment = dict(enumerate(found.attachments.all(), start=1)).get(number)
    if attachment is None:
        raise Http404
    try:
        return _stream(request, attachment)
    except FileNotFoundError:
        messages.error(request, _("The file “%(name)s” is missing on the disk.") % {"name": attachment.name})
        return redirect("casework:case", found.code)


@csp_replace({"default-src": [NONE], "sandbox": True})
def _stream(request: HttpRequest, attachment) -> FileResponse:
    content = attachment.file.open("rb")
    response = FileResponse(content, as_attachment=True, filename=attachment.name, content_type=attachment.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response
