"""What somebody who wants to be told fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.board import options
from apps.notifications.models import Subscription

Frequency = Subscription.Frequency


class FrequencyForm(forms.Form):
    frequency = forms.ChoiceField(
        label=_("How often"), choices=Frequency.choices, initial=Frequency.DAILY, widget=forms.RadioSelect
    )


class SubscribeForm(FrequencyForm):
    """The address and how often; of a list also its kind and unit, the other conditions come with the page."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("We send a link to it first. Only who reads the mailbox can begin the subscription."),
        widget=forms.EmailInput(attrs={"class": "form-control", "autocomplete": "email"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, widget=forms.Select(attrs={"class": "form-select"}))
    unit = forms.ChoiceField(
        label=_("Responsible unit"), required=False, widget=forms.Select(attrs={"class": "form-select"})
    )
    field_order = ["kind", "unit", "frequency", "email"]

    def __init__(self, *args: Any, of_list: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not of_list:
            del self.fields["kind"], self.fields["unit"]
            return
        for name, everything, known in (
            ("kind", _("All kinds"), options.kinds()),
            ("unit", _("All units"), options.units()),
        ):
            self.fields[name].choices = [("", everything), *((value, one.label) for value, one in known.items())]
