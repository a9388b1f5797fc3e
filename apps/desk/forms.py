"""A supervision member's opinion."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.disclosures.states import OPINIONS
from apps.disclosures.workflow import STEPS

GROUNDS = {
    "private": _("It contains personal data that does not belong here"),
    "incomplete": _("Something is missing"),
    "wrong": _("A figure or a date is wrong"),
    "unclear": _("It is hard to understand; write it more plainly"),
}
"""Frequent reasons for a return, to be ticked."""


class OpinionForm(forms.Form):
    """The client names a step; whether it may be taken is asked of the workflow, not here."""

    step = forms.ChoiceField(
        choices=[(name, STEPS[name].label) for name in OPINIONS],
        error_messages={
            "required": _("Choose one: endorse, return or recuse yourself."),
            "invalid_choice": _("Choose one: endorse, return or recuse yourself."),
        },
    )
    grounds = forms.MultipleChoiceField(choices=list(GROUNDS.items()), required=False)
    words = forms.CharField(
        max_length=2000,
        required=False,
        error_messages={"max_length": _("The reason is too long: at most %(limit_value)d characters.")},
    )
    seen = forms.CharField()

    def clean(self) -> dict[str, object]:
        """Reasons for a return go with a return only."""
        data = super().clean() or {}
        if data.get("grounds") and data.get("step") in ("endorse", "recuse"):
            message = gettext("You ticked a reason for a return. Choose “Return for changes”, or clear the ticks.")
            self.add_error("grounds", message)
        return data

    @property
    def reason(self) -> str:
        """What was ticked and what was written, as one text."""
        ticked = [str(GROUNDS[ground]) for ground in self.cleaned_data["grounds"]]
        return "\n".join(filter(None, [gettext("; ").join(ticked), self.cleaned_data["words"]]))
