"""Exports that take longer than a page may."""

from __future__ import annotations

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.reuse.files import FORMS

QUIET = datetime.timedelta(minutes=5)
"""After so long without a sign of life somebody should look at the worker."""


def stored_name(job: ExportJob, name: str) -> str:
    """A name that says nothing; the door gives the file its own."""
    return f"exports/{uuid.uuid4().hex}.{job.form}"


class ExportJob(models.Model):
    """A list that one person asked for as a file; the worker writes it with what this person may read by then."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="export_jobs", verbose_name=_("person")
    )
    form = models.CharField(_("form"), max_length=8, choices=[(name, name.upper()) for name in FORMS])
    query = models.TextField(_("conditions"), blank=True)
    language = models.CharField(_("language"), max_length=16)
    created_at = models.DateTimeField(_("asked for"), default=timezone.now)
    touched_at = models.DateTimeField(_("last sign of life"), default=timezone.now)
    total = models.PositiveIntegerField(_("rows in all"), null=True)
    rows = models.PositiveIntegerField(_("rows written"), default=0)
    file = models.FileField(_("file"), upload_to=stored_name, max_length=200, blank=True)
    audiences = models.JSONField(_("audiences of the person when it was written"), default=list)
    written_at = models.DateTimeField(_("written"), null=True)
    keep_until = models.DateTimeField(_("kept until"), null=True)
    failed_at = models.DateTimeField(_("failed"), null=True)

    class Meta:
        verbose_name = _("export job")
        verbose_name_plural = _("export jobs")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.form} ?{self.query}"

    @property
    def is_under_way(self) -> bool:
        return not self.written_at and not self.failed_at

    @property
    def is_quiet(self) -> bool:
        """It should have shown a sign of life since."""
        return self.is_under_way and timezone.now() - self.touched_at > QUIET
