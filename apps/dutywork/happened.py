"""“Something happened”: one small form by which a clerk opens the duty of a matter that is due when it happens."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from apps.accounts.models import User
from apps.catalogue.models import Heading
from apps.disclosures.admin.fields import DayInput, HeadingField, UnitField
from apps.disclosures.templatetags.portal import listed
from apps.disclosures.workflow import Refused
from apps.duties.choosing import choices_of, stretch_at, stretches
from apps.duties.models import Duty, Occurrence
from apps.duties.occurrences import record
from apps.duties.owners import owners_of
from apps.duties.rhythms import Anchor, Rhythm
from apps.dutywork.pages import for_duties
from apps.organization.models import Unit
from apps.organization.roles import allows, units_where


class HappenedForm(forms.Form):
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    heading = HeadingField(
        Heading.objects.none(),
        label=gettext_lazy("Matter"),
        help_text=gettext_lazy("Only what is due when something happens; everything else opens by the calendar."),
        empty_label=gettext_lazy("Please choose"),
        widget=forms.Select({"class": "form-select"}),
        error_messages={"required": gettext_lazy("Choose a matter.")},
    )
    unit = UnitField(
        Unit.objects.none(),
        label=gettext_lazy("Unit that discloses it"),
        empty_label=gettext_lazy("Please choose"),
        widget=forms.Select({"class": "form-select"}),
        error_messages={"required": gettext_lazy("Choose a unit.")},
    )
    title = forms.CharField(
        label=gettext_lazy("What it is, in a few words"),
        help_text=gettext_lazy(
            "Without names of people. Only the school reads it; the public sees the day. Such as 校车租赁合同."
        ),
        max_length=Occurrence._meta.get_field("title").max_length,
        widget=forms.TextInput({"class": "form-control"}),
        error_messages={"required": gettext_lazy("Say in a few words what happened.")},
    )
    happened_on = forms.DateField(
        label=gettext_lazy("On which day"),
        help_text=gettext_lazy("The day it was signed, decided or begins. The time limit counts from it."),
        widget=DayInput({"class": "form-control form-control--short"}),
        error_messages={"required": gettext_lazy("Enter the day."), "invalid": gettext_lazy("Enter a day.")},
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, fields = user, self.fields
        units = units_where(user, "duties.record").exclude(level=Unit.Level.BUREAU).select_related("parent")
        choices: Any = fields["unit"]
        choices.queryset = units
        if len(units) == 1:
            choices.initial = units[0].pk
        matters: Any = fields["heading"]
        matters.queryset = Heading.objects.filter(pk__in=event_headings({unit.school for unit in units}))

    @property
    def values(self) -> dict[str, Any]:
        """What is entered, as the domain takes it."""
        data = self.cleaned_data
        return {
            "heading": data["heading"],
            "unit": data["unit"],
            "title": data["title"],
            "happened_on": data["happened_on"],
            "actor": self.user,
        }


def event_headings(schools: Iterable[Unit | None]) -> set[int]:
    """The matters that in one of these schools are due when something happens, or wait for a day to be entered."""
    today, found, headings = timezone.localdate(), set(), list(Heading.objects.filter(is_active=True))
    for school in filter(None, schools):
        choices = choices_of(school)
        for heading in headings:
            timing = stretch_at(stretches(heading, choices.get(heading.pk, [])), today).timing
            if timing.anchor == Anchor.EVENT and timing.rhythm != Rhythm.ANY_TIME:
                found.add(heading.pk)
    return found


@for_duties
@require_http_methods(["GET", "HEAD", "POST"])
def happened(request: HttpRequest) -> HttpResponse:
    """The form; one button shows the last day and why, the other enters the event."""
    if not allows(request.user, "duties.record"):
        raise Http404
    form = HappenedForm(request.user, request.POST or None)
    expected = None
    if form.is_valid():
        if request.POST.get("do") == "record" and (duty := _entered(form)):
            messages.success(request, _("It is entered, and this duty is open."))
            return redirect(duty)
        expected = _expected(form) if not form.errors else None
    return render(request, "dutywork/happened.html", {"form": form, "expected": expected})


def _entered(form: HappenedForm) -> Duty | None:
    """The duty of the event that is entered now, or was by the first press of the button."""
    try:
        with transaction.atomic():
            duty = duty_of(record(**form.values, form_token=form.cleaned_data["token"]))
            if duty is None:
                raise Refused([_why_none(form)])
            return duty
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
    return None


def _expected(form: HappenedForm) -> Duty | None:
    """What entering it would open: entered and undone, so that no second rule says when it is due."""
    with transaction.atomic():
        duty = _entered(form)
        transaction.set_rollback(True)
        return duty


def duty_of(occurrence: Occurrence) -> Duty | None:
    """The duty that an event opened; or that of the running period whose day it set."""
    duties = Duty.objects.owed().judged().select_related("heading", "term", "occurrence__announced_by")
    if own := duties.filter(occurrence=occurrence).first():
        return own
    day = occurrence.happened_on
    same = duties.filter(heading=occurrence.heading, unit=occurrence.unit)
    return same.filter(starts_on__lte=day, ends_on__gte=day).first()


def _why_none(form: HappenedForm) -> str:
    """A matter that comes by the calendar is somebody's already, and of a period that is counted."""
    data = form.cleaned_data
    school = data["unit"].school
    owners = owners_of(school).get(data["heading"].pk, [school])
    if data["unit"] in owners:
        return _("No duty of this matter is counted for that day. Check the day, or ask the disclosure office.")
    return _("In this school that matter is disclosed by: %(units)s. Choose that unit.") % {"units": listed(owners)}
