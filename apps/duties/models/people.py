"""Who answers for a heading in a unit, and who stands in (S26, S27, S28, S32)."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.catalogue.models import Heading
from apps.organization.models import Unit

DAYS = Func(F("since"), F("until"), Value("[]"), function="daterange")
"""An open end has no last day, as daterange understands an empty one."""


def only(key: str) -> Func:
    """A range that holds one number and nothing else: ranges are compared without an extension of PostgreSQL."""
    return Func(F(key), F(key), Value("[]"), function="int8range")


# The parts begin with different letters; a letter is a number.
LETTER = Func(F("part"), function="ascii")
PART = Func(LETTER, LETTER, Value("[]"), function="int4range")


class Part(models.TextChoices):
    FIRST = "first", _("first responsible")
    DEPUTY = "deputy", _("deputy in charge")
    HANDLER = "handler", _("handler")


class DatedQuerySet(models.QuerySet):
    def in_force_on(self, day: datetime.date) -> DatedQuerySet:
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gte=day))


class Responsibility(models.Model):
    """A person's part in a heading of a unit, from a day to a day."""

    heading = models.ForeignKey(
        Heading, models.PROTECT, related_name="responsibilities", verbose_name=_("catalogue heading")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="responsibilities", verbose_name=_("unit"))
    part = models.CharField(_("part"), max_length=8, choices=Part)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="responsibilities", verbose_name=_("person")
    )
    since = models.DateField(_("from"), default=timezone.localdate)
    until = models.DateField(_("to"), null=True, blank=True, help_text=_("Last day; empty while it runs."))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        ordering = ["heading", "unit", "part", "since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="responsibility_ends_after_it_begins",
                violation_error_message=_("The last day is before the first day."),
            ),
            ExclusionConstraint(
                name="responsibility_of_one_person",
                expressions=[
                    (only("heading_id"), RangeOperators.OVERLAPS),
                    (only("unit_id"), RangeOperators.OVERLAPS),
                    (PART, RangeOperators.OVERLAPS),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Somebody else has this part in these days. End that first."),
            ),
        ]
        indexes = [models.Index(fields=["person", "since"], name="responsibility_of_person")]

    def __str__(self) -> str:
        return f"{self.heading} · {self.unit} · {self.get_part_display()}"


class StandIn(models.Model):
    """Who does what another would do while that one is away."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences", verbose_name=_("who is away")
    )
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="stands_in", verbose_name=_("who stands in")
    )
    since = models.DateField(_("from"))
    until = models.DateField(_("to"))
    reason = models.CharField(_("reason"), max_length=60, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("stand-in")
        verbose_name_plural = _("stand-ins")
        ordering = ["-since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="stand_in_ends_after_it_begins",
                violation_error_message=_("The last day is before the first day."),
            ),
            models.CheckConstraint(
                condition=~Q(person=F("stand_in")),
                name="stand_in_is_another",
                violation_error_message=_("Nobody stands in for themselves."),
            ),
            ExclusionConstraint(
                name="stand_in_is_one",
                expressions=[
                    (only("person_id"), RangeOperators.OVERLAPS),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Somebody stands in for this person in these days already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.stand_in}"
