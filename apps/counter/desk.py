"""The office's page of the counter: whether the web forms are open, and the switch that pauses them."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.accounts.forms import portal_form
from apps.accounts.models import User
from apps.counter.guard import FLOOD, may_be_flooded
from apps.counter.models import Pause
from apps.counter.pausing import PERMISSION, pause, pause_of, reopen
from apps.disclosures.admin.fields import MomentInput
from apps.disclosures.workflow import Refused
from apps.organization.models import Unit
from apps.organization.roles import units_where

SHOWN = 20
"""Pauses of the past that the page lists."""


def words_of(name: str) -> dict[str, Any]:
    """Label and help of a field as the model has them."""
    field: Any = Pause._meta.get_field(name)
    return {"label": capfirst(field.verbose_name), "help_text": field.help_text}


class PauseForm(forms.Form):
    """Why the forms are paused, and until when."""

    reason = forms.CharField(max_length=200, **words_of("reason"))
    until = forms.DateTimeField(required=False, widget=MomentInput, **words_of("until"))

    @property
    def helper(self) -> FormHelper:
        return portal_form(list(self.fields), gettext_lazy("Pause the forms"))


def schools_of(user: User) -> list[Unit]:
    """The schools whose forms this person may pause."""
    return list(units_where(user, PERMISSION).filter(level=Unit.Level.SCHOOL))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pausing(request: HttpRequest) -> HttpResponse:
    """Pause the web forms of a school, or open them again."""
    office: Any = request.user
    schools = schools_of(office)
    school = _chosen(request, schools)
    form = PauseForm(request.POST if request.method == "POST" and "reopen" not in request.POST else None)
    if _done(request, school, form):
        return redirect(reverse("counter:pausing", query={"school": school.pk}))
    context = {
        "school": school,
        "others": [other for other in schools if other != school],
        "form": form,
        "pause": pause_of(school),
        "pauses": school.pauses.select_related("set_by", "ended_by")[:SHOWN],
        "is_flooded": may_be_flooded(school),
        "most": FLOOD,
    }
    return render(request, "counter/pausing.html", context, status=400 if form.errors else 200)


def _chosen(request: HttpRequest, schools: list[Unit]) -> Unit:
    """The school in the address, or the only one."""
    named = request.GET.get("school")
    found = [school for school in schools if named in (None, str(school.pk))]
    if not found:
        raise Http404
    return found[0]


def _done(request: HttpRequest, school: Unit, form: PauseForm) -> bool:
    """Whether the switch was turned; a refusal goes into the form, in words."""
    office: Any = request.user
    if request.method == "POST" and not form.is_bound:
        reopen(school, actor=office)
        messages.success(request, _("The web forms are open again."))
        return True
    if not form.is_valid():
        return False
    try:
        pause(school, actor=office, **form.cleaned_data)
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return False
    messages.success(request, _("The web forms are paused. Telephone and opinion box stay open."))
    return True
