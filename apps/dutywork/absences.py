"""Who is away and who stands in: entered by the person, or by the office for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.models import User
from apps.disclosures.workflow import Refused
from apps.duties.colleagues import colleagues
from apps.duties.models import StandIn
from apps.duties.models.people import InForceQuerySet
from apps.duties.standing_in import come_back, stand_in
from apps.dutywork.matrix_forms import day_field, person_field
from apps.dutywork.pages import for_duties
from apps.organization.roles import allows


class AbsenceForm(forms.Form):
    person = person_field(gettext_lazy("Who is away"), None)
    other = person_field(gettext_lazy("Who stands in"), gettext_lazy("Please choose"))
    since = day_field(gettext_lazy("From"), initial=timezone.localdate)
    until = day_field(gettext_lazy("To"), gettext_lazy("The last day of the absence."))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("In a word, such as 出差. Nothing about illness: colleagues read it."),
        max_length=StandIn._meta.get_field("reason").max_length,
        widget=forms.TextInput({"class": "form-control"}),
        error_messages={"required": gettext_lazy("Say why, in a word.")},
    )

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data, initial={"person": user.pk})
        around = people_around(user)
        mine = around if allows(user, "duties.arrange") else around.filter(pk=user.pk)
        for name, people in (("person", mine), ("other", around)):
            field: Any = self.fields[name]
            field.queryset = people


def people_around(user: User) -> Any:
    """This person and everybody they work with."""
    return User.objects.filter(Q(pk__in=colleagues(user).values("pk")) | Q(pk=user.pk)).order_by("name", "pk")


def absences_around(user: User) -> InForceQuerySet:
    """Who of them is away today or later."""
    rows = StandIn.objects.touching(timezone.localdate(), None)
    return rows.filter(person__in=people_around(user).values("pk")).select_related("person", "stand_in")


@for_duties
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: HttpRequest) -> HttpResponse:
    """Who is away, and the form."""
    form = AbsenceForm(request.user, request.POST or None)
    if form.is_valid() and _is_entered(request, form):
        return redirect("dutywork:absences")
    context = {
        "form": form,
        "rows": absences_around(request.user).order_by("since", "pk"),
        "is_office": allows(request.user, "duties.arrange"),
    }
    return render(request, "dutywork/absences.html", context, status=409 if form.non_field_errors() else 200)


def _is_entered(request: HttpRequest, form: AbsenceForm) -> bool:
    try:
        stand_in(**form.cleaned_data, actor=request.user)
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
        return False
    messages.success(request, _("Entered. From that day on reminders go to who stands in."))
    return True


@for_duties
@require_POST
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody is there again before the last day."""
    try:
        come_back(get_object_or_404(absences_around(request.user), pk=pk), actor=request.user)
    except Refused as refused:
        messages.warning(request, " ".join(refused.reasons))
    else:
        messages.success(request, _("Ended."))
    return redirect("dutywork:absences")
