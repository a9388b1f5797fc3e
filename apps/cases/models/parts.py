"""What belongs to a case: files, replies, and what of them is public."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.cases import triggers
from apps.cases.models.case import Case
from apps.cases.querysets import PublicationQuerySet
from apps.cases.types import Finding
from apps.disclosures.attachments import suffix
from apps.organization.models import Unit


def stored_name(attachment: Any, filename: str) -> str:
    return f"cases/{uuid.uuid4().hex}{suffix(filename)}"


class Attachment(models.Model):
    """A file sent with a case. Never public by itself."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments")
    file = models.FileField(_("file"), upload_to=stored_name, max_length=200)
    name = models.CharField(_("name"), max_length=160)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = _("file of a case")
        verbose_name_plural = _("files of a case")
        ordering = ["id"]
        triggers = triggers.on_kept

    def __str__(self) -> str:
        return self.name


class Application(models.Model):
    """What an application for disclosure says besides (条例第29条). The number of an identity card is not asked for."""

    class Kind(models.TextChoices):
        PERSON = "person", _("a person")
        BODY = "body", _("a company or another body")

    class Form(models.TextChoices):
        PAPER = "paper", _("on paper")
        FILE = "file", _("as a file")
        LOOK = "look", _("to look at")

    class Delivery(models.TextChoices):
        EMAIL = "email", _("by e-mail")
        POST = "post", _("by post")
        FETCH = "fetch", _("fetched at the school")

    case = models.OneToOneField(Case, models.PROTECT, related_name="application")
    applicant_kind = models.CharField(_("the applicant is"), max_length=8, choices=Kind, default=Kind.PERSON)
    purpose = models.CharField(_("what it is needed for"), max_length=200, blank=True)
    form_wanted = models.CharField(_("form wanted"), max_length=8, choices=Form, default=Form.FILE)
    delivery = models.CharField(_("how it is sent"), max_length=8, choices=Delivery, default=Delivery.EMAIL)

    class Meta:
        verbose_name = _("application for disclosure")
        verbose_name_plural = _("applications for disclosure")
        triggers = triggers.on_kept

    def __str__(self) -> str:
        return str(self.case)


class BoxOpening(models.Model):
    """An opening of the opinion box: two people, and how many letters there were (item_forms.md §6.2)."""

    school = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("school"))
    opened_on = models.DateField(_("opened on"))
    first = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        verbose_name=_("opened by"),
    )
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        verbose_name=_("together with"),
    )
    count = models.PositiveSmallIntegerField(_("letters"))
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("opening of the opinion box")
        verbose_name_plural = _("openings of the opinion box")
        ordering = ["-opened_on", "-id"]
        triggers = triggers.on_kept
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(first=models.F("second")),
                name="box_opened_by_two_people",
                violation_error_message=_("Two people open the box together."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} {self.opened_on}"


class Reply(models.Model):
    """A reply as it was drafted: a new one is a new row. The last one sent is the reply."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="replies")
    text = models.TextField(_("reply"), max_length=5_000)
    finding = models.CharField(_("finding"), max_length=12, choices=Finding)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, db_constraint=False, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["id"]
        triggers = triggers.on_kept

    def __str__(self) -> str:
        return self.text[:40]


class Publication(models.Model):
    """What the public reads of a case: another text than the letter, so that the writer stays unknown."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="publication")
    question = models.TextField(_("what was asked, in public words"), max_length=500)
    answer = models.TextField(_("the reply, in public words"), max_length=2_000)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, db_constraint=False, related_name="+")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("published reply")
        verbose_name_plural = _("published replies")
        ordering = ["-published_at", "-id"]
        triggers = triggers.on_kept

    def __str__(self) -> str:
        return self.question[:40]
