"""Addresses of the API, all behind one gate."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path
from django.views.generic import RedirectView

from apps.reuse.api.docs import openapi
from apps.reuse.api.gate import gated, missing
from apps.reuse.api.operations import api

app_name = "api"
operations = [pattern for pattern in api.urls[0] if pattern.name != "api-root"]
urlpatterns = [
    path("openapi.json", gated(openapi), name="openapi"),
    *(URLPattern(each.pattern, gated(each.callback), each.default_args, each.name) for each in operations),
    path("", RedirectView.as_view(pattern_name="reuse:docs"), name="root"),
    re_path(r"^.*$", gated(missing)),
]
