"""Opening the identity of a writer: two people and a reason, and the writer is shown that it happened."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cases.duties import Duty, has_duty
from apps.cases.models import Case, Event, Identity
from apps.cases.workflow import tell
from apps.disclosures.workflow import Refused


def request_of(case: Case) -> Event | None:
    """The request to open the identity that waits for a second person; None when there is none."""
    last = case.events.filter(name__in=("ask_identity", "open_identity", "refuse_identity")).last()
    return last if last and last.name == "ask_identity" else None


@transaction.atomic
def ask_for(case: Case, *, actor: User, reason: str) -> Event:
    """Ask that the identity be opened, with a reason that the writer will read. Raises Refused."""
    locked = Case.objects.lock(case.pk)
    found = _not_theirs(locked, actor)
    if not reason.strip():
        found.append(_("Write the reason. The writer of the case will read it."))
    if request_of(locked):
        found.append(_("It was asked for already. A second person decides."))
    if not Identity.objects.filter(case=locked).exists():
        found.append(_("The writer gave no name."))
    if found:
        raise Refused(found)
    return tell(locked, "ask_identity", actor=actor, duty=Duty.FIRST, text=reason)


@transaction.atomic
def open_for(case: Case, *, actor: User, is_agreed: bool = True) -> Event:
    """Agree, as the second person, that the identity is opened (or refuse it). Raises Refused."""
    locked = Case.objects.lock(case.pk)
    asked = request_of(locked)
    found = _not_theirs(locked, actor)
    if not asked:
        found.append(_("Nobody has asked for it."))
    elif not Identity.objects.filter(case=locked).exists():
        found.append(_("Name and contact were deleted meanwhile."))
    elif asked.actor_id == actor.pk:
        found.append(_("You asked for it; somebody else decides."))
    if found:
        raise Refused(found)
    return tell(locked, "open_identity" if is_agreed else "refuse_identity", actor=actor, duty=Duty.SECOND)


def identity_seen_by(case: Case, user: User) -> Identity | None:
    """The identity, for the two people who opened it; nobody else ever reads it here."""
    opened = case.events.filter(name="open_identity").last()
    if not opened or not Case.objects.seen_by(user).filter(pk=case.pk).exists():
        return None
    asked = case.events.filter(name="ask_identity", pk__lt=opened.pk).last()
    return (
        Identity.objects.filter(case=case).first() if user.pk in {opened.actor_id, asked and asked.actor_id} else None
    )


@transaction.atomic
def forget(identity: Identity, *, actor: User) -> bool:
    """Take away name, contact and address for good, once; that it was done stays in the history."""
    case = Case.objects.lock(identity.case_id)
    was_there, _rows = Identity.objects.filter(case=case).delete()
    if was_there:
        tell(case, "forget", actor=actor, duty=Duty.CLOCK)
    return bool(was_there)


def _not_theirs(case: Case, actor: User) -> list[str]:
    may = any(has_duty(case, duty, actor) for duty in (Duty.FIRST, Duty.SECOND))
    return [] if may else [_("This is not yours to do.")]
