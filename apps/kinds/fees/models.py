"""Fees: what is charged in a term, the document each charge rests on, and who is exempt (item_forms.md §2.1)."""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.calendars.models import Term
from apps.disclosures.drafting import NextPeriod
from apps.disclosures.models import Attachment, Disclosure, KindMeta, Line
from apps.kinds.fees import rules
from apps.kinds.fees.grades import GRADES, in_words
from apps.kinds.fees.table import Stage, Table, stages_of

NEVER_BELOW_ZERO = _("An amount is never below zero.")
RELIEF_CLASS = re.compile("([^：:，。]{1,12})[：:](.+)")


class Nature(models.TextChoices):
    """Nature of a charge (收费性质)."""

    ADMINISTRATIVE = "administrative", _("administrative charge")
    SERVICE = "service", _("service charge")
    AGENCY = "agency", _("agency collection")


class FeeSchedule(Disclosure):
    glyph = "费"
    rank = 2

    term = models.ForeignKey(Term, models.PROTECT, related_name="+", verbose_name=_("term"))
    valid_until = models.DateField(
        _("in force until"), null=True, blank=True, help_text=_("Last day; empty: the last day of the term.")
    )
    relief_policy = models.TextField(
        _("who is exempt"), blank=True, help_text=_("Who pays nothing or less, and how to ask for it.")
    )
    settlement_rule = models.TextField(
        _("refunds and payment"), blank=True, help_text=_("When money is returned, and how it may be paid.")
    )
    supervision_phones = models.TextField(
        _("telephones for complaints"),
        blank=True,
        help_text=_("One to a line: who answers, a space, the number."),
    )

    emptied = ("term", "valid_until")

    class Meta(KindMeta):
        verbose_name = _("fee schedule")
        verbose_name_plural = _("fees")

    def unready(self) -> list[str]:
        """What the catalogue asks of every charge, and sums that do not agree (regulations.md §3.1)."""
        return rules.problems(self)

    def of_period(self, period: NextPeriod) -> dict[str, Any]:
        return {"term": period.term.pk} if period.term else {}

    period_from = ("term",)

    @property
    def period(self) -> tuple[datetime.date, datetime.date]:
        return self.term.starts_on, self.term.ends_on

    @property
    def last_day(self) -> datetime.date:
        """The last day on which these charges hold."""
        return self.valid_until or self.term.ends_on

    @property
    def phones(self) -> list[tuple[str, str]]:
        """Who answers, and the number; a line without a space is a number."""
        lines = (line.split() for line in self.supervision_phones.splitlines() if line.strip())
        return [(" ".join(who), number) for *who, number in lines]

    @property
    def relief_rows(self) -> list[tuple[str, str]]:
        """The classes of relief and what each says, when every line begins with its class and “：”; else nothing."""
        lines = [line.strip() for line in self.relief_policy.splitlines() if line.strip()]
        found = [RELIEF_CLASS.fullmatch(line) for line in lines]
        return [(match[1], match[2]) for match in found if match] if all(found) else []

    @property
    def is_whole(self) -> bool:
        """A schedule that states totals lists everything that is charged in its term."""
        return bool(self.totals.all())

    @property
    def table(self) -> Table:
        return Table(list(self.items.all()), list(self.attachments.all()))

    @property
    def stages(self) -> list[Stage]:
        """What one pupil pays in the term, by stage and grades."""
        return stages_of(list(self.totals.all()))


