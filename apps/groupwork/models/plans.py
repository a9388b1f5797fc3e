from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.disclosures.models import Disclosure
from apps.groupwork import triggers
from apps.groupwork.models.records import Record, struck_with_a_reason


class Plan(Record):
    """The plan of the disclosure work for a term or a school year (S16, S17), with the dates it had when recorded."""

    said = ("title", "period", "adopted_on", "text", "disclosure_id")

    period = models.CharField(_("term or school year"), max_length=40)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=20_000, blank=True)
    adopted_on = models.DateField(_("adopted on"))
    disclosure = models.ForeignKey(
        Disclosure, models.PROTECT, null=True, related_name="+", verbose_name=_("disclosed as")
    )

    class Meta:
        verbose_name = _("work plan")
        verbose_name_plural = _("work plans")
        ordering = ["-adopted_on", "-id"]
        triggers = triggers.on_record("adopted_on")
        indexes = [models.Index(fields=["school", "adopted_on", "id"], name="plan_of_a_school")]
        constraints = [
            struck_with_a_reason("plan"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="plan_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("groupwork:plan", args=[self.pk])
