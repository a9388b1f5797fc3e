"""The school's choice of rhythms: how often it discloses a matter where schools do it differently."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.models import User
from apps.calendars.working_days import ONE_DAY
from apps.catalogue.models import Heading
from apps.disclosures.admin.fields import DayInput
from apps.disclosures.workflow import Refused
from apps.duties.choosing import choose_rhythm
from apps.duties.models import Choice
from apps.duties.rhythms import Rhythm
from apps.duties.trying import effect_of
from apps.dutywork.pages import for_duties
from apps.dutywork.timings import Practice, practice_of, practices_of
from apps.organization.models import Unit
from apps.organization.roles import allows, units_where

MOST_DAYS = 250
"""A time limit longer than the working days of a year is a slip of the pen."""


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(
        label=gettext_lazy("How often"),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose how often."),
            "invalid_choice": gettext_lazy("Choose how often."),
        },
    )
    days = forms.IntegerField(
        label=gettext_lazy("Time limit in days"),
        help_text=gettext_lazy("Empty: the usual number. A rhythm without an end has none."),
        min_value=0,
        max_value=MOST_DAYS,
        required=False,
        widget=forms.TextInput({"class": "form-control form-control--short", "inputmode": "numeric"}),
    )
    since = forms.DateField(
        label=gettext_lazy("For what is due from this day on"),
        help_text=gettext_lazy("Tomorrow or later. What is due until today stays as it was."),
        widget=DayInput({"class": "form-control form-control--short"}),
        error_messages={"required": gettext_lazy("Enter the day."), "invalid": gettext_lazy("Enter a day.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Readers see it beside the matter."),
        max_length=Choice._meta.get_field("reason").max_length,
        widget=forms.Textarea({"class": "form-control", "rows": 2}),
        error_messages={"required": gettext_lazy("Say why, in a sentence: readers see it beside the matter.")},
    )


@for_duties
@require_safe
def rhythms(request: HttpRequest) -> HttpResponse:
    """Every matter with its rhythm; for everybody who works on duties, changed by the office alone."""
    school = _school(request.user)
    context = {
        "school": school,
        "practices": practices_of(school),
        "may_arrange": allows(request.user, "duties.arrange", school),
    }
    return render(request, "dutywork/rhythms.html", context)


@for_duties
@require_http_methods(["GET", "HEAD", "POST"])
def rhythm(request: HttpRequest, code: str) -> HttpResponse:
    """One matter: how it is done, what was chosen before, and another choice; one button only says what would move."""
    school, heading = _school(request.user), get_object_or_404(Heading.objects.filter(is_active=True), code=code)
    if not allows(request.user, "duties.arrange", school):
        raise Http404
    practice = practice_of(heading, list(Choice.objects.filter(school=school, heading=heading).order_by("since", "id")))
    form = RhythmForm(request.POST or None, initial=_initial(practice))
    effect = None
    if form.is_valid():
        if request.POST.get("do") != "choose":
            effect = _tried(form, heading, school, request.user, effect_of)
        elif _tried(form, heading, school, request.user, _chosen):
            messages.success(request, _("Chosen: %(matter)s.") % {"matter": heading.title})
            return redirect("dutywork:rhythms")
    context = {"heading": heading, "practice": practice, "form": form, "effect": effect}
    return render(request, "dutywork/rhythm.html", context)


def _initial(practice: Practice) -> dict[str, Any]:
    return {"rhythm": practice.timing.rhythm, "since": timezone.localdate() + ONE_DAY}


def _tried(form: RhythmForm, heading: Heading, school: Unit, user: User, deed: Callable[..., Any]) -> Any:
    """What the deed returns; None when it was refused, and then the form says why."""
    try:
        return deed(heading, school, actor=user, **form.cleaned_data)
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
    return None


def _chosen(heading: Heading, school: Unit, *, actor: User, **values: Any) -> Choice:
    """The choice; a second press of the button makes no second one."""
    made = Choice.objects.filter(heading=heading, school=school, chosen_by=actor, **values).first()
    return made or choose_rhythm(heading, school, actor=actor, **values)


def _school(user: User) -> Unit:
    """The school whose rhythms are shown: the one that this person arranges, else one whose duties they read."""
    for permission in ("duties.arrange", "duties.view"):
        units = units_where(user, permission).select_related("parent")
        if found := next((unit.school for unit in units if unit.school), None):
            return found
    raise Http404
