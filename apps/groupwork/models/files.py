from __future__ import annotations

import uuid
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.disclosures.attachments import suffix
from apps.groupwork import triggers
from apps.groupwork.models.checklists import Checklist
from apps.groupwork.models.meetings import Meeting
from apps.groupwork.models.plans import Plan
from apps.groupwork.models.records import Record

OWNERS = ("meeting", "plan", "checklist")


def stored_name(file: Any, filename: str) -> str:
    """A name of ours, so that an uploaded name never reaches the disk."""
    return f"groupwork/{uuid.uuid4().hex}{suffix(filename)}"


def only(owner: str) -> Q:
    """Belongs to this record and to no other."""
    return Q(**{f"{name}__isnull": name != owner for name in OWNERS})


class File(models.Model):
    """A file of a record, read only through the door of this room."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="files")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="files")
    checklist = models.ForeignKey(Checklist, models.PROTECT, null=True, related_name="files")
    file = models.FileField(_("file"), upload_to=stored_name, max_length=200)
    name = models.CharField(_("name"), max_length=160)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = _("file of a record")
        verbose_name_plural = _("files of a record")
        ordering = ["id"]
        triggers = triggers.on_part({f"{owner}_id": f"groupwork_{owner}" for owner in OWNERS})
        constraints = [models.CheckConstraint(condition=reduce(or_, map(only, OWNERS)), name="file_of_one_record")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("groupwork:file", args=[self.pk, self.name])

    @property
    def record(self) -> Record:
        """What it belongs to."""
        owner = self.meeting or self.plan or self.checklist
        assert owner is not None
        return owner
