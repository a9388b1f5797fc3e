"""What a school must disclose: headings, as data."""

from __future__ import annotations

from django.contrib import admin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who an item is for; public includes everyone."""

    PUBLIC = "public", _("public")
    PARENTS = "parents", _("parents and staff")
    STAFF = "staff", _("staff only")


class Cadence(models.TextChoices):
    """How often a matter is disclosed."""

    REALTIME = "realtime", _("at once")
    WEEKLY = "weekly", _("every week")
    MONTHLY = "monthly", _("every month")
    QUARTERLY = "quarterly", _("every quarter")
    SEMESTER = "semester", _("every term")
    ANNUAL = "annual", _("every year")
    ON_EVENT = "on_event", _("when it happens")


class Heading(models.Model):
    """One matter of the disclosure catalogue (公开事项)."""

    code = models.CharField(
        _("code"),
        max_length=4,
        unique=True,
        validators=[RegexValidator(r"^\d{4}$", _("A code is four digits: two for the class, two for the matter."))],
        help_text=_("Two digits for the class, two for the matter. It cannot be changed later."),
    )
    section = models.CharField(_("class"), max_length=40)
    section_en = models.CharField(_("class in English"), max_length=80, blank=True)
    name = models.CharField(_("matter"), max_length=120)
    name_en = models.CharField(_("matter in English"), max_length=200, blank=True)
    audience = models.CharField(
        _("audience"), max_length=8, choices=Audience, help_text=_("The widest audience this matter is meant for.")
    )
    cadence = models.CharField(_("how often"), max_length=12, choices=Cadence)
    time_limit_days = models.PositiveSmallIntegerField(
        _("time limit in days"), null=True, blank=True, help_text=_("Empty: no number of days, only an event.")
    )
    time_limit_basis = models.CharField(
        _("time limit counts"),
        max_length=60,
        blank=True,
        help_text=_(
            "Unit and event, such as working_days_after:formed_or_changed, or an event, such as after:term_end."
        ),
    )
    publicity_days = models.PositiveSmallIntegerField(
        _("least working days of publicity"), null=True, blank=True, help_text=_("Empty: no publicity period.")
    )
    kind = models.SlugField(
        _("usual kind"), blank=True, help_text=_("The kind of item this matter usually takes. Empty: any kind.")
    )
    basis = models.TextField(
        _("basis"),
        blank=True,
        help_text=_("Names and numbers of laws and documents only, parted by ；. Remarks belong in the working note."),
    )
    is_confirmed = models.BooleanField(
        _("basis confirmed"),
        default=False,
        help_text=_("On when somebody has checked the basis. An unconfirmed basis is never shown to the public."),
    )
    note = models.TextField(
        _("working note"),
        blank=True,
        help_text=_("Where this row comes from and what is still to check. Never public."),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("catalogue heading")
        verbose_name_plural = _("catalogue headings")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_confirmed=False) | ~Q(basis=""),
                name="heading_confirms_a_basis",
                violation_error_message=_("There is no basis to confirm. Enter the law or document first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    @admin.display(description=_("matter"), ordering="name")
    def title(self) -> str:
        """The matter in the reader's language; readers of Traditional Chinese get the Chinese as entered."""
        return in_readers_language(self.name, self.name_en)

    @property
    @admin.display(description=_("class"), ordering="section")
    def section_title(self) -> str:
        """The class in the reader's language."""
        return in_readers_language(self.section, self.section_en)

    @property
    def public_basis(self) -> str:
        """The legal basis as the public may read it: nothing while it is unconfirmed (regulations.md)."""
        return self.basis if self.is_confirmed else ""


def in_readers_language(chinese: str, english: str) -> str:
    return english if english and (get_language() or "").startswith("en") else chinese
