"""Packages that people asked for."""

from __future__ import annotations

import datetime
import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.archive.orders import Order
from apps.organization.models import Unit

QUIET = datetime.timedelta(minutes=5)
"""After so long without a sign of life the worker may have been killed; who asks again starts it again."""


class Package(models.Model):
    """The archive of a school and a period as one file, written by the worker for one person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="packages", verbose_name=_("person")
    )
    school = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("school"))
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    created_at = models.DateTimeField(_("asked for"), default=timezone.now)
    touched_at = models.DateTimeField(_("last sign of life"), default=timezone.now)
    total = models.PositiveIntegerField(_("items in all"), null=True)
    done = models.PositiveIntegerField(_("items written"), default=0)
    troubles = models.PositiveIntegerField(_("files missing or altered"), default=0)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    audiences = models.JSONField(_("audiences of the person when it was written"), default=list)
    begun_at = models.DateTimeField(_("as of"), null=True)
    written_at = models.DateTimeField(_("written"), null=True)
    keep_until = models.DateTimeField(_("kept until"))
    failed_at = models.DateTimeField(_("failed"), null=True)
    trouble = models.CharField(_("why it failed"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("package")
        verbose_name_plural = _("packages")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "school", "first", "last"],
                condition=models.Q(written_at__isnull=True),
                name="package_asked_for_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.school} {self.first} – {self.last}"

    @property
    def order(self) -> Order:
        return Order(self.person, self.school, self.first, self.last)

    @property
    def path(self) -> Path:
        """Where the file lies when it is whole: a name that says nothing; the door gives it its own."""
        return settings.MEDIA_ROOT / "packages" / f"{self.pk.hex}.zip"

    @property
    def is_under_way(self) -> bool:
        return not self.written_at and not self.failed_at

    @property
    def is_quiet(self) -> bool:
        """It should have shown a sign of life since."""
        return self.is_under_way and timezone.now() - self.touched_at > QUIET
