"""The openings of the opinion box, which two people record together; letters are registered from one of them."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.accounts.models import User
from apps.cases.models import BoxOpening
from apps.casework.people import by_unit, people_of
from apps.casework.registrars import concerns_for, school_of, schools_beside
from apps.disclosures.workflow import Refused
from apps.organization.models import Membership, Role, Unit

SHOWN = 30
"""Openings on the page, and in the choice of a letter's opening."""
PRESSED_TWICE = datetime.timedelta(minutes=1)
PERSON: dict[str, Any] = {
    "coerce": int,
    "widget": forms.Select({"class": "form-select"}),
    "error_messages": {"required": _("Choose somebody."), "invalid_choice": _("Choose somebody from the list.")},
}


class OpeningForm(forms.Form):
    opened_on = forms.DateField(
        label=_("Opened on"),
        initial=timezone.localdate,
        widget=forms.DateInput({"class": "form-control form-control--short", "type": "date"}, format="%Y-%m-%d"),
    )
    first = forms.TypedChoiceField(
        label=_("Opened by"), help_text=_("The supervision group holds the key: one of the two is of it."), **PERSON
    )
    second = forms.TypedChoiceField(label=_("Together with"), **PERSON)
    count = forms.IntegerField(
        label=_("Letters in it"),
        help_text=_("0 if it was empty: that is recorded too."),
        min_value=0,
        max_value=1_000,
        widget=forms.NumberInput({"class": "form-control form-control--short", "inputmode": "numeric"}),
    )

    def __init__(self, school: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school, fields = school, self.fields
        choices = [("", _("Please choose")), *by_unit(people_of(school))]
        for name in ("first", "second"):
            field: Any = fields[name]
            field.choices = choices

    def clean_opened_on(self) -> datetime.date:
        opened_on = self.cleaned_data["opened_on"]
        if opened_on > timezone.localdate():
            raise forms.ValidationError(gettext("This day is still to come."))
        return opened_on

    def clean(self) -> dict[str, Any]:
        """Two people, one of them of the supervision group."""
        data = super().clean() or {}
        people = {data.get("first"), data.get("second")} - {None, ""}
        if len(people) == 1 and not self.errors:
            self.add_error("second", gettext("Two people open the box together. Choose somebody else."))
        elif len(people) == 2 and not self._holds_the_key(people):
            self.add_error("first", gettext("One of the two must be of the supervision group."))
        return data

    def _holds_the_key(self, people: set[int]) -> bool:
        seats = Membership.objects.current().filter(role=Role.SUPERVISION, unit=self.school)
        return seats.filter(user__in=people).exists()


@transaction.atomic
def record_opening(school: Unit, *, actor: User, **what: Any) -> BoxOpening:
    """Record an opening; the same within a minute is a button pressed twice, and one opening. Raises Refused."""
    if school not in concerns_for(actor):
        raise Refused([gettext("You do not have the role to record openings of this box.")])
    Unit.objects.select_for_update().get(pk=school.pk)  # the second press waits for the first
    openings = BoxOpening.objects.filter(school=school, **what)
    pressed = openings.filter(recorded_at__gt=timezone.now() - PRESSED_TWICE).first()
    return pressed or BoxOpening.objects.create(school=school, **what)


def openings_of(school: Unit) -> Any:
    """The last openings of the box of this school, the newest first, as a query."""
    newest = BoxOpening.objects.filter(school=school)[:SHOWN]
    return BoxOpening.objects.filter(pk__in=list(newest.values_list("pk", flat=True)))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def openings(request: HttpRequest) -> HttpResponse:
    """What was opened when, and a form for the next."""
    school = school_of(request)
    form = OpeningForm(school, request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        people = {"first_id": data["first"], "second_id": data["second"]}
        record_opening(school, actor=request.user, opened_on=data["opened_on"], count=data["count"], **people)
        messages.success(request, gettext("Recorded. Now register each letter."))
        return redirect(reverse("casework:box", query={"school": school.pk}))
    context = {
        "school": school,
        "others": schools_beside(school, request.user),
        "form": form,
        "openings": openings_of(school).select_related("first", "second"),
    }
    return render(request, "casework/box.html", context, status=400 if form.errors else 200)
