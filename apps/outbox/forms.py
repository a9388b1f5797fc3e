"""Entering a robot: its address is a secret, so it goes in and never comes out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.outbox.models import Webhook
from apps.outbox.robots import robot_at

FORMS = _(
    "Whoever knows it can write to the group, so it is not shown again. Copy it from the settings of the robot "
    "in the group and write: for enterprise WeChat wecombot://KEY (what follows key=); for DingTalk dingtalk://TOKEN "
    "(what follows access_token=), with a signature dingtalk://SECRET@TOKEN; for Feishu feishu://TOKEN (what follows "
    "/hook/)."
)


class WebhookForm(forms.ModelForm):
    class Meta:
        model = Webhook
        fields = ("school", "name", "address", "is_active")
        help_texts = {"address": FORMS}
        widgets = {"address": forms.PasswordInput(attrs={"autocomplete": "off", "class": "vTextField"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.pop("address", None)
        self.kept = self.instance.address
        if self.kept:
            field = self.fields["address"]
            field.required, field.help_text = (
                False,
                f"{gettext('Leave it empty to keep the one that is known.')} {FORMS}",
            )

    def clean_address(self) -> str:
        """The address typed; left empty, the one that is known."""
        typed = self.cleaned_data["address"].strip() or self.kept
        if robot_at(typed) is None:
            raise forms.ValidationError(gettext("Enter the address of a robot in one of these forms."))
        return typed