class FeeItem(Line):
    """One charge, or one thing that is free."""

    emptied = ("amount",)

    disclosure = models.ForeignKey(FeeSchedule, models.CASCADE, related_name="items")
    nature = models.CharField(_("nature"), max_length=16, choices=Nature, blank=True)
    name = models.CharField(_("item"), max_length=60)
    amount = models.DecimalField(
        _("amount in yuan"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, NEVER_BELOW_ZERO)],
    )
    standard_text = models.CharField(
        _("standard in words"), max_length=60, blank=True, help_text=_("When there is no number, such as 按中标价.")
    )
    charge_unit = models.CharField(
        _("charged per"), max_length=20, blank=True, help_text=_("Without 元, such as 月, 餐, 套 or 生·学期.")
    )
    grade_from = models.PositiveSmallIntegerField(_("from grade"), choices=GRADES, null=True, blank=True)
    grade_to = models.PositiveSmallIntegerField(
        _("to grade"), choices=GRADES, null=True, blank=True, help_text=_("Both empty: all grades.")
    )
    times_per_term = models.DecimalField(
        _("times a term"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("How often it is paid in a term, to add up the totals; empty: once."),
    )
    doc_no = models.CharField(
        _("basis document number"),
        max_length=120,
        blank=True,
        help_text=_("Attach the document, too, its number in the title. Part several numbers with “、”."),
    )
    approving_body = models.CharField(_("approved by"), max_length=60, blank=True)
    scope = models.CharField(_("who is charged"), max_length=60, blank=True)
    charged_when = models.CharField(_("when it is charged"), max_length=40, blank=True)
    is_voluntary = models.BooleanField(_("voluntary"), default=False)
    is_waived = models.BooleanField(_("free of charge"), default=False)
    relief = models.CharField(_("relief"), max_length=80, blank=True, help_text=_("Who pays less, such as 甲类全免."))
    remark = models.CharField(_("remark"), max_length=120, blank=True)

    documents: list[tuple[str, Attachment | None]]
    """Each basis document with the file that holds it, once the schedule's table has looked for them."""

    class Meta(Line.Meta):
        verbose_name = _("fee item")
        verbose_name_plural = _("fee items")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="fee_amount_not_below_zero",
                violation_error_message=NEVER_BELOW_ZERO,
            ),
            models.CheckConstraint(
                condition=Q(grade_from__isnull=True) | Q(grade_from__range=(1, 9)),
                name="fee_first_grade_exists",
                violation_error_message=_("Grades run from 1 to 9."),
            ),
            models.CheckConstraint(
                condition=Q(grade_to__isnull=True) | Q(grade_to__range=(1, 9)),
                name="fee_last_grade_exists",
                violation_error_message=_("Grades run from 1 to 9."),
            ),
            models.CheckConstraint(
                condition=Q(grade_from__isnull=True) | Q(grade_to__isnull=True) | Q(grade_to__gte=F("grade_from")),
                name="fee_grades_in_order",
                violation_error_message=_("The last grade is below the first. Check the two grades."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def group(self) -> str:
        """The part of the table it stands in."""
        return "waived" if self.is_waived else self.nature

    @property
    def must_be_voluntary(self) -> bool:
        """Services and collections for others are never imposed (regulations.md §3.1)."""
        return self.nature in (Nature.SERVICE, Nature.AGENCY) and not self.is_waived

    @property
    def grades(self) -> range:
        """The grades it is charged in."""
        return range(self.grade_from or 1, (self.grade_to or 9) + 1)

    @property
    def times(self) -> Decimal:
        """How often it is paid in a term."""
        return Decimal(1) if self.times_per_term is None else self.times_per_term

    @property
    def per_term(self) -> Decimal:
        """Yuan a pupil pays in a term; what has no number counts as nothing."""
        return ((self.amount or 0) * self.times).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def grade_words(self) -> str:
        """Its grades in words; empty for all grades."""
        return in_words(self.grades)

    @property
    def particulars(self) -> str:
        """For whom and when, in the line under its name."""
        return " · ".join(filter(None, (self.grade_words, self.scope, self.charged_when, self.remark)))

    @property
    def document_numbers(self) -> list[str]:
        """A charge may rest on several documents: 常价费〔2011〕124号、常教〔2012〕3号."""
        return [number.strip() for number in re.split("[、，；,;]", self.doc_no) if number.strip()]


class FeeTotal(Line):
    """What one pupil of a grade pays in the term, all items taken, as the school states it."""

    known_by = "grade"
    emptied = ("amount",)

    disclosure = models.ForeignKey(FeeSchedule, models.CASCADE, related_name="totals")
    grade = models.PositiveSmallIntegerField(_("grade"), choices=GRADES)
    amount = models.DecimalField(
        _("total in yuan"), max_digits=10, decimal_places=2, validators=[MinValueValidator(0, NEVER_BELOW_ZERO)]
    )

    class Meta(Line.Meta):
        verbose_name = _("total of a grade")
        verbose_name_plural = _("totals by grade")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="fee_total_not_below_zero",
                violation_error_message=NEVER_BELOW_ZERO,
            ),
            models.CheckConstraint(
                condition=Q(grade__range=(1, 9)),
                name="fee_total_grade_exists",
                violation_error_message=_("Grades run from 1 to 9."),
            ),
            models.UniqueConstraint(
                fields=["disclosure", "grade"],
                name="fee_total_once_a_grade",
                violation_error_message=_("This grade has a total already."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_grade_display()
