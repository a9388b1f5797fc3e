from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.disclosures.models import Disclosure
from apps.groupwork import triggers
from apps.groupwork.models.records import Record, somebody, struck_with_a_reason
from apps.groupwork.years import Month
from apps.organization.models import Role


class Question(models.TextChoices):
    """What the supervision group asks of a month (S25, S40–S44)."""

    TRUTHFUL = "truthful", _("Is what was disclosed true?")
    COMPLETE = "complete", _("Is it complete, with nothing chosen to look good?")
    TIMELY = "timely", _("Did it come in time?")
    PLAIN = "plain", _("Is it in plain language, easy to understand?")
    PRIVACY = "privacy", _("Does it respect privacy and the safety of the school?")
    CARRIED_OUT = "carried_out", _("Was it checked that what was disclosed is carried out?")


class Verdict(models.TextChoices):
    YES = "yes", _("yes")
    PARTLY = "partly", _("not quite")
    NO = "no", _("no")


class Checklist(Record):
    """The supervision group's answers about a month: one member answers, a second confirms, and it is closed."""

    kept_by = (Role.SUPERVISION,)
    said = ("month",)

    month = models.DateField(_("month"), help_text=_("Its first day."))
    confirmed_at = models.DateTimeField(null=True, editable=False)
    confirmed_by = somebody(null=True)
    confirmed_as = models.CharField(_("confirmed by"), max_length=120, blank=True, editable=False)

    class Meta:
        verbose_name = _("monthly checklist")
        verbose_name_plural = _("monthly checklists")
        ordering = ["-month", "-id"]
        triggers = triggers.on_checklist
        indexes = [models.Index(fields=["school", "month", "id"], name="checklist_of_a_school")]
        constraints = [
            struck_with_a_reason("checklist"),
            models.CheckConstraint(condition=Q(month__day=1), name="checklist_of_a_whole_month"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="checklist_confirmed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["school", "month"], condition=Q(struck_at__isnull=True), name="checklist_once_a_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} {Month(self.month)}"

    def get_absolute_url(self) -> str:
        return reverse("groupwork:checklist", args=[self.school_id, Month(self.month)])

    @property
    def is_closed(self) -> bool:
        return self.confirmed_at is not None


class Answer(models.Model):
    """One answer; what is not a yes is said in a sentence, with the item it is about if there is one."""

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="answers")
    question = models.CharField(_("question"), max_length=12, choices=Question)
    verdict = models.CharField(_("answer"), max_length=8, choices=Verdict)
    remark = models.CharField(_("what was noticed"), max_length=500, blank=True)
    disclosure = models.ForeignKey(
        Disclosure, models.PROTECT, null=True, related_name="+", verbose_name=_("the item it is about")
    )

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["id"]
        triggers = triggers.on_part({"checklist_id": "groupwork_checklist"})
        constraints = [
            models.UniqueConstraint(fields=["checklist", "question"], name="answer_once"),
            models.CheckConstraint(condition=Q(verdict="yes") | ~Q(remark=""), name="answer_says_what_was_found"),
        ]

    def __str__(self) -> str:
        return f"{self.get_question_display()} {self.get_verdict_display()}"
