"""Dated rows: entered, ended or struck out, each time with an account of who did it; never overwritten."""

from __future__ import annotations

import datetime
from typing import TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.disclosures.workflow import Refused
from apps.duties.models import Arrangement, Responsibility, StandIn
from apps.organization.roles import acting_as, memberships_of

Row = TypeVar("Row", Responsibility, StandIn)
Name = Arrangement.Name


def end(row: Row, last: datetime.date, actor: User) -> None:
    """It ends on this day; what would only have begun later is struck out, and stays readable."""
    if row.since <= last:
        row.until = last
        row.save(update_fields=["until"])
        _write(row, Name.END, actor)
    else:
        row.struck_at = timezone.now()
        row.save(update_fields=["struck_at"])
        _write(row, Name.STRIKE, actor)


def enter(row: Row, actor: User) -> Row:
    """Save a new row. Raises Refused in the words of the constraint that speaks against it."""
    try:
        row.full_clean()
        with transaction.atomic():
            row.save()
    except ValidationError as error:
        raise Refused(error.messages) from error
    except IntegrityError as error:  # the constraint held against somebody who was faster
        raise Refused([_("Somebody entered something for these days at the same moment. Look again.")]) from error
    _write(row, Name.ENTER, actor)
    return row


def _write(row: Responsibility | StandIn, name: Name, actor: User) -> None:
    Arrangement.objects.create(
        responsibility=row if isinstance(row, Responsibility) else None,
        absence=row if isinstance(row, StandIn) else None,
        name=name,
        until=row.until,
        actor=actor,
        actor_name=actor.get_full_name(),
        actor_title=_title(row, actor),
    )


def _title(row: Responsibility | StandIn, actor: User) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        if isinstance(row, Responsibility):
            return acting_as(actor, "duties.arrange", row.unit)
        return next((seat.title for seat in memberships_of(actor)), "")
