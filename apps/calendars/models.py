"""Which days are working days, and when the school's years, terms and vacations run."""

from __future__ import annotations

import datetime
from typing import Any, Self

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CalendarYear(models.Model):
    """A year whose holidays are known. A year without this row is provisional: weekdays only, and shown as such."""

    year = models.PositiveSmallIntegerField(
        _("year"),
        primary_key=True,
        help_text=_("Add a year when all its holidays and worked weekends are entered. Until then it is provisional."),
    )
    source = models.CharField(
        _("source"), max_length=120, help_text=_("Where the holidays come from: a notice and its number, or a package.")
    )

    class Meta:
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day that is not what its weekday says: a holiday, or a weekend that is worked (调休)."""

    date = models.DateField(_("date"), unique=True)
    is_working = models.BooleanField(
        _("worked"),
        help_text=_(
            "On for a weekend that is worked; off for a holiday. If a holiday is cancelled, switch it on: a deleted "
            "row comes back when the calendar is filled."
        ),
    )
    name = models.CharField(
        _("name"),
        max_length=40,
        help_text=_("Such as 国庆节, or 国庆节调休上班. Readers see it where days are counted."),
    )

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


class RestDay(models.Model):
    """A working day on which this school rests: a sports day made up for, a day its canteen and offices are closed."""

    school = models.ForeignKey("organization.Unit", models.CASCADE, related_name="rest_days", verbose_name=_("school"))
    date = models.DateField(_("date"))
    name = models.CharField(_("name"), max_length=40, help_text=_("Such as 校运动会补休."))

    class Meta:
        verbose_name = _("rest day of the school")
        verbose_name_plural = _("rest days of the school")
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["school", "date"], name="rest_day_once_per_school")]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


class SpanQuerySet(models.QuerySet["Span"]):
    def at(self, day: datetime.date) -> Self:
        """Those that run on this day."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def touching(self, first: datetime.date, last: datetime.date) -> Self:
        """Those of which at least a day lies between these two, both included."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)


class Span(models.Model):
    """Days of one school, from a first to a last; two of one sort never overlap."""

    school = models.ForeignKey("organization.Unit", models.CASCADE, related_name="%(class)ss", verbose_name=_("school"))
    name = models.CharField(_("name"), max_length=40)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    objects = SpanQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-starts_on"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """What has begun is not entered over with other days: everything that was due in it belongs to it."""
        before = type(self)._default_manager.filter(pk=self.pk, starts_on__lte=timezone.localdate()).first()
        if before and self.starts_on and self.ends_on and not self.touches(before):
            raise ValidationError(_("These days have begun. Add new ones instead of changing them into others."))

    def touches(self, other: Span) -> bool:
        """Whether the two have a day in common."""
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on


def in_order(sort: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(ends_on__gt=F("starts_on")),
        name=f"{sort}_ends_after_it_begins",
        violation_error_message=_("The last day is before the first day."),
    )


def never_overlapping(sort: str, message: Any) -> ExclusionConstraint:
    """Ranges of the school's key and of the days, since ranges need no extension of PostgreSQL to be compared."""
    school = Func(F("school"), F("school"), Value("[]"), function="int8range")
    days = Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange")
    return ExclusionConstraint(
        name=f"{sort}s_never_overlap",
        expressions=[(school, RangeOperators.OVERLAPS), (days, RangeOperators.OVERLAPS)],
        violation_error_message=message,
    )


begun_days_stay = pgtrigger.Trigger(
    name="begun_days_stay",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition(
        "OLD.starts_on <= (now() AT TIME ZONE 'Asia/Shanghai')::date"
        " AND NOT daterange(OLD.starts_on, OLD.ends_on, '[]') && daterange(NEW.starts_on, NEW.ends_on, '[]')"
    ),
    func="RAISE EXCEPTION 'days that have begun are not changed into others'"
    " USING ERRCODE = 'integrity_constraint_violation';",
)


class SchoolYear(Span):
    """A school year (学年); what is due once a year is due once in each."""

    class Meta(Span.Meta):
        verbose_name = _("school year")
        verbose_name_plural = _("school years")
        triggers = [begun_days_stay]
        constraints = [
            in_order("school_year"),
            never_overlapping("school_year", _("These days overlap another school year. Change one of the two.")),
        ]


class Vacation(Span):
    """A vacation: an ordinary stretch of working days by law, but nobody is taught or fed at school."""

    class Meta(Span.Meta):
        verbose_name = _("vacation")
        verbose_name_plural = _("vacations")
        constraints = [
            in_order("vacation"),
            never_overlapping("vacation", _("These days overlap another vacation. Change one of the two.")),
        ]


class Term(Span):
    """A school term with the vacation that follows it; statistics and lists are read by term."""

    name = models.CharField(_("name"), max_length=40, help_text=_("Such as 2026–2027学年第一学期."))

    class Meta(Span.Meta):
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        triggers = [begun_days_stay]
        constraints = [
            models.UniqueConstraint(fields=["school", "name"], name="term_name_once_per_school"),
            in_order("term"),
            never_overlapping("term", _("These days overlap another term. Change one of the two.")),
        ]
