"""Signing in and changing one's password, in the portal's own form markup."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.forms import PasswordChangeForm as DjangoPasswordChangeForm
from django.forms import ModelForm
from django.forms.models import BaseInlineFormSet
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _(
            "The user name or the password is not right: check both, or ask the portal's administrator."
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = portal_form(list(self.fields), _("Sign in"))
        self.helper.form_action = "accounts:sign_in"
        self.helper.layout.insert(0, HTML('{% include "accounts/_onward.html" %}'))

    def confirm_login_allowed(self, user: User) -> None:
        """The clock's account belongs to nobody, and an account that was closed stays closed."""
        if user.is_clock or not user.is_active:
            raise self.get_invalid_login_error()


class PasswordChangeForm(DjangoPasswordChangeForm):
    error_messages = {
        **DjangoPasswordChangeForm.error_messages,
        "password_incorrect": _("This is not your present password. Enter it again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = portal_form(list(self.fields), _("Change the password"))


class LabelledRows(BaseInlineFormSet):
    """Rows of a table: the words above a column are no label, so that every cell carries its own."""

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            widget: Any = getattr(field.widget, "widget", field.widget)  # the admin wraps the choice of a related row
            if not widget.is_hidden:
                widget.attrs.setdefault("aria-label", field.label)


def portal_form(fields: list[str], action: Promise) -> FormHelper:
    """The fields one below the other in the portal's markup, and one button that says what it does."""
    helper = FormHelper()
    helper.form_class = "form"
    helper.form_show_errors = False
    helper.attrs = {"novalidate": ""}
    button = HTML(format_html('<button class="btn btn-primary" type="submit">{}</button>', action))
    helper.layout = Layout(
        *(Field(name, template="accounts/_field.html") for name in fields), Div(button, css_class="actions")
    )
    return helper
