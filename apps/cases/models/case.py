"""A case: something a person put to the school, and who that person is, kept apart."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.cases import codes, triggers
from apps.cases.querysets import CaseQuerySet
from apps.cases.states import OPEN, State
from apps.cases.types import Channel, Concern, Finding, Refusal, Type
from apps.disclosures.models import Disclosure
from apps.organization.models import Unit

LONGEST = 5_000
"""Characters of a text; what is longer belongs in a file."""


class Case(models.Model):
    """What was said, and how far it is. Never who said it: that is Identity."""

    code = models.CharField(_("receipt code"), max_length=9, unique=True, default=codes.new_code, editable=False)
    secret = models.CharField(max_length=128, editable=False)
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    """Of the form it was sent with: a form sent twice is one case."""

    type = models.CharField(_("type"), max_length=12, choices=Type)
    channel = models.CharField(_("how it came"), max_length=8, choices=Channel, default=Channel.WEB)
    school = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("school"))
    disclosure = models.ForeignKey(
        Disclosure, models.PROTECT, null=True, blank=True, related_name="cases", verbose_name=_("item")
    )
    opening = models.ForeignKey(
        "BoxOpening",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="cases",
        verbose_name=_("opening of the box"),
    )
    text = models.TextField(_("what it says"), max_length=LONGEST)
    concern = models.CharField(_("about whom"), max_length=12, choices=Concern, default=Concern.NOBODY)
    about = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True, verbose_name=_("about"))
    is_anonymous = models.BooleanField(_("anonymous"), default=True)
    may_publish = models.BooleanField(_("a summary may be published"), default=False)
    is_late = models.BooleanField(_("after the publicity period"), default=False)
    received_at = models.DateTimeField(_("received"), default=timezone.now)

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.RECEIVED, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("handling unit")
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        db_constraint=False,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("handler"),
    )
    due_on = models.DateField(_("reply due"), editable=False)
    climbed = models.PositiveSmallIntegerField(_("levels it has gone up"), default=0, editable=False)
    extended_days = models.PositiveSmallIntegerField(_("extended by working days"), default=0, editable=False)
    refusal = models.CharField(_("why not accepted"), max_length=12, choices=Refusal, blank=True, editable=False)
    finding = models.CharField(_("finding"), max_length=12, choices=Finding, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="merged")
    was_redone = models.BooleanField(default=False, editable=False)
    hidden_for = models.CharField(_("why hidden"), max_length=16, blank=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        triggers = triggers.on_case
        constraints = [
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(refusal=""), name="case_declined_with_a_reason"),
            models.CheckConstraint(
                condition=~Q(state__in=("replied", "closed")) | ~Q(finding=""), name="case_replied_with_a_finding"
            ),
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(merged_into__isnull=False), name="case_merged_into_another"
            ),
            models.CheckConstraint(condition=~Q(merged_into=models.F("pk")), name="case_not_merged_into_itself"),
            models.CheckConstraint(
                condition=~Q(type="objection") | Q(disclosure__isnull=False), name="case_objection_has_an_item"
            ),
        ]
        indexes = [
            models.Index(fields=["school", "due_on"], condition=Q(state__in=OPEN), name="case_open"),
            models.Index(fields=["disclosure", "state"], name="case_of_disclosure"),
        ]

    def __str__(self) -> str:
        return codes.shown(self.code)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Identity(models.Model):
    """Who wrote, as far as they said; read only after two people opened it with a reason."""

    class Kind(models.TextChoices):
        PARENT = "parent", _("parent of a pupil")
        STAFF = "staff", _("staff")
        PUPIL = "pupil", _("pupil")
        RESIDENT = "resident", _("resident")
        OTHER = "other", _("other")

    case = models.OneToOneField(Case, models.PROTECT, related_name="identity")
    kind = models.CharField(_("the writer is"), max_length=8, choices=Kind, blank=True)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=40, blank=True)
    contact = models.CharField(_("telephone or address"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    email_token = models.CharField(max_length=43, default=secrets.token_urlsafe, db_index=True, editable=False)
    """Of the link by which the address is confirmed."""
    email_confirmed_at = models.DateTimeField(_("e-mail confirmed"), null=True, editable=False)
    language = models.CharField(_("language"), max_length=8, blank=True, editable=False)

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identities")

    def __str__(self) -> str:
        return str(self.case)
