"""Personnel: who is proposed for which post, how they were chosen (item_forms.md §1.1, §1.3–1.5)."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from apps.disclosures.models import Disclosure, KindMeta, Line

YEAR_AND_MONTH = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
ONLY_YEAR_AND_MONTH = _("Write year and month only, such as 1985-09. A full date of birth is never stored.")


class ChangeType(models.TextChoices):
    APPOINTMENT = "appointment", _("appointment")
    COMPETITION = "competition", _("competition for posts")
    TITLE = "title", _("professional title")
    RECRUITMENT = "recruitment", _("recruitment")
    TRANSFER = "transfer", _("transfer or secondment")
    PARTY = "party", _("Party membership")


class Gender(models.TextChoices):
    FEMALE = "female", _("female")
    MALE = "male", _("male")


class PersonnelChange(Disclosure):
    glyph = "任"
    rank = 5

    change_type = models.CharField(
        _("kind of change"), max_length=12, choices=ChangeType, default=ChangeType.APPOINTMENT
    )
    grounds = models.TextField(
        _("how they were chosen"),
        blank=True,
        help_text=_("Procedure and meetings with their dates, and the rule followed."),
    )
    eligible_voters = models.PositiveSmallIntegerField(_("entitled to vote"), null=True, blank=True)
    present_voters = models.PositiveSmallIntegerField(_("present"), null=True, blank=True)
    valid_votes = models.PositiveSmallIntegerField(_("valid votes"), null=True, blank=True)
    probation_months = models.PositiveSmallIntegerField(_("probation in months"), null=True, blank=True)

    emptied = ("grounds", "eligible_voters", "present_voters", "valid_votes")

    class Meta(KindMeta):
        verbose_name = _("personnel change")
        verbose_name_plural = _("personnel")
        constraints = [
            models.CheckConstraint(
                condition=Q(eligible_voters__isnull=True)
                | Q(present_voters__isnull=True)
                | Q(present_voters__lte=F("eligible_voters")),
                name="personnel_present_are_entitled",
                violation_error_message=_("More people are present than are entitled to vote. Check the numbers."),
            ),
            models.CheckConstraint(
                condition=Q(present_voters__isnull=True)
                | Q(valid_votes__isnull=True)
                | Q(valid_votes__lte=F("present_voters")),
                name="personnel_votes_come_from_those_present",
                violation_error_message=_("There are more valid votes than people present. Check the numbers."),
            ),
        ]

    def unready(self) -> list[str]:
        """People, posts and grounds; an exceptional promotion says why (regulations.md §4, R17)."""
        found = []
        appointees = list(self.appointees.all())
        if not appointees:
            found.append(gettext("Enter at least one person."))
        if not self.grounds:
            found.append(gettext("Say how they were chosen: the procedure, the meetings and the rule followed."))
        for person in appointees:
            if not person.proposed_post:
                found.append(gettext("“%(name)s”: enter the proposed post or title.") % {"name": person.name})
            if person.is_exceptional and not person.exception_grounds:
                found.append(gettext("“%(name)s”: give the grounds for the exception.") % {"name": person.name})
        return found

    @property
    def is_ranked(self) -> bool:
        """The people were scored or ranked, as for titles and recruitment."""
        return self.appointees.exclude(score=None, rank=None).exists()

    def names(self) -> set[str]:
        return set(self.appointees.values_list("name", flat=True))


class Appointee(Line):
    """A person proposed. Gender, month of birth, education and political status stay inside the school office."""

    carries_on = False
    inside = ("gender", "birth_month", "education", "political_status")

    disclosure = models.ForeignKey(PersonnelChange, models.CASCADE, related_name="appointees")
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=40)
    gender = models.CharField(_("gender"), max_length=6, choices=Gender, blank=True)
    birth_month = models.CharField(
        _("month of birth"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(YEAR_AND_MONTH, ONLY_YEAR_AND_MONTH)],
        help_text=_("Year and month, such as 1985-09. Never published."),
    )
    education = models.CharField(_("education"), max_length=40, blank=True, help_text=_("Never published."))
    political_status = models.CharField(
        _("political status"), max_length=20, blank=True, help_text=_("Never published.")
    )
    current_post = models.CharField(_("present post"), max_length=80, blank=True)
    proposed_post = models.CharField(_("proposed post"), max_length=80, blank=True)
    years_of_service = models.PositiveSmallIntegerField(_("years of service"), null=True, blank=True)
    selection_method = models.CharField(
        _("way of selection"), max_length=80, blank=True, help_text=_("Such as 民主推荐、考察.")
    )
    is_exceptional = models.BooleanField(_("exceptional promotion"), default=False)
    exception_grounds = models.CharField(_("grounds for the exception"), max_length=200, blank=True)
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=2, null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True)

    class Meta(Line.Meta):
        verbose_name = _("person proposed")
        verbose_name_plural = _("people proposed")
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_month="") | Q(birth_month__regex=YEAR_AND_MONTH),
                name="appointee_birth_month_is_no_date",
                violation_error_message=ONLY_YEAR_AND_MONTH,
            )
        ]

    def __str__(self) -> str:
        return self.name
