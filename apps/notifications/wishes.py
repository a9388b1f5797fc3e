"""The page on which a person says whether mail is wanted beside the inbox."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.notifications.models import MailWish


class WishForm(forms.ModelForm):
    class Meta:
        model = MailWish
        fields = ["when"]
        widgets = {"when": forms.RadioSelect}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wish(request: HttpRequest) -> HttpResponse:
    """At once or never; the inbox is always there."""
    mine = MailWish.objects.filter(user=request.user).first() or MailWish(user=request.user)
    form = WishForm(request.POST or None, instance=mine)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("notifications:wish")
    return render(request, "notifications/wish.html", {"form": form})
