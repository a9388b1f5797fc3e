"""The admin as the working desk: its own site, its own policy, entered by role."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class PortalAdminConfig(AdminConfig):
    default_site = "disclosure_portal.site.PortalAdminSite"


class PortalAdminSite(admin.AdminSite):
    site_header = site_title = _("School-affairs disclosure: the office")
    index_title = _("Work and settings")
    enable_nav_sidebar = False

    def __init__(self, name: str = "admin") -> None:
        """Nothing is deleted by the handful; a row of the settings is deleted on its own page."""
        super().__init__(name)
        self.disable_action("delete_selected")

    def has_permission(self, request: HttpRequest) -> bool:
        """People with a working role, and the superuser who configures the portal."""
        user = request.user
        return user.is_active and (user.is_superuser or user.has_perm("disclosures.view"))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The portal has one sign-in page; who is signed in and has no role here is told so."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect(reverse("accounts:sign_in", query={"next": request.GET.get("next", request.path)}))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The kinds in the order of the board, then what is configured."""
        from apps.disclosures.models import Disclosure  # models are not loaded yet when this module is

        kinds = [kind._meta.app_label for kind in Disclosure.kinds()]
        apps = super().get_app_list(request, app_label)
        return sorted(apps, key=lambda app: [*kinds, app["app_label"]].index(app["app_label"]))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        return csp_replace(settings.ADMIN_CONTENT_SECURITY_POLICY)(super().admin_view(readable(view), cacheable))


def readable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, for addresses without NUL: the admin's filters would ask PostgreSQL for it, which has no such text."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "%00" in request.META["QUERY_STRING"]:
            raise BadRequest
        return view(request, *args, **kwargs)

    return asked
