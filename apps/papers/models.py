"""Papers made of items, and where they were hung."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.disclosures.models import Disclosure
from apps.disclosures.triggers import never_emptied, text_is_recorded
from apps.papers import triggers


def paper_name(paper: Any, filename: str) -> str:
    return f"papers/{filename}"


def photo_name(posting: Any, filename: str) -> str:
    """A name of ours, so that an uploaded name never reaches the disk."""
    return f"postings/{uuid.uuid4().hex}.jpg"


class Paper(models.Model):
    """A PDF that was made once: whoever asks for the same text again gets the same file."""

    class Format(models.TextChoices):
        POSTER_A4 = "poster-a4", _("poster, A4")
        POSTER_A3 = "poster-a3", _("poster, A3")
        SHEET = "item", _("full text")
        WEEK = "week", _("week's board")

    digest = models.CharField(_("fingerprint of the text"), max_length=64, unique=True)
    format = models.CharField(_("format"), max_length=12, choices=Format)
    disclosure = models.ForeignKey(
        Disclosure, models.PROTECT, null=True, related_name="papers", verbose_name=_("disclosure")
    )
    week = models.CharField(_("week"), max_length=8, blank=True)
    file = models.FileField(_("file"), upload_to=paper_name, max_length=120, blank=True)
    size = models.PositiveIntegerField(_("size"), default=0)
    pages = models.PositiveSmallIntegerField(_("pages"), default=0)
    trouble = models.CharField(_("why it could not be made"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        indexes = [
            models.Index(fields=["disclosure", "format"], name="paper_of_disclosure"),
            models.Index(F("made_at").desc(), condition=~Q(trouble=""), name="paper_in_trouble"),
        ]

    def __str__(self) -> str:
        return f"{self.get_format_display()} {self.week or self.disclosure}"

    @property
    def is_there(self) -> bool:
        """It was made, and nobody took the file off the disk."""
        return bool(self.file) and self.file.storage.exists(str(self.file.name))


class Posting(models.Model):
    """An item hung on a physical board. What was recorded stays; a mistake is struck out, with a reason."""

    disclosure = models.ForeignKey(
        Disclosure, models.PROTECT, related_name="postings", editable=False, verbose_name=_("disclosure")
    )
    place = models.CharField(_("place"), max_length=60, help_text=_("Such as 校门口公开栏. Readers see it."))
    hung_at = models.DateTimeField(_("hung at"))
    taken_down_at = models.DateTimeField(_("taken down at"), null=True, blank=True)
    photo = models.FileField(
        _("photo"),
        upload_to=photo_name,
        max_length=120,
        blank=True,
        help_text=_("JPG or PNG of the poster on the board, without people. Readers of the item see it."),
    )
    note = models.CharField(_("note"), max_length=120, blank=True, help_text=_("Readers see it."))
    # The key outlives the account; the name is in the event.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, db_constraint=False, related_name="+", editable=False
    )
    recorded_as = models.CharField(_("recorded by"), max_length=60, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    struck_at = models.DateTimeField(null=True, editable=False)
    struck_because = models.CharField(_("why it is struck out"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["hung_at", "id"]
        triggers = [
            triggers.stays_as_recorded,
            triggers.hung_after_it_was_posted,
            text_is_recorded("disclosure_id"),
            never_emptied,
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_down_at__isnull=True) | Q(taken_down_at__gte=F("hung_at")),
                name="posting_taken_down_after_it_was_hung",
            ),
            models.UniqueConstraint(
                fields=["disclosure", "place", "hung_at"],
                condition=Q(struck_at__isnull=True),
                name="posting_recorded_once",
            ),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True, struck_because="")
                | Q(struck_at__isnull=False) & ~Q(struck_because=""),
                name="posting_struck_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {timezone.localtime(self.hung_at):%Y-%m-%d %H:%M}"

    @property
    def photo_url(self) -> str:
        """Where the photo is read; empty without one."""
        return reverse("papers:photo", args=[self.pk]) if self.photo else ""
