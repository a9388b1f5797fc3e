"""The page of a month for the supervision group: its questions, the answers, and the second member's confirmation."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.accounts.models import User
from apps.disclosures.models import Disclosure
from apps.disclosures.workflow import Refused
from apps.groupwork.checking import against_answering, against_confirming, answer, answers_of, confirm
from apps.groupwork.forms import ChecklistForm, StrikeForm
from apps.groupwork.models import Answer, Checklist
from apps.groupwork.numbers import items_for
from apps.groupwork.pages import was_struck
from apps.groupwork.people import may_record, schools_of
from apps.groupwork.recording import against_striking
from apps.groupwork.writing import recorded
from apps.groupwork.years import Month
from apps.organization.models import Unit


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def checklist(request: HttpRequest, school: str, month: str) -> HttpResponse:
    """Read the answers about a month, give them, confirm them or strike them out."""
    found, read = get_object_or_404(schools_of(request.user), pk=school), _month(month)
    deed = DEEDS.get(request.POST.get("do", ""), _shown)
    return deed(request, found, read)


def _shown(request: HttpRequest, school: Unit, month: Month) -> HttpResponse:
    return _page(request, school, month)


def _answer(request: HttpRequest, school: Unit, month: Month) -> HttpResponse:
    form = ChecklistForm(month, school, request.user, request.POST, request.FILES)

    def record() -> Checklist:
        given, answers = form.record()
        return answer(given, actor=request.user, answers=answers, files=form.cleaned_data["files"])

    if form.is_valid() and recorded(form, record):
        messages.success(request, _("Your answers are recorded. Another member of the group confirms them."))
        return _back(school, month)
    return _page(request, school, month, form=form)


def _confirm(request: HttpRequest, school: Unit, month: Month) -> HttpResponse:
    try:
        confirm(_named(request, school, month), actor=request.user)
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.warning(request, reason)
    else:
        messages.success(request, _("Confirmed. This month is closed and kept."))
    return _back(school, month)


def _strike(request: HttpRequest, school: Unit, month: Month) -> HttpResponse:
    form = StrikeForm(request.POST)
    if form.is_valid() and was_struck(_named(request, school, month), request, form):
        return _back(school, month)
    return _page(request, school, month, strike=form)


DEEDS = {"answer": _answer, "confirm": _confirm, "strike": _strike}


def _back(school: Unit, month: Month) -> HttpResponse:
    return redirect("groupwork:checklist", school.pk, month)


def _named(request: HttpRequest, school: Unit, month: Month) -> Checklist:
    """The answers that were looked at: others may have taken their place since."""
    key = request.POST.get("answers", "")
    kept = Checklist.objects.filter(school=school, month=month.first)
    return get_object_or_404(kept.select_related("school"), pk=key if key.isdecimal() else None)


def _page(
    request: HttpRequest,
    school: Unit,
    month: Month,
    form: ChecklistForm | None = None,
    strike: StrikeForm | None = None,
) -> HttpResponse:
    """The month as it stands; a form that was refused comes back with what was typed."""
    user, given = request.user, answers_of(school, month)
    if form is None and may_record(user, school, Checklist.kept_by) and not against_answering(school, month):
        form = ChecklistForm(month, school, user)
    struck = Checklist.objects.exclude(struck_at=None).filter(school=school, month=month.first)
    context = {
        "school": school,
        "month": month,
        "form": form,
        "given": given,
        "answers": answers_for(user, given) if given else [],
        "struck": [(old, answers_for(user, old)) for old in struck.prefetch_related("answers", "files")],
        "against": against_answering(school, month) if given is None else against_confirming(given, user),
        "may_confirm": given is not None and not against_confirming(given, user),
        "may_strike": given is not None and not against_striking(given, user),
        "strike": strike or StrikeForm(),
    }
    is_refused = any(sent is not None and sent.errors for sent in (form, strike))
    return render(request, "groupwork/checklist.html", context, status=400 if is_refused else 200)


def answers_for(reader: User, given: Checklist) -> list[tuple[Answer, Disclosure | None]]:
    """The answers, each with the item it is about if this person may read it."""
    answers = list(given.answers.all())
    items = items_for(reader, [one.disclosure_id for one in answers])
    return [(one, items.get(one.disclosure_id or 0)) for one in answers]


def _month(text: str) -> Month:
    try:
        return Month.read(text)
    except ValueError as error:
        raise Http404 from error
