"""The record: events nobody can change, and the register of numbers."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.disclosures import triggers
from apps.disclosures.models.envelope import Disclosure
from apps.disclosures.states import State


class EventQuerySet(models.QuerySet["Event"]):
    def named(self, *names: str) -> Self:
        return self.filter(name__in=names)


class Event(models.Model):
    """Something a named person did to an item. Never changed, never deleted."""

    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="events")
    name = models.CharField(_("event"), max_length=24)
    # The key and the labels stay when the account is deleted.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, db_constraint=False, related_name="+", verbose_name=_("by")
    )
    actor_name = models.CharField(pgettext_lazy("of a person", "name"), max_length=60)
    actor_title = models.CharField(_("role"), max_length=60, blank=True)
    from_state = models.CharField(_("from"), max_length=12, choices=State)
    to_state = models.CharField(_("to"), max_length=12, choices=State)
    version = models.PositiveSmallIntegerField(_("version"))
    reason = models.TextField(_("reason"), blank=True)
    detail = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    transaction = models.BigIntegerField(db_default=models.Func(function="txid_current"), editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["id"]
        triggers = triggers.on_event
        constraints = [
            models.UniqueConstraint(
                fields=["disclosure", "version", "actor"],
                condition=Q(name__in=("endorse", "return", "recuse")),
                name="event_one_opinion_a_version",
            ),
            models.CheckConstraint(
                condition=~Q(name__in=("return", "returned", "recall", "propose_withdrawal")) | ~Q(reason=""),
                name="event_return_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["disclosure", "name"], name="event_of_disclosure")]

    def __str__(self) -> str:
        return f"{self.name} {self.disclosure_id}"


class Register(models.Model):
    """The last register number given in a year; only the posting trigger writes it."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last_serial = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("register")
        verbose_name_plural = _("registers")
        triggers = triggers.on_register

    def __str__(self) -> str:
        return f"{self.year}: {self.last_serial}"
