"""Who may do what in a case: by seeing it at all, and then by role, by being its handler, or by being its writer."""

from __future__ import annotations

from enum import StrEnum

from django.conf import settings
from django.utils import translation

from apps.accounts.models import User
from apps.cases.circles import first, second
from apps.cases.models import Case
from apps.organization.models import Membership, Role
from apps.organization.roles import memberships_of


class Duty(StrEnum):
    """A part in a case."""

    FIRST = "first"
    """Accepts, assigns, publishes."""
    HANDLING = "handling"
    """Finds out and drafts the reply: the handler, or who has the first part while there is none."""
    SECOND = "second"
    """Checks what another drafted."""
    WRITER = "writer"
    CLOCK = "clock"


def has_duty(case: Case, duty: Duty, actor: User | None) -> bool:
    """Whether this person (None: the writer, who has shown code and secret) has this part in this case."""
    if actor is None or duty == Duty.WRITER:
        return actor is None and duty == Duty.WRITER
    if duty == Duty.CLOCK:
        return actor.is_clock
    if not Case.objects.seen_by(actor).filter(pk=case.pk).exists():
        return False
    if duty == Duty.HANDLING:
        return case.handler_id == actor.pk or (case.handler_id is None and has_duty(case, Duty.FIRST, actor))
    return bool(_seats(case, duty, actor))


def title_in(case: Case, duty: Duty, actor: User | None) -> str:
    """The role in which this person acts, as the writer and the public read it; in the portal's own language."""
    if actor is None:
        return ""
    with translation.override(settings.LANGUAGE_CODE):
        seats = _seats(case, duty, actor) or memberships_of(actor)
        return str(seats[0].title) if seats else ""


def roles_of(case: Case, duty: Duty) -> tuple[Role, ...]:
    """The roles that carry this part in this case; none for a part that goes by person."""
    if duty == Duty.FIRST:
        return first(case.type, case.concern, case.climbed)
    return second(case.type, case.concern) if duty == Duty.SECOND else ()


def _seats(case: Case, duty: Duty, actor: User) -> list[Membership]:
    roles = roles_of(case, duty)
    lineage = case.school.lineage
    return [seat for seat in memberships_of(actor) if seat.role in roles and seat.unit_id in lineage]
