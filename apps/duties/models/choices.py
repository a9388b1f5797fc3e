"""What a school decides about its duties: from when they count, and how often a matter is due."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.catalogue.models import Heading
from apps.duties import triggers
from apps.duties.rhythms import Counting, Rhythm
from apps.organization.models import Unit


class Start(models.Model):
    """The day from which the duties of a school are counted; nothing that was due before is held against it."""

    school = models.OneToOneField(Unit, models.CASCADE, primary_key=True, related_name="duties_start")
    on = models.DateField(_("duties are counted from"), default=timezone.localdate)
    looked_on = models.DateField(_("last looked at by the clock"), null=True)

    class Meta:
        verbose_name = _("first day of the duties")
        verbose_name_plural = _("first days of the duties")
        triggers = [triggers.start_only_moves_back]

    def __str__(self) -> str:
        return f"{self.school} {self.on}"


class Choice(models.Model):
    """How often a school discloses a matter, from a day on. A later choice follows it; none is changed."""

    school = models.ForeignKey(Unit, models.PROTECT, related_name="rhythms", verbose_name=_("school"))
    heading = models.ForeignKey(Heading, models.PROTECT, related_name="choices", verbose_name=_("catalogue heading"))
    rhythm = models.CharField(_("how often"), max_length=12, choices=Rhythm)
    days = models.PositiveSmallIntegerField(
        _("time limit in working days"), null=True, blank=True, help_text=_("Empty: the usual number.")
    )
    since = models.DateField(_("what is due from this day on"))
    reason = models.CharField(_("reason"), max_length=200)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, db_constraint=False, related_name="+", editable=False
    )
    chosen_as = models.CharField(_("chosen by"), max_length=60, editable=False)
    chosen_at = models.DateTimeField(_("chosen"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("rhythm of a heading")
        verbose_name_plural = _("rhythms of headings")
        ordering = ["heading", "since", "id"]
        triggers = [triggers.never_changed, triggers.chosen_ahead]
        indexes = [models.Index(fields=["school", "heading", "since"], name="choice_of_school")]

    def __str__(self) -> str:
        return f"{self.heading} {self.get_rhythm_display()}"


class ConsequenceQuerySet(models.QuerySet["Consequence"]):
    def of(self, heading: int) -> ConsequenceQuerySet:
        return self.filter(heading=heading).select_related("then")


class Consequence(models.Model):
    """An item of one heading announces that one of another will follow: nominees, then the result."""

    heading = models.ForeignKey(Heading, models.CASCADE, related_name="consequences", verbose_name=_("heading"))
    then = models.ForeignKey(Heading, models.CASCADE, related_name="+", verbose_name=_("opens a duty of"))
    days = models.PositiveSmallIntegerField(_("within so many days"), default=20)
    counting = models.CharField(_("counted in"), max_length=8, choices=Counting, default=Counting.WORKING)

    objects = ConsequenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("result that follows")
        verbose_name_plural = _("results that follow")
        ordering = ["heading", "then"]
        constraints = [
            models.UniqueConstraint(fields=["heading", "then"], name="consequence_once"),
            models.CheckConstraint(
                condition=~Q(heading=F("then")),
                name="consequence_is_of_another_heading",
                violation_error_message=_("The result stands under another heading."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.heading} → {self.then}"


def latest_before(choices: list[Choice], day: datetime.date) -> Choice | None:
    """The choice in force on a day, of those of one heading in their order."""
    return next((choice for choice in reversed(choices) if choice.since <= day), None)
