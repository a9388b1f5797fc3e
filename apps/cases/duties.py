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
    """Finds out and drafts the reply: the handler, or who has the first part while nobody handles it (any more)."""
    SECOND = "second"
    """Checks what another drafted."""
    WRITER = "writer"
    CLOCK = "clock"


def has_duty(case: Case, duty: Duty, actor: User | None) -> bool:
    """Whether this person (None: the writer, who has shown code and secret) has this part in this case."""
    if actor is None or duty == Duty.WRITER:
        return actor is None and duty == Duty.WRITER
    if duty == Duty.CLOCK:
        return actor.is_authenticated and actor.is_clock
    if not Case.objects.seen_by(actor).filter(pk=case.pk).exists():
        return False
    if duty == Duty.HANDLING:
        return case.handler_id == actor.pk or (not is_handled(case) and has_duty(case, Duty.FIRST, actor))
    return bool(_seats(case, duty, actor))


def is_handled(case: Case) -> bool:
    """Whether somebody handles it who still works here; a handler who left handles nothing."""
    handler = User.objects.filter(pk=case.handler_id).first() if case.handler_id else None
    return handler is not None and may_handle(case, handler)


def may_handle(case: Case, person: User) -> bool:
    """Whether this person could handle it: works in the school and would see it by no barred road."""
    return person.is_active and Case.objects.could_be_given_to(person).filter(pk=case.pk).exists()


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
