"""Answers has_perm(user, perm, obj) by role × unit subtree."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend

from apps.organization.models import Unit
from apps.organization.roles import allows


class MembershipBackend(BaseBackend):
    """Permission by membership: on a unit, on anything that belongs to a unit, or anywhere when nothing is named."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        unit = obj if obj is None or isinstance(obj, Unit) else obj.unit
        return allows(user_obj, perm, unit)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return any(
            permission.startswith(f"{app_label}.")
            for permission in (
                "disclosures.view",
                "catalogue.view_heading",
                "calendars.view_term",
                "organization.view_contact",
            )
            if allows(user_obj, permission)
        )
