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
from django.utils.translation import pgettext_lazy

from apps.catalogue.models import Heading
from apps.duties import triggers
from apps.organization.models import Unit

DAYS = Func(F("since"), F("until"), Value("[]"), function="daterange")
"""An open end has no last day, as daterange understands an empty one."""


def only(key: str) -> Func:
    """A range that holds one number and nothing else: ranges are compared without an extension of PostgreSQL.

    The field is named, not its column: before a row is saved Django puts the row's own values in place of names alone.
    """
    return Func(F(key), F(key), Value("[]"), function="int8range")


# The parts begin with different letters; a letter is a number.
LETTER = Func(F("part"), function="ascii")
PART = Func(LETTER, LETTER, Value("[]"), function="int4range")


class Part(models.TextChoices):
    FIRST = "first", _("first responsible")
    DEPUTY = "deputy", _("deputy in charge")
    HANDLER = "handler", _("handler")


class InForceQuerySet(models.QuerySet):
    def standing(self) -> InForceQuerySet:
        """Without what was struck out before it began."""
        return self.filter(struck_at=None)

    def in_force_on(self, day: datetime.date) -> InForceQuerySet:
        return self.touching(day, day)

    def touching(self, first: datetime.date, last: datetime.date | None) -> InForceQuerySet:
        """Those in force on at least a day between these two, both included; without a last day there is no end."""
        found = self.standing().filter(Q(until__isnull=True) | Q(until__gte=first))
        return found if last is None else found.filter(since__lte=last)


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
    struck_at = models.DateTimeField(_("struck out before it began"), null=True, editable=False)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        ordering = ["heading", "unit", "part", "since"]
        triggers = [*triggers.on_dated, triggers.responsibility_stays]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="responsibility_ends_after_it_begins",
                violation_error_message=_("The last day is before the first day."),
            ),
            ExclusionConstraint(
                name="responsibility_of_one_person",
                expressions=[
                    (only("heading"), RangeOperators.OVERLAPS),
                    (only("unit"), RangeOperators.OVERLAPS),
                    (PART, RangeOperators.OVERLAPS),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                condition=Q(struck_at=None),
                violation_error_message=_("Somebody else has this part in these days. End that first."),
            ),
        ]
        indexes = [models.Index(fields=["person", "since"], name="responsibility_of_person")]

    def __str__(self) -> str:
        return f"{self.heading} · {self.unit} · {self.get_part_display()}"


class StandIn(models.Model):
    """Who does what another would do while that one is away."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences", verbose_name=_("who is away")
    )
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="stands_in", verbose_name=_("who stands in")
    )
    since = models.DateField(_("from"))
    until = models.DateField(_("to"))
    reason = models.CharField(_("reason"), max_length=60, blank=True)
    struck_at = models.DateTimeField(_("struck out before it began"), null=True, editable=False)

    objects = InForceQuerySet.as_manager()

    class Meta:
        verbose_name = _("stand-in")
        verbose_name_plural = _("stand-ins")
        ordering = ["-since", "id"]
        triggers = [*triggers.on_dated, triggers.stand_in_stays]
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
                    (only("person"), RangeOperators.OVERLAPS),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                condition=Q(struck_at=None),
                violation_error_message=_("Somebody stands in for this person in these days already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.stand_in}"


class Arrangement(models.Model):
    """That somebody entered who answers or who stands in, ended it, or struck it out: never changed, never deleted."""

    class Name(models.TextChoices):
        ENTER = "enter", _("entered")
        END = "end", _("ended")
        STRIKE = "strike", _("struck out")

    responsibility = models.ForeignKey(Responsibility, models.PROTECT, null=True, related_name="arrangements")
    absence = models.ForeignKey(StandIn, models.PROTECT, null=True, related_name="arrangements")
    name = models.CharField(_("what was done"), max_length=8, choices=Name)
    until = models.DateField(_("last day"), null=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, db_constraint=False, related_name="+", verbose_name=_("by")
    )
    actor_name = models.CharField(pgettext_lazy("of a person", "name"), max_length=60, blank=True)
    actor_title = models.CharField(_("role"), max_length=60, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    transaction = models.BigIntegerField(db_default=models.Func(function="txid_current"), editable=False)

    class Meta:
        verbose_name = _("change of who answers")
        verbose_name_plural = _("changes of who answers")
        ordering = ["id"]
        triggers = triggers.on_event
        constraints = [
            models.CheckConstraint(
                condition=Q(responsibility__isnull=False, absence__isnull=True)
                | Q(responsibility__isnull=True, absence__isnull=False),
                name="arrangement_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()} {self.responsibility or self.absence}"
