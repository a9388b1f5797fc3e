"""The office's small forms about the physical board."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from apps.accounts.forms import portal_form
from apps.disclosures.admin.fields import MomentInput
from apps.papers.models import Posting
from apps.papers.photos import jpeg_of


def words_of(name: str) -> dict[str, Any]:
    """Label, help and length of a field as the model has them."""
    field: Any = Posting._meta.get_field(name)
    return {"label": capfirst(field.verbose_name), "help_text": field.help_text}


class HangForm(forms.Form):
    """Where and when an item was hung, with a photo."""

    action = _("Record")

    place = forms.CharField(max_length=60, **words_of("place"))
    hung_at = forms.DateTimeField(widget=MomentInput, initial=timezone.localtime, **words_of("hung_at"))
    photo = forms.FileField(
        required=False, widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}), **words_of("photo")
    )
    note = forms.CharField(max_length=120, required=False, **words_of("note"))

    def clean_photo(self) -> bytes:
        """The photo as it is kept; nothing when none was chosen."""
        upload = self.cleaned_data["photo"]
        return jpeg_of(upload) if upload else b""


class TakeDownForm(forms.Form):
    action = _("Record that it was taken down")

    at = forms.DateTimeField(widget=MomentInput, initial=timezone.localtime, **words_of("taken_down_at"))


class StrikeForm(forms.Form):
    action = _("Strike out")

    reason = forms.CharField(
        max_length=200,
        label=_("What is wrong with this record"),
        help_text=_("The record stays, struck out, with this reason; readers of the page no longer see it."),
    )


def helper_of(form: Any) -> FormHelper:
    """The form in the portal's markup."""
    return portal_form(list(form.fields), form.action)
