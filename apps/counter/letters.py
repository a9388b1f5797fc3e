"""The small forms of who follows a case: code and secret, a message, a tick; and the field for a text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from apps.cases.models.case import LONGEST

MAIN = {"class": "form-control"}


class Written(forms.CharField):
    """A text, with the line ends of a text and not of a form."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"widget": forms.Textarea(attrs={**MAIN, "rows": 6}), **more})

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class FollowForm(forms.Form):
    code = forms.CharField(
        max_length=40,
        label=gettext_lazy("Receipt code"),
        help_text=gettext_lazy("Small or capital letters; the dashes may be left out."),
        widget=forms.TextInput(
            attrs={
                "class": "form-control code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "placeholder": "XXXX-XXXX-X",
            }
        ),
    )
    secret = forms.CharField(
        max_length=40,
        label=gettext_lazy("Secret word or number"),
        help_text=gettext_lazy("Your own word, or the number on the slip."),
        widget=forms.TextInput(attrs={"class": "form-control code", "autocomplete": "off", "spellcheck": "false"}),
    )


class MessageForm(forms.Form):
    """What a writer says with a step."""

    text = Written(label=gettext_lazy("Your message"), max_length=LONGEST)

    def __init__(self, *args: Any, step: str, **more: Any) -> None:
        super().__init__(*args, **{**more, "auto_id": f"{step}_%s"})
        self.fields["text"].widget.attrs["rows"] = 4


class ConfirmForm(forms.Form):
    """A step that cannot be taken back is confirmed by a tick."""

    sure = forms.BooleanField(
        label=gettext_lazy("Yes, I take this case back. It is not answered then."),
        error_messages={"required": gettext_lazy("Tick the box if you want to take the case back.")},
    )

    def __init__(self, *args: Any, step: str, **more: Any) -> None:
        super().__init__(*args, **{**more, "auto_id": f"{step}_%s"})
