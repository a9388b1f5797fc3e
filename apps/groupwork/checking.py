"""The supervision group's monthly checklist: one member answers, a second member confirms and so closes it."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.disclosures.workflow import Refused
from apps.groupwork.models import Answer, Checklist, Question, Verdict
from apps.groupwork.people import may_record, signature
from apps.groupwork.recording import keep
from apps.groupwork.years import Month
from apps.organization.models import Unit


def answers_of(school: Unit, month: Month) -> Checklist | None:
    """The answers about a month that count; None while there are none."""
    return Checklist.objects.in_force().filter(school=school, month=month.first).first()


def answer(
    checklist: Checklist, *, actor: User, answers: Sequence[Answer], files: Sequence[UploadedFile] = ()
) -> Checklist:
    """Record the answers of one member about a month. Raises Refused."""
    month = Month(checklist.month)

    def reasons() -> list[str]:
        found = against_answering(checklist.school, month)
        if {given.question for given in answers} != set(Question):
            found.append(_("Answer every question."))
        if any(given.verdict != Verdict.YES and not given.remark for given in answers):
            found.append(_("Say in a sentence what was noticed wherever the answer is not yes."))
        return found

    return keep(checklist, actor=actor, parts=answers, files=files, reasons=reasons)


def against_answering(school: Unit, month: Month) -> list[str]:
    """Why nobody can answer about this month now; empty when a member can."""
    if not month.has_begun:
        return [_("This month has not begun. Answer when it has.")]
    if given := answers_of(school, month):
        who = {"who": given.recorded_as}
        return [_("This month is answered already by %(who)s. Read the answers and confirm them.") % who]
    return []


@transaction.atomic
def confirm(checklist: Checklist, *, actor: User) -> None:
    """Confirm what another member answered; from then on nobody changes it. Raises Refused."""
    locked = Checklist.objects.select_for_update().get(pk=checklist.pk)
    if locked.confirmed_by_id == actor.pk:  # the button was pressed twice
        return
    if found := against_confirming(locked, actor):
        raise Refused(found)
    locked.confirmed_at, locked.confirmed_by = timezone.now(), actor
    locked.confirmed_as = signature(actor, locked.school, locked.kept_by)
    locked.save(update_fields=["confirmed_at", "confirmed_by", "confirmed_as"])


def against_confirming(checklist: Checklist, actor: User) -> list[str]:
    """Why this person cannot confirm these answers; empty when they can."""
    if not may_record(actor, checklist.school, checklist.kept_by):
        return [_("Only a member of the supervision group confirms this.")]
    if checklist.struck_at:
        return [_("These answers are struck out. Open the month again.")]
    if checklist.is_closed:
        return [_("%(who)s has confirmed it already.") % {"who": checklist.confirmed_as}]
    if checklist.recorded_by_id == actor.pk:
        return [_("You answered this month. Another member of the supervision group confirms it.")]
    return []
