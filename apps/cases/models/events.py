"""What happened to a case: never changed, never deleted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.cases import triggers
from apps.cases.models.case import Case
from apps.cases.states import State


class Event(models.Model):
    """A step somebody took; without an actor it was the writer of the case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    name = models.CharField(_("event"), max_length=24)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    actor_name = models.CharField(pgettext_lazy("of a person", "name"), max_length=60, blank=True)
    actor_title = models.CharField(_("role"), max_length=60, blank=True)
    from_state = models.CharField(_("from"), max_length=12, choices=State)
    to_state = models.CharField(_("to"), max_length=12, choices=State)
    text = models.TextField(_("text"), blank=True)
    detail = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    transaction = models.BigIntegerField(db_default=models.Func(function="txid_current"), editable=False)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["id"]
        triggers = triggers.on_event
        indexes = [models.Index(fields=["case", "name"], name="event_of_case")]

    def __str__(self) -> str:
        return f"{self.name} {self.case_id}"
