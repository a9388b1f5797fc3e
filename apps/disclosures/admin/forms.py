"""The forms by which a draft is written."""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.models import model_to_dict
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.forms import LabelledRows
from apps.accounts.models import User
from apps.catalogue.models import Heading
from apps.disclosures.admin.fields import StoredFileInput
from apps.disclosures.admin.words import why_frozen, written_since
from apps.disclosures.attachments import check, clean_name, fingerprint
from apps.disclosures.correcting import discard
from apps.disclosures.models import Attachment, Disclosure
from apps.disclosures.richtext import paragraphs
from apps.disclosures.states import State


class DisclosureForm(forms.ModelForm):
    """Refuses in words to write over a frozen text or over somebody else's; what was typed stays in the form."""

    author: User
    refusal = ""
    """Why this attempt is refused although the form was right; the admin sets it when the database said no."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A choice that is no longer offered to others stays possible on the item that has it."""
        super().__init__(*args, **kwargs)
        for name in {"heading", "responsible"} & self.fields.keys():
            field: Any = self.fields[name]
            field.queryset |= field.queryset.model._default_manager.filter(pk=getattr(self.instance, f"{name}_id"))

    def clean_body(self) -> str:
        return paragraphs(self.cleaned_data["body"])

    def clean_publish_at(self) -> datetime.datetime | None:
        moment = self.cleaned_data["publish_at"]
        if moment and not 2000 < moment.year < 2100:
            raise ValidationError(_("Choose a year between 2001 and 2099."))
        return moment

    def clean(self) -> dict[str, Any]:
        super().clean()
        if reason := self.refusal or self._reason_against():
            raise ValidationError(reason)
        self._follow_heading()
        return self.cleaned_data

    def _reason_against(self) -> str:
        if not self.instance.pk:
            return self._reason_against_a_twin()
        if self.instance.state != State.DRAFT:
            return why_frozen(self.instance) + " " + _("Nothing was saved. Copy what you still need before you leave.")
        return written_since(self.instance, self.data.get("stamp", ""))

    def _reason_against_a_twin(self) -> str:
        """A form that is sent twice makes one draft: the author's row is locked, so the second waits for the first."""
        User.objects.select_for_update().get(pk=self.author.pk)
        title, unit = self.cleaned_data.get("title"), self.cleaned_data.get("unit")
        drafts = type(self.instance)._default_manager.filter(drafter=self.author, state=State.DRAFT)
        if not drafts.filter(title=title, unit=unit).exists():
            return ""
        return _("You already have a draft with this title. Open it from “My work”, or choose another title.")

    def _follow_heading(self) -> None:
        """What was left empty comes from the catalogue: the audience always, the rest with the first text."""
        heading = self.cleaned_data.get("heading")
        if not heading:
            return
        from_catalogue = {"audience": heading.audience}
        if not self.instance.pk:
            from_catalogue |= {"publicity_days": heading.publicity_days, "basis": basis_from(heading)}
        for name, value in from_catalogue.items():
            if self.cleaned_data.get(name) in ("", None) and name not in self.errors:
                self.cleaned_data[name] = value


def basis_from(heading: Heading) -> str:
    """The confirmed basis of a heading, unless it is longer than an item holds."""
    longest = Disclosure._meta.get_field("basis").max_length
    return heading.public_basis if len(heading.public_basis) <= (longest or 0) else ""


def changed_fields(form: forms.ModelForm) -> list[str]:
    """The fields whose stored value would differ: an editor that only rewrites its markup changes nothing."""
    typed = model_to_dict(form.instance, form.changed_data)
    return [name for name in form.changed_data if typed.get(name) != form.initial.get(name)]


def changed_labels(form: forms.ModelForm, formsets: list[Any]) -> list[str]:
    """What was written, in the portal's own language; asked after the formsets were saved."""
    tables = [fs for fs in formsets if fs.new_objects or fs.changed_objects or fs.deleted_objects]
    columns = [form.instance._meta.get_field(name) for name in changed_fields(form)]
    with translation.override(settings.LANGUAGE_CODE):
        return [str(column.verbose_name) for column in columns] + [
            str(table.model._meta.verbose_name_plural) for table in tables
        ]


MOST_LINES = 600
"""A forged count of lines would keep the server busy for minutes."""


class LineForm(forms.ModelForm):
    """A line that was given nothing but its place is none."""

    @cached_property
    def changed_data(self) -> list[str]:
        changed = super().changed_data
        return [] if changed == ["position"] and not self.instance.pk else changed


class LineFormSet(LabelledRows):
    """A new line goes below the others."""

    def total_form_count(self) -> int:
        return min(super().total_form_count(), MOST_LINES)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        kwargs = super().get_form_kwargs(index)
        if index is None or index >= self.initial_form_count():
            begun = [row.get("position", 0) for row in getattr(self, "initial_extra", None) or []]
            last = max([*(line.position for line in self.get_queryset()), *begun], default=0)
            kwargs["initial"] = {"position": last + 1, **kwargs.get("initial", {})}
        return kwargs


class AttachmentForm(forms.ModelForm):
    """A file is checked, named and fingerprinted when it comes in, and stays what it is."""

    file = forms.FileField(label=gettext_lazy("file"), allow_empty_file=True, widget=StoredFileInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields and self.instance.pk:
            self.fields["file"].disabled = True
            self.fields["file"].widget.attachment = self.instance

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if not self.instance.pk:
            self.instance.media_type = check(upload)
            self.instance.name = clean_name(upload.name)
            self.instance.size = upload.size
            self.instance.sha256 = fingerprint(upload)
        return upload


class AttachmentFormSet(LabelledRows):
    """Writes down who uploaded a file; a removed file leaves the disk as well."""

    author: User

    def save_new(self, form: forms.ModelForm, commit: bool = True) -> Attachment:
        form.instance.uploaded_by = self.author
        return super().save_new(form, commit)

    def delete_existing(self, attachment: Attachment, commit: bool = True) -> None:
        super().delete_existing(attachment, commit)
        transaction.on_commit(partial(discard, str(attachment.file)))
