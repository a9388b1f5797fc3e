"""The working side: what waits for me, the queue of the supervision group, and its review page."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.models import User
from apps.desk.forms import OpinionForm
from apps.desk.kinds import blanks, with_kinds
from apps.desk.page import review_page
from apps.desk.queue import queue_of, reviewable_by, was_returned_to
from apps.desk.work import opinions_missing, sections_of
from apps.disclosures.audience import audiences_of
from apps.disclosures.models import Disclosure
from apps.disclosures.opinions import Review
from apps.disclosures.states import State
from apps.disclosures.workflow import Refused, take, was_taken
from apps.organization.roles import allows


@never_cache
@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for whoever signs in; readers without work are shown what they can read."""
    user = request.user
    if not allows(user, "disclosures.view"):
        audiences = {audience for audience, _unit in audiences_of(user)}
        return render(request, "desk/welcome.html", {"audiences": audiences})
    forms = blanks() if allows(user, "disclosures.draft") else []
    return render(request, "desk/home.html", {"sections": sections_of(user), "blanks": forms})


@never_cache
@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """All kinds in review, before this member."""
    if not allows(request.user, "disclosures.endorse"):
        raise Http404
    return render(request, "desk/queue.html", {"queue": queue_of(request.user)})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a submitted item and give an opinion on it; what was typed stays when the step is refused."""
    form = OpinionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (given := _given_before(form, request.user, pk)):
        messages.success(request, _said(given))
        return redirect("desk:queue")
    if form.is_bound and was_returned_to(request.user, pk):
        return _too_late(request)
    item = get_object_or_404(reviewable_by(request.user), pk=pk)
    if form.is_valid() and (taken := _give(form, item, request.user)):
        messages.success(request, _said(taken))
        return redirect("desk:queue")
    whole = with_kinds([item])
    if not whole:
        raise Http404
    return render(request, "desk/review.html", review_page(whole[0].specific, request.user, form))


def _given_before(form: OpinionForm, member: User, pk: int) -> Disclosure | None:
    """The item, if this very opinion is recorded already: the button was pressed twice."""
    item = Disclosure.objects.filter(pk=pk).first()
    is_given = item and was_taken(form.cleaned_data["step"], item, actor=member, reason=form.reason)
    return item if is_given else None


def _give(form: OpinionForm, item: Disclosure, member: User) -> Disclosure | None:
    """Take the step; a refusal goes into the form, in words."""
    data = form.cleaned_data
    try:
        return take(data["step"], item, actor=member, reason=form.reason, seen=data["seen"])
    except Refused as refusal:
        if given := _given_before(form, member, item.pk):  # the first press was still on its way
            return given
        for reason in refusal.reasons:
            form.add_error(None, reason)
    return None


def _said(item: Disclosure) -> str:
    """What the opinion led to."""
    thanks = _("Your opinion on “%(title)s” is recorded.") % {"title": item.title}
    outcomes = {
        State.APPROVED: _("It was the last one needed: the item is approved and waits to be posted."),
        State.DRAFT: _("It was the last one needed: the item goes back to its drafters with every reason."),
    }
    return f"{thanks} {outcomes.get(State(item.state)) or opinions_missing(Review(item))}"


def _too_late(request: HttpRequest) -> HttpResponse:
    """The review ended while this member was still writing; their words go back to them."""
    text = _("This item was returned to its drafters in the meantime, so no further opinion is needed.")
    if words := request.POST.get("words", "").strip():
        text += " " + _("You had written: “%(words)s”") % {"words": words[:2000]}
    messages.warning(request, text)
    return redirect("desk:queue")
