"""Which item is for which duty."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.disclosures.models import Disclosure
from apps.duties import triggers
from apps.duties.models.duty import Duty


class Purpose(models.TextChoices):
    FULFILS = "fulfils", _("fulfils it")
    EXEMPTS = "exempts", _("says why it does not apply")


class Origin(models.TextChoices):
    """Who says so: the dates of the item, whoever drafted it for this duty, or two people afterwards."""

    DERIVED = "derived", _("by its dates")
    CHOSEN = "chosen", _("drafted for it")
    MOVED = "moved", _("moved by two people")


class Placement(models.Model):
    """An item and the one duty that it is for."""

    disclosure = models.OneToOneField(Disclosure, models.CASCADE, primary_key=True, related_name="placement")
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="placements", verbose_name=_("duty"))
    root = models.ForeignKey(Disclosure, models.PROTECT, related_name="+", verbose_name=_("first text"))
    """Of the texts that corrected one another the first: it is from its posting that an item counts."""
    purpose = models.CharField(_("purpose"), max_length=8, choices=Purpose, default=Purpose.FULFILS)
    origin = models.CharField(_("who says so"), max_length=8, choices=Origin, default=Origin.DERIVED)

    class Meta:
        verbose_name = _("item for a duty")
        verbose_name_plural = _("items for duties")
        triggers = triggers.on_placement

    def __str__(self) -> str:
        return f"{self.disclosure_id} → {self.duty_id}"
