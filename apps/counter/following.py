"""Following a case: code and secret open it for half an hour, and its writer can take their steps."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.interrupted import sent_by, texts_in
from apps.cases import codes
from apps.cases.duties import Duty
from apps.cases.filing import find
from apps.cases.models import Case
from apps.cases.types import Type
from apps.cases.workflow import STEPS, open_steps, take
from apps.counter.kept import Kept, for_the_writer_only, forget, keep, kept_in
from apps.counter.letters import ConfirmForm, FollowForm, MessageForm
from apps.counter.story import Story
from apps.counter.wording import WORDS
from apps.disclosures.models import Disclosure
from apps.disclosures.workflow import Refused
from apps.limits.clients import address_of
from apps.limits.counting import allow

A_CODE, AN_ADDRESS = 10, 30
AN_HOUR = datetime.timedelta(hours=1)
FORMS = {"add": MessageForm, "answer": MessageForm, "redo": MessageForm, "withdraw": ConfirmForm, "content": None}
"""The steps of a writer, and what each asks."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_writer_only
def follow(request: HttpRequest) -> HttpResponse:
    """Code and secret; whatever is wrong with them, the answer and its work are the same."""
    if request.method != "POST":
        return _asked(request, FollowForm())
    form = FollowForm(request.POST)
    if not form.is_valid():
        return _asked(request, form)
    if wait := _too_often(request, form.cleaned_data["code"]):
        form.add_error(None, _("That was too often. Please wait %(minutes)d minutes.") % {"minutes": wait // 60 + 1})
        response = _asked(request, form, status=429)
        response["Retry-After"] = wait
        return response
    found = find(form.cleaned_data["code"], form.cleaned_data["secret"])
    if found is None:
        form.add_error(
            None, _("No case opens with these two. Look at the slip again: the code, and the word or number.")
        )
        return _asked(request, form)
    response = redirect("counter:case")
    keep(response, Kept.CASE, found.code)
    return response


def _too_often(request: HttpRequest, typed: str) -> int:
    """Seconds to wait, for this address or for this code; 0 when it is not too often."""
    of_code, of_address = f"receipt {codes.read(typed) or typed}", f"receipts {address_of(request)}"
    asked = [allow(of_address, AN_ADDRESS, AN_HOUR), allow(of_code, A_CODE, AN_HOUR)]
    return max((one.seconds for one in asked if not one.is_allowed), default=0)


def _asked(request: HttpRequest, form: FollowForm, status: int = 200, texts: list[str] | None = None) -> HttpResponse:
    return render(request, "counter/follow.html", {"form": form, "texts": texts}, status=status)


@require_safe
@for_the_writer_only
def case(request: HttpRequest) -> HttpResponse:
    """The one case that this browser opened."""
    opened = _opened(request)
    return _shown(request, opened) if opened else redirect("counter:follow")


@require_POST
@for_the_writer_only
def step(request: HttpRequest, step: str) -> HttpResponse:
    """A step of the writer. What stops it is said, and what was typed stays."""
    if step not in FORMS:
        raise Http404
    opened = _opened(request)
    if opened is None or request.POST.get("case") != opened.code:  # another case was opened in another tab since
        return _asked(request, FollowForm(), status=403, texts=texts_in(sent_by(request)))
    form = _form(step, request.POST)
    if form and not form.is_valid():
        return _shown(request, opened, {step: form})
    try:
        take(step, opened, actor=None, text=form.cleaned_data.get("text", "") if form else "")
    except Refused as refused:
        return _shown(request, opened, {step: form} if form else {}, refused.reasons)
    messages.success(request, _("Done: %(step)s.") % {"step": STEPS[step].label})
    response = redirect("counter:case")
    keep(response, Kept.CASE, opened.code)
    return response


@require_POST
@for_the_writer_only
def leave(request: HttpRequest) -> HttpResponse:
    """This browser opens the case no more without its code and secret."""
    response = redirect("counter:home")
    forget(response, Kept.CASE)
    forget(response, Kept.RECEIPT)
    return response


def _opened(request: HttpRequest) -> Case | None:
    """By the code alone: the secret was shown when it was kept."""
    code = kept_in(request, Kept.CASE)
    if not code:
        return None
    return Case.objects.of_receipt(code).select_related("school", "identity", "merged_into").first()


def _form(step: str, *data: Any) -> forms.Form | None:
    form_class = FORMS[step]
    return form_class(*data, step=step) if form_class else None


def _shown(
    request: HttpRequest, opened: Case, sent: dict[str, forms.Form] | None = None, reasons: list[str] | None = None
) -> HttpResponse:
    opened.refresh_from_db(fields=["state"])
    steps = [
        (step, (sent or {}).get(step.name) or _form(step.name))
        for step in open_steps(opened, None)
        if step.duty == Duty.WRITER
    ]
    context = {
        "case": opened,
        "words": WORDS[Type(opened.type)],
        "story": Story(opened),
        "steps": steps,
        "reasons": reasons,
        "lost": _lost(sent or {}, {step.name for step, _form in steps}),
        "item": Disclosure.objects.visible_to(request.user).filter(cases=opened.pk).first(),
    }
    return render(request, "counter/case.html", context)


def _lost(sent: dict[str, forms.Form], open_now: set[str]) -> list[str]:
    """What was written for a step that is not possible any more."""
    return [form["text"].value() for step, form in sent.items() if step not in open_now and "text" in form.fields]
