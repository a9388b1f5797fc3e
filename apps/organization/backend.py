"""Answers has_perm(user, perm, obj) by role × unit subtree."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend

from apps.organization.models import Unit
from apps.organization.roles import PERMISSIONS, allows, memberships_of


class MembershipBackend(BaseBackend):
    """Permission by membership: on a unit, on anything that belongs to a unit, or anywhere when nothing is named."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        unit = obj if obj is None or isinstance(obj, Unit) else obj.unit
        return allows(user_obj, perm, unit)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        permissions = (name for membership in memberships_of(user_obj) for name in PERMISSIONS[membership.role])
        return any(name.startswith(f"{app_label}.") for name in permissions)
