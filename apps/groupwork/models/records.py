"""What every record of the groups has: whose it is, who wrote it down, and whether it was struck out."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.groupwork.people import LONGEST, RECORDERS, schools_of
from apps.organization.models import Role, Unit


def somebody(**options: Any) -> models.ForeignKey:
    """A person whose key outlives the account; the name stands beside it."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, db_constraint=False, related_name="+", editable=False, **options
    )


class RecordQuerySet(models.QuerySet["Record"]):
    def seen_by(self, user: User) -> Self:
        """The records of the schools in which this person sees the working side."""
        return self.filter(school__in=schools_of(user))

    def in_force(self) -> Self:
        """Without what was struck out."""
        return self.filter(struck_at__isnull=True)


class Record(models.Model):
    """Written once, with its parts and files. What it says stays; a mistake is struck out, with a reason."""

    kept_by: tuple[Role, ...] = RECORDERS
    """The roles whose members write such a record and strike it out."""
    said: tuple[str, ...] = ()
    """The columns by which a form sent twice is told from another one."""

    school = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False, verbose_name=_("school"))
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recorded_by = somebody()
    recorded_as = models.CharField(_("recorded by"), max_length=LONGEST, editable=False)
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)
    transaction = models.BigIntegerField(default=0, editable=False)
    struck_at = models.DateTimeField(null=True, editable=False)
    struck_by = somebody(null=True)
    struck_as = models.CharField(_("struck out by"), max_length=LONGEST, blank=True, editable=False)
    struck_because = models.CharField(_("why it is struck out"), max_length=200, blank=True, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_closed(self) -> bool:
        """Whether not even striking it out is possible any more."""
        return False

    def is_same_as(self, other: Record) -> bool:
        """Whether the other says the same, by the same person for the same school."""
        names = ("school_id", "recorded_by_id", *self.said)
        return all(getattr(self, name) == getattr(other, name) for name in names)


def struck_with_a_reason(name: str) -> models.CheckConstraint:
    """Struck out with who and why, or not at all."""
    not_struck = Q(struck_at__isnull=True, struck_by__isnull=True, struck_because="")
    struck = Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_because="")
    return models.CheckConstraint(condition=not_struck | struck, name=f"{name}_struck_with_a_reason")
