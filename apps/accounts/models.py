"""People who sign in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser, _user_has_perm  # type: ignore[attr-defined]
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UserManager(DjangoUserManager["User"]):
    use_in_migrations = False

    def clock(self) -> User:
        """The account in whose name scheduled steps are recorded; nobody can sign in as it."""
        clock, created = self.get_or_create(username=User.CLOCK, defaults={"is_active": False, "name": "定时任务"})
        if created:
            clock.set_unusable_password()
            clock.save(update_fields=["password"])
        return clock


class User(AbstractUser):
    CLOCK = "portal-clock"
    REQUIRED_FIELDS = ["name"]

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=40, blank=True)

    objects = UserManager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """A superuser configures the portal; on an item or a unit nobody has a short cut."""
        return super().has_perm(perm) if obj is None else _user_has_perm(self, perm, obj)

    @property
    def is_clock(self) -> bool:
        return self.username == self.CLOCK
