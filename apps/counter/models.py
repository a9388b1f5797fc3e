"""What guards the public forms: proofs that were used, and the times in which the office paused the forms."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.counter.triggers import stays_as_set
from apps.organization.models import Unit


class SpentProof(models.Model):
    """A solution or an answer that opened the counter, kept until it expires: keyed hashes, nothing of a person."""

    key = models.CharField(_("key"), max_length=64, primary_key=True)
    form = models.CharField(_("form"), max_length=64)
    ends_at = models.DateTimeField(_("ends"), db_index=True)

    class Meta:
        verbose_name = _("used proof")
        verbose_name_plural = _("used proofs")

    def __str__(self) -> str:
        return self.key[:8]


class PauseQuerySet(models.QuerySet["Pause"]):
    def running(self) -> PauseQuerySet:
        """Pauses of this moment."""
        now = timezone.now()
        return self.filter(since__lte=now, ended_at=None).filter(Q(until=None) | Q(until__gt=now))


class Pause(models.Model):
    """A time in which a school takes nothing by its web forms; set and ended by the office, never rewritten."""

    school = models.ForeignKey(Unit, models.PROTECT, related_name="pauses", verbose_name=_("school"))
    reason = models.CharField(
        _("why the forms are paused"),
        max_length=200,
        help_text=_("Everybody who opens a form reads this. Such as: The form is being flooded by a program."),
    )
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("The forms open again by themselves at this time. Empty: until somebody opens them."),
    )
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="pauses_set", verbose_name=_("paused by")
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pauses_ended",
        verbose_name=_("opened again by"),
    )

    objects = PauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("pause of the forms")
        verbose_name_plural = _("pauses of the forms")
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="pause_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="pause_is_ended_by_somebody",
            ),
        ]
        triggers = [stays_as_set]

    def __str__(self) -> str:
        return f"{self.school}: {self.reason}"

    @property
    def over_at(self) -> datetime.datetime | None:
        """When it was over, or will be; None while nobody knows."""
        return self.ended_at or self.until
