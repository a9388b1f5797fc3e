"""Signing in and out, and changing one's password. `next` leads to addresses of this portal only (Django's rule)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse_lazy

from apps.accounts import interrupted
from apps.accounts.forms import PasswordChangeForm, SignInForm


class SignIn(views.LoginView):
    form_class = SignInForm
    template_name = "accounts/sign_in.html"

    def get_default_redirect_url(self) -> str:
        """People with work begin at the desk, readers at the board."""
        works = self.request.user.has_perm("disclosures.view")
        return resolve_url("desk:home" if works else "board:home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"kept": self.request.POST.get("kept", "")}

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """On to where one was going; a form that had been sent waits there to be sent once more."""
        response = super().form_valid(form)
        found = interrupted.read(self.request.POST.get("kept", ""))
        return render(self.request, "accounts/interrupted.html", {"interrupted": found}) if found else response


class SignOut(views.LogoutView):
    """By POST only, so that no link or image can sign anybody out."""


class PasswordChange(views.PasswordChangeView):
    form_class = PasswordChangeForm
    template_name = "accounts/password.html"
    success_url = reverse_lazy("accounts:password_change_done")


class PasswordChangeDone(views.PasswordChangeDoneView):
    template_name = "accounts/password_done.html"


def without_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token is refused; what was typed on a page of ours is given back, to be copied."""
    is_ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    texts = interrupted.texts_in(interrupted.sent_by(request)) if is_ours else []
    return render(request, "403_csrf.html", {"texts": texts}, status=403)
