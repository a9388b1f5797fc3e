"""What belongs to a disclosure and is frozen with it: a kind's row, its lines, the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.disclosures import triggers
from apps.disclosures.attachments import stored_name
from apps.disclosures.models.envelope import Disclosure

if TYPE_CHECKING:
    from apps.disclosures.drafting import NextPeriod


class KindMeta:
    """The base of every kind's Meta: its row is frozen with the envelope."""

    triggers = triggers.on_kind


class Line(models.Model):
    """A line of a kind's table. A kind's line adds `disclosure`, a foreign key to the kind."""

    inside: tuple[str, ...] = ()
    """Columns that the review reads and the public never does, not even in a comparison."""

    known_by = "name"
    """The column by which readers tell one line from another; a comparison pairs the lines of two versions by it."""

    carries_on = True
    """Whether the draft of the next period begins with the same lines; people are chosen anew each time."""

    emptied: tuple[str, ...] = ()
    """Columns that say what one period brought: the draft of the next period begins without them."""

    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "id"]
        triggers = triggers.on_part

    def of_period(self, period: NextPeriod) -> dict[str, Any]:
        """Values with which this line begins in that period; a kind whose lines know one overrides this."""
        return {}


class Attachment(models.Model):
    """A file that belongs to a disclosure and is read only through it."""

    disclosure = models.ForeignKey(Disclosure, models.CASCADE, related_name="attachments")
    file = models.FileField(_("file"), upload_to=stored_name, max_length=200)
    name = models.CharField(_("name"), max_length=160, editable=False)
    label = models.CharField(
        _("title"), max_length=120, blank=True, help_text=_("What the reader sees; empty: the file's name.")
    )
    media_type = models.CharField(_("type"), max_length=100, editable=False)
    size = models.PositiveBigIntegerField(_("size"), editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, db_constraint=False, related_name="+", editable=False
    )
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["position", "id"]
        triggers = triggers.on_part

    def __str__(self) -> str:
        return self.label or self.name

    def get_absolute_url(self) -> str:
        return reverse("board:file", args=[self.pk, self.name])
