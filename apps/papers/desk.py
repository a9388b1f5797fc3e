"""The office's pages of the physical board: what hangs where, recorded by whoever hung it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.disclosures.models import Disclosure
from apps.disclosures.workflow import Refused
from apps.organization.roles import allows
from apps.papers.forms import HangForm, StrikeForm, TakeDownForm, helper_of
from apps.papers.hanging import PERMISSION, hang, strike, take_down
from apps.papers.models import Posting
from apps.papers.wall import Wall, items_to_hang
from apps.papers.weeks import Week


@never_cache
@login_required
@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """The week's board, what is to be hung, what hangs, and papers that could not be made."""
    if not allows(request.user, PERMISSION):
        raise Http404
    context = {"wall": Wall(items_to_hang(request.user)), "week": Week.current()}
    return render(request, "papers/wall.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hanging(request: HttpRequest, number: str) -> HttpResponse:
    """The postings of an item, and a form for the next."""
    item = _item(request, number=number)
    form = HangForm(request.POST or None, request.FILES or None, initial={"place": _last_place(request)})
    if _taken(form, lambda data: hang(item, actor=request.user, **data)):
        messages.success(request, _("Recorded: “%(title)s” hangs there.") % {"title": item.title})
        return redirect("papers:hanging", number=item.number)
    return _form_page(request, item, form, _("Record that it hangs on a board"))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def taken_down(request: HttpRequest, pk: int) -> HttpResponse:
    """A form for when a posting was taken down."""
    posting, item = _posting(request, pk)
    form = TakeDownForm(request.POST or None)
    if _taken(form, lambda data: take_down(posting, item, actor=request.user, **data)):
        messages.success(request, _("Recorded: “%(title)s” was taken down.") % {"title": item.title})
        return redirect("papers:hanging", number=item.number)
    return _form_page(request, item, form, _("Record that it was taken down"), posting)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def struck(request: HttpRequest, pk: int) -> HttpResponse:
    """A form for what is wrong with a posting."""
    posting, item = _posting(request, pk)
    form = StrikeForm(request.POST or None)
    if _taken(form, lambda data: strike(posting, item, actor=request.user, **data)):
        messages.success(request, _("The record is struck out."))
        return redirect("papers:hanging", number=item.number)
    return _form_page(request, item, form, _("Strike out a wrong record"), posting)


def _taken(form: Any, deed: Callable[[dict[str, Any]], object]) -> bool:
    """Whether the deed was done; a refusal goes into the form, in words."""
    if not form.is_valid():
        return False
    try:
        deed(form.cleaned_data)
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return False
    return True


def _form_page(
    request: HttpRequest, item: Disclosure, form: Any, heading: str, posting: Posting | None = None
) -> HttpResponse:
    """The form; a photo has to be chosen again, and is asked for when it had been."""
    if form.errors and request.FILES and "photo" not in form.errors:
        form.add_error("photo", _("Choose the photo again: a browser never sends it twice."))
    form.helper = helper_of(form)
    context = {
        "item": item,
        "form": form,
        "heading": heading,
        "posting": posting,
        "first": f"id_{next(iter(form.fields))}",
    }
    return render(request, "papers/hanging.html", context, status=400 if form.errors else 200)


def _item(request: HttpRequest, **place: Any) -> Disclosure:
    year, serial = map(int, place["number"].split("-"))
    return get_object_or_404(
        items_to_hang(request.user).select_related("unit__parent__parent", "school"),
        register_year=year,
        register_serial=serial,
    )


def _posting(request: HttpRequest, pk: int) -> tuple[Posting, Disclosure]:
    """A posting that still counts, and its item."""
    item = get_object_or_404(items_to_hang(request.user).select_related("unit__parent__parent"), postings=pk)
    return get_object_or_404(item.postings.filter(struck_at=None), pk=pk), item


def _last_place(request: HttpRequest) -> str:
    """Where this person hung something last."""
    last = Posting.objects.filter(recorded_by=request.user).order_by("-id").first()
    return last.place if last else ""
