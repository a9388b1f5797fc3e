"""A duty: one heading, one unit, one period, one last day."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.calendars.models import SchoolYear, Term
from apps.catalogue.models import Heading
from apps.disclosures.models import Disclosure
from apps.duties import triggers
from apps.duties.querysets import DutyQuerySet
from apps.duties.rhythms import Rhythm
from apps.duties.wording import label_of, why
from apps.organization.models import Unit


class Occurrence(models.Model):
    """Something happened that has to be disclosed: a contract was signed, a list of nominees is up."""

    heading = models.ForeignKey(
        Heading, models.PROTECT, related_name="occurrences", verbose_name=_("catalogue heading")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="occurrences", verbose_name=_("responsible unit"))
    title = models.CharField(_("what happened"), max_length=80, help_text=_("In a few words, without names of people."))
    happened_on = models.DateField(_("on which day"))
    announced_by = models.ForeignKey(
        Disclosure, models.PROTECT, null=True, related_name="announced", verbose_name=_("announced by")
    )
    days = models.PositiveSmallIntegerField(_("within so many days"), null=True)
    """Of a consequence; else the heading's own number holds."""
    counting = models.CharField(max_length=8, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, db_constraint=False, related_name="+", editable=False
    )
    recorded_as = models.CharField(_("recorded by"), max_length=60, editable=False)
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)
    form_token = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("event that opens a duty")
        verbose_name_plural = _("events that open duties")
        ordering = ["happened_on", "id"]
        triggers = [triggers.never_changed]
        constraints = [
            models.UniqueConstraint(
                fields=["announced_by", "heading"],
                condition=Q(announced_by__isnull=False),
                name="occurrence_announced_once",
            )
        ]
        indexes = [models.Index(fields=["unit", "heading", "happened_on"], name="occurrence_of_unit")]

    def __str__(self) -> str:
        return self.title


class Duty(models.Model):
    """What a unit owes under a heading for a period. Whether it was met is read from the items, never ticked."""

    heading = models.ForeignKey(Heading, models.PROTECT, related_name="duties", verbose_name=_("catalogue heading"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="duties", verbose_name=_("responsible unit"))
    school = models.ForeignKey(Unit, models.PROTECT, related_name="school_duties", verbose_name=_("school"))
    key = models.CharField(_("period"), max_length=24)
    rhythm = models.CharField(_("how often"), max_length=12, choices=Rhythm)
    term = models.ForeignKey(Term, models.PROTECT, null=True, related_name="duties", verbose_name=_("term"))
    year = models.ForeignKey(
        SchoolYear, models.PROTECT, null=True, related_name="duties", verbose_name=_("school year")
    )
    starts_on = models.DateField(_("first day of the period"))
    ends_on = models.DateField(_("last day of the period"))
    opens_on = models.DateField(_("items count from"))
    due_on = models.DateField(_("to be disclosed by"), null=True)
    reckoning = models.JSONField(_("how the day was counted"), default=dict)
    occurrence = models.OneToOneField(
        Occurrence, models.PROTECT, null=True, related_name="duty", verbose_name=_("event")
    )
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    lifted_at = models.DateTimeField(_("no longer owed since"), null=True)

    objects = DutyQuerySet.as_manager()

    # Filled in by `judged()`.
    condition: str
    fulfilled_on: datetime.date | None
    delay: int

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["due_on", "heading", "unit", "id"]
        triggers = triggers.on_duty
        constraints = [models.UniqueConstraint(fields=["heading", "unit", "key"], name="duty_once")]
        indexes = [
            models.Index(fields=["school", "due_on"], condition=Q(lifted_at=None), name="duty_of_school"),
            models.Index(fields=["term", "heading"], condition=Q(lifted_at=None), name="duty_of_term"),
            models.Index(F("due_on"), F("id"), condition=Q(lifted_at=None), name="duty_by_day"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """The period in words: 2026年9月, the term, the day of an event."""
        return label_of(self)

    @property
    def own_words(self) -> str:
        """For who works in the school also what happened, as a clerk typed it: nobody has reviewed that."""
        occurrence = self.occurrence
        return occurrence.title if occurrence and not occurrence.announced_by_id else self.label

    @property
    def title(self) -> str:
        """The matter and the period."""
        return str(_("%(matter)s (%(period)s)")) % {"matter": self.heading.title, "period": self.label}

    @property
    def why(self) -> list[tuple[str, str]]:
        """Why this day: rows of a table, as the day was counted when it was set."""
        return why(self)

    def get_absolute_url(self) -> str:
        return reverse("dutywork:duty", args=[self.pk])

    def same_as(self, values: dict[str, Any]) -> bool:
        return all(getattr(self, name) == value for name, value in values.items())
