"""Awards: who is put forward for an honour, on which conditions and by which vote (item_forms.md §1.2, §1.6)."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.disclosures.drafting import NextPeriod
from apps.disclosures.models import Disclosure, KindMeta, Line
from apps.kinds.awards import rules

AUGUST = 8
"""School years begin in this month or the next."""


class Level(models.TextChoices):
    """Who gives the award (S113)."""

    SCHOOL = "school", _("school")
    DISTRICT = "district", _("county or district")
    CITY = "city", _("city")
    PROVINCE = "province", _("province")
    NATIONAL = "national", _("national")


class Group(models.TextChoices):
    """Who is honoured; pupils are minors."""

    STAFF = "staff", _("staff")
    STUDENTS = "students", _("pupils")
    COLLECTIVES = "collectives", _("classes and groups")


class AwardRound(Disclosure):
    glyph = "优"
    rank = 4

    award_name = models.CharField(_("award"), max_length=60, help_text=_("Such as 优秀教师 or 三好学生."))
    level = models.CharField(_("level"), max_length=8, choices=Level, default=Level.SCHOOL)
    category = models.CharField(_("category"), max_length=40, blank=True)
    school_year = models.CharField(
        _("school year"),
        max_length=9,
        validators=[RegexValidator(r"^\d{4}—\d{4}$", _("Write the school year as 2026—2027."))],
        help_text=_("Such as 2026—2027."),
    )
    honouree_group = models.CharField(
        _("who is honoured"),
        max_length=12,
        choices=Group,
        default=Group.STAFF,
        help_text=_("Names of pupils are shown to parents and staff only, until the day you set."),
    )
    conditions = models.TextField(_("conditions"), blank=True)
    quota = models.PositiveSmallIntegerField(
        _("quota"), null=True, blank=True, help_text=_("How many may be honoured.")
    )
    procedure = models.TextField(
        _("procedure"), blank=True, help_text=_("Step by step: applied, recommended, voted, decided.")
    )
    voters_present = models.PositiveSmallIntegerField(
        _("people who voted"), null=True, blank=True, help_text=_("Empty when there was no vote.")
    )

    emptied = ("school_year", "quota", "voters_present")

    class Meta(KindMeta):
        verbose_name = _("award round")
        verbose_name_plural = _("awards")

    def unready(self) -> list[str]:
        """Conditions, quota and procedure are stated, votes add up, names of minors are protected (S114)."""
        return rules.problems(self)

    def of_period(self, period: NextPeriod) -> dict[str, Any]:
        """A school year is named by the two years it lies in."""
        begins = period.first.year - (period.first.month < AUGUST)
        return {"school_year": f"{begins}—{begins + 1}"}

    def names(self) -> set[str]:
        return set(self.honourees.values_list("name", flat=True))

    @property
    def is_about_minors(self) -> bool:
        return self.honouree_group == Group.STUDENTS


class Honouree(Line):
    """A person or class put forward."""

    carries_on = False

    disclosure = models.ForeignKey(AwardRound, models.CASCADE, related_name="honourees")
    name = models.CharField(pgettext_lazy("of a person or class", "name"), max_length=40)
    unit_or_class = models.CharField(_("unit or class"), max_length=60, blank=True)
    post = models.CharField(_("post"), max_length=60, blank=True, help_text=_("For a class: its head teacher."))
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), null=True, blank=True)
    votes_abstain = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    deeds = models.TextField(_("deeds"), blank=True)

    class Meta(Line.Meta):
        verbose_name = _("honouree")
        verbose_name_plural = _("honourees")

    def __str__(self) -> str:
        return self.name

    @property
    def votes(self) -> int | None:
        """Votes given, abstentions included; None when there was no vote."""
        given = [n for n in (self.votes_for, self.votes_against, self.votes_abstain) if n is not None]
        return sum(given) if given else None
