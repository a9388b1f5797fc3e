"""Which days are working days, and when the school's terms run."""

from django.db import models
from django.db.models import F, Q
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


class Term(models.Model):
    """A school term; statistics and lists are read by term."""

    school = models.ForeignKey("organization.Unit", models.CASCADE, related_name="terms", verbose_name=_("school"))
    name = models.CharField(_("name"), max_length=40, help_text=_("Such as 2026–2027学年第一学期."))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["school", "name"], name="term_name_once_per_school"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="term_ends_after_it_begins",
                violation_error_message=_("The last day is before the first day."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
