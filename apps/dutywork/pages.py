"""The list of duties, a week, a term, and the page of one duty: for everybody who works on duties."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from itertools import groupby
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.disclosures.addresses import form_address
from apps.disclosures.models import Disclosure
from apps.duties.models import Duty
from apps.duties.people import holders_of
from apps.duties.proposals import proposed
from apps.dutywork.deeds import DEEDS, Deed, DeedForm, offered, perform
from apps.dutywork.filters import Filters, page_of, term_of
from apps.dutywork.rows import OPEN, rows_of
from apps.dutywork.seeing import may_draft, readable_by, to_do_of
from apps.dutywork.weeks import read, week_of
from apps.dutywork.wording import log_of
from apps.organization.roles import allows

View = Callable[..., HttpResponse]


def for_duties(view: View) -> View:
    """A page for whoever works on duties anywhere; for all others there is no such page."""

    @never_cache
    @login_required
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not allows(request.user, "duties.view"):
            raise Http404
        return view(request, *args, **kwargs)

    return door


@for_duties
@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """All duties of a school, narrowed by the address."""
    filters = Filters(request.GET, request.user)
    page = page_of(filters.found(), request.GET.get("after", ""))
    context = {
        "filters": filters,
        "counts": filters.counts(),
        "rows": rows_of(page.duties, request.user),
        "following": filters.address(after=page.following) if page.following else "",
        "first": filters.address() or "?" if "after" in request.GET else "",
        "may_record": allows(request.user, "duties.record"),
        "may_arrange": allows(request.user, "duties.arrange"),
    }
    return render(request, "dutywork/list.html", context)


@for_duties
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """A week: one's own duties, or all that one may read for who has none."""
    monday = read(request.GET.get("week", ""))
    mine = to_do_of(request.user) if allows(request.user, "disclosures.draft") else readable_by(request.user)
    return render(request, "dutywork/week.html", {"week": week_of(monday, mine, request.user)})


@for_duties
@require_safe
def term(request: HttpRequest) -> HttpResponse:
    """The whole term of a school, month by month."""
    filters = Filters(request.GET, request.user)
    chosen, terms = term_of(filters.school, filters.chosen.get("term")), cast(Any, filters.fields["term"])
    terms.empty_label = _("the running term")
    found = filters.of_school().filter(term=chosen, due_on__isnull=False).judged().with_delay()
    if unit := filters.chosen.get("unit"):
        found = found.filter(unit=unit)
    rows = rows_of(found.order_by("due_on", "heading", "id"), request.user)
    months = [(first, list(those)) for first, those in groupby(rows, lambda row: row.duty.due_on.replace(day=1))]
    return render(request, "dutywork/term.html", {"filters": filters, "term": chosen, "months": months})


@for_duties
@require_http_methods(["GET", "HEAD", "POST"])
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """One duty: what, until when and why, what became of it; and what this person can do."""
    found = get_object_or_404(readable_by(request.user).judged().with_delay(), pk=pk)
    if request.method != "POST":
        return _page(request, found)
    deed = DEEDS.get(request.POST.get("do", ""))
    if deed is None or not deed.is_offered(found, request.user):
        return _page(request, found, is_gone=True)
    form = deed.form(found, request.user, request.POST)
    address = perform(deed, form)
    if address is None:
        return _page(request, found, deed, form)
    messages.success(request, deed.after)
    return redirect(address)


def _page(
    request: HttpRequest, duty: Duty, tried: Deed | None = None, form: DeedForm | None = None, *, is_gone: bool = False
) -> HttpResponse:
    """The page, with the form that was refused in the place of its empty one; nothing that was typed is lost."""
    user, (row,) = request.user, rows_of([duty], request.user)
    deeds = [(deed, form if form and deed == tried else blank) for deed, blank in offered(duty, user)]
    context = {
        "duty": duty,
        "row": row,
        "holders": holders_of([duty])[duty.pk],
        "log": log_of(duty, user),
        "blanks": _blanks(duty) if _is_to_draft(request, duty) else [],
        "deeds": deeds,
        "tried": tried,
        "form": form,
        "is_gone": is_gone,
        "proposals": list(proposed().filter(duty=duty)),
        "may_move": DEEDS["confirm"].is_offered(duty, user),
    }
    return render(request, "dutywork/duty.html", context, status=409 if form or is_gone else 200)


def _blanks(duty: Duty) -> list[tuple[type[Disclosure], str]]:
    """Every kind with its empty form for this duty."""
    return [(kind, form_address(kind, duty=duty.pk)) for kind in Disclosure.kinds()]


def _is_to_draft(request: HttpRequest, duty: Duty) -> bool:
    return duty.lifted_at is None and duty.condition in OPEN and may_draft(request.user, duty)
