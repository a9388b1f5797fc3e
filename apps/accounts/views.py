"""Signing in and out, and changing one's password. `next` leads to addresses of this portal only (Django's rule)."""

from __future__ import annotations

from django.contrib.auth import views
from django.shortcuts import resolve_url
from django.urls import reverse_lazy

from apps.accounts.forms import PasswordChangeForm, SignInForm


class SignIn(views.LoginView):
    form_class = SignInForm
    template_name = "accounts/sign_in.html"

    def get_default_redirect_url(self) -> str:
        """People with work begin at the desk, readers at the board."""
        works = self.request.user.has_perm("disclosures.view")
        return resolve_url("desk:home" if works else "board:home")


class SignOut(views.LogoutView):
    """By POST only, so that no link or image can sign anybody out."""


class PasswordChange(views.PasswordChangeView):
    form_class = PasswordChangeForm
    template_name = "accounts/password.html"
    success_url = reverse_lazy("accounts:password_change_done")


class PasswordChangeDone(views.PasswordChangeDoneView):
    template_name = "accounts/password_done.html"
