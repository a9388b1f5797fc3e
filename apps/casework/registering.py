"""Registering what came on paper, by telephone or in person; its writer gets a code too."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.accounts.models import User
from apps.cases.filing import PAPER, Receipt, file_case
from apps.cases.models import Application, Case, Identity
from apps.cases.types import Channel, Concern, Type
from apps.casework.boxes import openings_of
from apps.casework.forms import one_of, words
from apps.casework.people import by_unit, people_of
from apps.casework.registrars import concerns_for, school_of, schools_beside
from apps.counter.forms import ACCEPTED, Files, SeveralFiles
from apps.disclosures.admin.fields import MomentInput
from apps.disclosures.models import Disclosure
from apps.disclosures.workflow import Refused
from apps.organization.models import Unit

CHOICE = {"class": "form-select"}
LINE = {"class": "form-control form-control--short"}


class RegisterForm(forms.Form):
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    channel = one_of(_("How it came"), [(name, Channel(name).label) for name in PAPER], _("Choose how it came."))
    type = one_of(_("What it is"), Type.choices, _("Choose what it is."))
    received_at = forms.DateTimeField(
        label=_("Received"),
        help_text=_("The time limit counts from this day: the day it was put in, said or handed over."),
        widget=MomentInput({"class": LINE["class"]}),
        initial=timezone.localtime,
    )
    opening = forms.ModelChoiceField(
        queryset=None,
        label=_("From which opening of the box"),
        required=False,
        empty_label=_("from none"),
        widget=forms.Select(CHOICE),
    )
    text = words(_("What it says"), _("In the words of the writer. It cannot be changed later."), rows=8, most=5_000)
    item = forms.CharField(
        label=_("Register number of the item it is about"),
        help_text=_("As it stands on the item, for example 2026-012. Empty if it is about none."),
        max_length=40,
        required=False,
        widget=forms.TextInput(LINE),
    )
    concern = one_of(_("About whom it is"), Concern.choices, _("Choose about whom it is."))
    about = forms.TypedMultipleChoiceField(
        label=_("Whom it names"),
        help_text=_("They never see this case."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = forms.ChoiceField(
        label=_("The writer is"),
        choices=[("", _("not said")), *Identity.Kind.choices],
        required=False,
        widget=forms.Select(CHOICE),
    )
    name = forms.CharField(label=_("Name of the writer"), max_length=40, required=False, widget=forms.TextInput(LINE))
    contact = forms.CharField(
        label=_("Telephone or address of the writer"),
        help_text=_("Name and contact are sealed: the handler does not see them."),
        max_length=120,
        required=False,
        widget=forms.TextInput(LINE),
    )
    files: Any = Files(
        required=False,
        label=_("Photos or papers"),
        help_text=_(
            "Up to 5 files of 10 MB each: JPG, PNG, PDF, DOCX or XLSX. "
            "Cover the numbers of identity cards and telephones."
        ),
        widget=SeveralFiles({"class": "form-control", "accept": ACCEPTED}),
    )
    may_publish = forms.BooleanField(label=_("The writer agrees to a public summary"), required=False)

    def __init__(self, user: User, school: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.school = user, school
        fields: Any = self.fields
        fields["concern"].choices = [(concern, concern.label) for concern in concerns_for(user)[school]]
        fields["about"].choices = by_unit(people_of(self.school))
        fields["opening"].queryset = openings_of(self.school)

    def clean_received_at(self) -> Any:
        """Not later than now."""
        received_at = self.cleaned_data["received_at"]
        if received_at > timezone.now():
            raise forms.ValidationError(gettext("This time is still to come. Enter when it was received."))
        return received_at

    def clean_item(self) -> Disclosure | None:
        """The item with this number, if the person may read it."""
        typed = self.cleaned_data["item"]
        if not typed:
            return None
        found = re.search(r"(\d{4})\D+(\d{1,6})(?!\d)", typed)
        items = Disclosure.objects.visible_to(self.user).filter(school=self.school)
        item = found and items.filter(register_year=found[1], register_serial=found[2]).first()
        if not item:
            raise forms.ValidationError(gettext("There is no item with this number. Look at the item and copy it."))
        return item

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("opening") and data.get("channel") != Channel.BOX:
            self.add_error("opening", gettext("Only what came in the box comes from an opening of it."))
        return data

    def filed(self, application: ApplicationForm) -> Receipt | None:
        """The receipt; None when it was refused, with the reasons at their fields."""
        data = self.cleaned_data
        try:
            return file_case(
                data["type"],
                school=self.school,
                text=data["text"],
                disclosure=data["item"],
                actor=self.user,
                form_token=data["token"],
                identity={name: data[name] for name in ("kind", "name", "contact")},
                files=data["files"],
                about=list(User.objects.filter(pk__in=data["about"])),
                channel=data["channel"],
                concern=data["concern"],
                may_publish=data["may_publish"],
                received_at=data["received_at"],
                opening=data["opening"],
                application=application.cleaned_data if data["type"] == Type.APPLICATION else None,
            )
        except Refused as refusal:
            for name, reason in getattr(refusal, "errors", [("", reason) for reason in refusal.reasons]):
                self.add_error(name if name in self.fields else None, reason)
        return None


class ApplicationForm(forms.ModelForm):
    """What only an application for disclosure has."""

    class Meta:
        model = Application
        fields = ("applicant_kind", "purpose", "form_wanted", "delivery")
        widgets = {
            "applicant_kind": forms.Select(CHOICE),
            "purpose": forms.TextInput({"class": "form-control"}),
            "form_wanted": forms.Select(CHOICE),
            "delivery": forms.Select(CHOICE),
        }


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """The form; what follows is the slip, shown this once because the secret is kept by nobody."""
    school, sent = school_of(request), request.POST or None
    form = RegisterForm(request.user, school, sent, request.FILES or None)
    application = ApplicationForm(sent)
    if form.is_valid() and application.is_valid() and (receipt := form.filed(application)):
        is_seen = Case.objects.seen_by(request.user).filter(pk=receipt.case.pk).exists()
        return render(request, "casework/slip.html", {"school": school, "receipt": receipt, "is_seen": is_seen})
    others = schools_beside(school, request.user)
    context = {"school": school, "others": others, "form": form, "application": application}
    return render(request, "casework/register.html", context, status=400 if sent else 200)
