"""The index: one card for each item on the board, and the text of each file, read once."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.disclosures.models import Disclosure


class Card(models.Model):
    """What an item can be found by, line by line. Written with each step; made again by `rebuild_search`."""

    disclosure = models.OneToOneField(Disclosure, models.CASCADE, primary_key=True, related_name="card")
    text = models.TextField()
    """The lines as they were written: the title, then numbers and summary, then the text, then each file."""
    flat = models.TextField()
    """The same lines in their flat form (grams.py)."""
    grams = SearchVectorField()
    sections = ArrayField(models.PositiveIntegerField())
    """Numbers of the lines with which the numbers, the text and each file begin; the first line is 1."""
    files = ArrayField(models.CharField(max_length=160))
    """What the reader sees as the name of each file."""

    class Meta:
        verbose_name = _("index card")
        verbose_name_plural = _("index cards")
        indexes = [GinIndex(fields=["grams"], name="card_grams", fastupdate=False)]

    def __str__(self) -> str:
        return self.text.partition("\n")[0]


class FileText(models.Model):
    """The words of a file, by its fingerprint: the same file is read once, whoever attaches it."""

    class State(models.TextChoices):
        READ = "read", _("read")
        NO_TEXT = "no_text", _("no text")
        ENCRYPTED = "encrypted", _("protected by a password")
        UNREADABLE = "unreadable", _("unreadable")
        PART = "part", _("read in part")

    sha256 = models.CharField("SHA-256", max_length=64, primary_key=True)
    state = models.CharField(_("state"), max_length=12, choices=State)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("text of a file")
        verbose_name_plural = _("texts of files")

    def __str__(self) -> str:
        return f"{self.sha256[:8]} {self.get_state_display()}"
