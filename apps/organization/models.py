"""Units, who holds which role in them and since when, how they can be reached, and a school's own rules."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UnitQuerySet(models.QuerySet["Unit"]):
    def under(self, units: Iterable[int] | models.QuerySet[Unit]) -> UnitQuerySet:
        """The given units (instances, keys or a query) and everything below them."""
        return self.filter(Q(pk__in=units) | Q(parent__in=units) | Q(parent__parent__in=units))


class Unit(models.Model):
    """A place in the tree of three fixed levels: bureau › school › department."""

    class Level(models.TextChoices):
        BUREAU = "bureau", _("bureau")
        SCHOOL = "school", _("school")
        DEPARTMENT = "department", _("department")

    PARENT_LEVELS = {
        Level.BUREAU: (None,),
        Level.SCHOOL: (None, Level.BUREAU),
        Level.DEPARTMENT: (Level.SCHOOL,),
    }

    name = models.CharField(_("name"), max_length=60)
    level = models.CharField(_("level"), max_length=12, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="unit_name_once_per_parent"),
            models.CheckConstraint(
                condition=~Q(level="department") | Q(parent__isnull=False), name="unit_department_has_a_school"
            ),
            models.CheckConstraint(condition=~Q(level="bureau") | Q(parent__isnull=True), name="unit_bureau_is_a_root"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        level = self.parent.level if self.parent else None
        if self.level and level not in self.PARENT_LEVELS[Unit.Level(self.level)]:
            raise ValidationError({"parent": _("A department belongs to a school, a school to a bureau.")})

    @property
    def school(self) -> Unit | None:
        """The school this unit is, or belongs to; None for a bureau."""
        return {self.Level.SCHOOL: self, self.Level.DEPARTMENT: self.parent}.get(Unit.Level(self.level))

    @property
    def lineage(self) -> list[int]:
        """Keys of this unit and of the units above it."""
        unit: Unit | None = self
        keys = []
        while unit and unit.pk not in keys:
            keys.append(unit.pk)
            unit = unit.parent
        return keys


class Role(models.TextChoices):
    CLERK = "clerk", _("clerk")
    LEADERSHIP = "leadership", _("leadership group")
    SUPERVISION = "supervision", _("supervision group")
    OFFICE = "office", _("disclosure office")
    STAFF = "staff", _("staff")
    PARENT = "parent", _("parent")
    INSPECTOR = "inspector", _("inspector")


class Post(models.TextChoices):
    """Post in a group."""

    CHAIR = "chair", _("chair")
    DEPUTY = "deputy", _("deputy chair")
    MEMBER = "member", _("member")


class Line(models.TextChoices):
    """The line a supervision member speaks for (S20)."""

    PARTY = "party", _("Party")
    ADMINISTRATION = "administration", _("administration")
    UNION = "union", _("trade union")
    YOUTH = "youth", _("youth league")
    TEACHERS = "teachers", _("teachers")
    COMMUNITY = "community", _("community")
    PARENTS = "parents", _("parents")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> MembershipQuerySet:
        """Memberships in force today in the school's time zone."""
        return self.in_force_on(timezone.localdate())

    def in_force_on(self, day: datetime.date) -> MembershipQuerySet:
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gte=day))


class Membership(models.Model):
    """A person's role in a unit, from a day to a day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name=_("unit"))
    role = models.CharField(_("role"), max_length=12, choices=Role)
    post = models.CharField(_("post in the group"), max_length=8, choices=Post, blank=True)
    line = models.CharField(
        _("speaks for"),
        max_length=16,
        choices=Line,
        blank=True,
        help_text=_("For members of the supervision group: whom they speak for."),
    )
    since = models.DateField(_("from"), default=timezone.localdate)
    until = models.DateField(_("to"), null=True, blank=True, help_text=_("Last day; empty while it runs."))

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["unit", "role", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "unit", "role", "since"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="membership_ends_after_it_begins",
                violation_error_message=_("The last day is before the first day."),
            ),
            models.CheckConstraint(
                condition=~Q(role="supervision") | ~Q(line=""),
                name="membership_supervision_speaks_for_somebody",
                violation_error_message=_("Say whom this member of the supervision group speaks for."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.unit} · {self.title}"

    @property
    def title(self) -> str:
        """How the public reads this role: never a name."""
        if self.role == Role.SUPERVISION and self.line:
            return str(_("%(line)s representative") % {"line": self.get_line_display()})
        return self.get_role_display()


class Contact(models.Model):
    """A way to reach a unit: hotline, opinion box, office."""

    class Form(models.TextChoices):
        HOTLINE = "hotline", _("supervision hotline")
        BOX = "box", _("opinion box")
        OFFICE = "office", _("office")
        EMAIL = "email", _("e-mail")

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="contacts", verbose_name=_("unit"))
    form = models.CharField(_("form"), max_length=8, choices=Form)
    value = models.CharField(_("number, place or address"), max_length=120)
    hours = models.CharField(_("hours"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.get_form_display()} {self.value}"

    @property
    def link(self) -> str:
        return link_of(self.form, self.value)


def link_of(form: str, value: str) -> str:
    """Opens the telephone of a hotline; empty for a place."""
    digits = "".join(character for character in value if character in "+0123456789")
    return f"tel:{digits}" if form == Contact.Form.HOTLINE else ""


class SchoolRules(models.Model):
    """What a school decides for itself about disclosure."""

    school = models.OneToOneField(Unit, models.CASCADE, related_name="rules", verbose_name=_("school"))
    quorum = models.PositiveSmallIntegerField(
        _("quorum"),
        null=True,
        blank=True,
        help_text=_(
            "Opinions needed to decide. Empty: more than half of the members who are not recused. Never under 2."
        ),
    )
    closes_at = models.TimeField(_("publicity closes at"), default=datetime.time(17, 0))
    posting_day_counts = models.BooleanField(
        _("the day of posting counts"),
        default=False,
        help_text=_("Off: the period begins on the next working day."),
    )
    explain_change_percent = models.PositiveSmallIntegerField(
        _("explain a change over (%)"), default=20, help_text=_("Changes against the period before are explained.")
    )

    class Meta:
        verbose_name = _("rules of the school")
        verbose_name_plural = _("rules of the school")
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum__isnull=True) | Q(quorum__gte=2),
                name="rules_quorum_is_two_or_more",
                violation_error_message=_("The quorum is never under 2."),
            )
        ]

    def __str__(self) -> str:
        return str(self.school)
