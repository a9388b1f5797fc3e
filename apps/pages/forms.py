"""The form by which a page is written: never over a text that its writer has not seen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django_prose_editor.widgets import AdminProseEditorWidget

from apps.disclosures.dates import full_moment
from apps.disclosures.richtext import paragraphs, sanitise
from apps.pages.models import Page, Revision

MOST_CHARACTERS = 50_000
"""Two versions of a page are compared while a reader waits."""


def _field(name: str, **options: Any) -> Any:
    field: Any = Revision._meta.get_field(name)
    return field.formfield(**options)


class PageForm(forms.ModelForm):
    title = _field("title")
    body = _field("body", widget=AdminProseEditorWidget)
    note = _field("note", required=False, widget=forms.TextInput(attrs={"class": "vTextField"}))
    seen = forms.IntegerField(min_value=1, max_value=32_000, label="", widget=forms.HiddenInput)

    class Meta:
        model = Page
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = self.instance.newest
        self.initial = {"title": newest.title, "body": newest.body, "seen": newest.number}
        self.fields["title"].widget.attrs["class"] = "vTextField"
        self.fields["body"].widget.attrs["aria-label"] = self.fields["body"].label

    def clean_body(self) -> str:
        body = sanitise(paragraphs(self.cleaned_data["body"]))
        if len(body) > MOST_CHARACTERS:
            raise ValidationError(
                _("The text is longer than %(most)d characters. Attach a long document to an item and link to it.")
                % {"most": MOST_CHARACTERS}
            )
        return body

    def clean(self) -> dict[str, Any]:
        super().clean()
        newest = self.instance.newest
        if self.cleaned_data.get("seen") != newest.number:
            # The next attempt knows of the text this one is told of.
            self.data = {**self.data.dict(), self.add_prefix("seen"): newest.number}  # type: ignore[attr-defined]
            raise ValidationError(_saved_since(newest))
        if self.is_rewritten and not self.cleaned_data.get("note"):
            self.add_error("note", _("Say in one sentence what you changed and why."))
        return self.cleaned_data

    @property
    def is_rewritten(self) -> bool:
        """Whether readers would see another text."""
        shown = {"title": self.instance.newest.title, "body": self.instance.newest.body}
        return any(self.cleaned_data.get(name, text) != text for name, text in shown.items())


def _saved_since(newest: Revision) -> str:
    return _(
        "%(who)s saved this page on %(when)s, after you opened it. Nothing of yours is saved yet. "
        "Look at the saved text in a second window; then save again to put yours in its place."
    ) % {"who": newest.actor_name, "when": full_moment(newest.saved_at)}
