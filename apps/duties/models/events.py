"""What happened to a duty: never changed, never deleted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.disclosures.models import Disclosure
from apps.duties import triggers
from apps.duties.models.duty import Duty


class Event(models.Model):
    """Something that was done to a duty, or to the place of an item among the duties."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="events")
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("event"), max_length=24)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, db_constraint=False, related_name="+", verbose_name=_("by")
    )
    actor_name = models.CharField(pgettext_lazy("of a person", "name"), max_length=60, blank=True)
    actor_title = models.CharField(_("role"), max_length=60, blank=True)
    text = models.TextField(_("text"), blank=True)
    detail = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    transaction = models.BigIntegerField(db_default=models.Func(function="txid_current"), editable=False)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["id"]
        triggers = triggers.on_event
        indexes = [
            models.Index(fields=["duty", "name"], name="event_of_duty"),
            models.Index(fields=["disclosure", "name"], name="event_of_placed_item"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.duty_id}"
