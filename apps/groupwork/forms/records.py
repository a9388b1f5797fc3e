"""What the forms of all records share."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.disclosures.attachments import TYPES
from apps.disclosures.models import Disclosure
from apps.groupwork.numbers import item_numbered
from apps.groupwork.recording import still_to_come, wrong_files
from apps.organization.models import Unit

LINE = {"class": "form-control"}
SHORT = {"class": "form-control form-control--short"}


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """Files chosen at once, each looked into."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [upload for upload in data or [] if upload]
        if wrong := wrong_files(files):
            raise forms.ValidationError(wrong)
        return files


def words(label: Promise | str, hint: Promise | str = "", rows: int = 6, **options: Any) -> forms.CharField:
    """A field for several lines."""
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea({**LINE, "rows": rows}),
        error_messages={
            "required": _("Write it down."),
            "max_length": _("Too long: at most %(limit_value)d characters, and there are %(show_value)d."),
        },
        **options,
    )


def item_number(label: Promise | str) -> forms.CharField:
    """A field for the register number of an item, or for none."""
    return forms.CharField(
        label=label,
        help_text=_("As it stands on the item, for example 2026-012. Empty if there is none."),
        max_length=40,
        required=False,
        widget=forms.TextInput(SHORT),
    )


class RecordForm(forms.Form):
    """For a school and a person; the token makes a form that is sent twice one record."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    files: Any = Files(
        required=False,
        label=_("Files"),
        help_text=_("Up to 10 files of 20 MB each: PDF, Word (.docx), Excel (.xlsx), JPG or PNG."),
        widget=SeveralFiles({"class": "form-control", "accept": ",".join(TYPES)}),
    )

    def __init__(self, school: Unit, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school, self.user = school, user
        self.order_fields([name for name in self.fields if name != "files"])

    def compare(self, data: dict[str, Any]) -> None:
        """Say what is wrong between several fields."""

    def clean(self) -> dict[str, Any]:
        """A browser never sends a chosen file twice, so that is said."""
        data = super().clean() or {}
        self.compare(data)
        if self.errors and data.get("files"):
            self.add_error("files", gettext("Choose the files again: a browser never sends them twice."))
        return data

    def item(self, name: str) -> Disclosure | None:
        return item_numbered(self.cleaned_data[name], self.school, self.user)

    def past_day(self, name: str) -> datetime.date:
        """The day that was typed, not later than today."""
        day = self.cleaned_data[name]
        if sentences := still_to_come(day):
            raise forms.ValidationError(sentences)
        return day


class StrikeForm(forms.Form):
    reason = forms.CharField(
        max_length=200,
        label=_("What is wrong with this record"),
        help_text=_("The record stays readable, with a line through it and this reason."),
        widget=forms.TextInput(LINE),
        error_messages={"required": _("Write why it is struck out.")},
    )
