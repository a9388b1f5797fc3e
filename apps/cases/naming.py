"""Saying whom a case names, when its text does so in other words: by title, by nickname, by what they did."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cases.concerning import concern
from apps.cases.duties import Duty, has_duty
from apps.cases.models import Case
from apps.cases.types import WATCHED
from apps.cases.workflow import pass_on, tell
from apps.disclosures.workflow import Refused


def may_name(case: Case, actor: User) -> bool:
    """Who accepts and assigns; what the supervision group answers for is taken from nobody of it by the office."""
    return has_duty(case, Duty.SECOND if case.type in WATCHED else Duty.FIRST, actor)


@transaction.atomic
def name_people(case: Case, *, actor: User, about: Collection[User]) -> Case:
    """Let nobody of these see the case from now on, nor handle it. It cannot be taken back. Raises Refused."""
    locked = Case.objects.lock(case.pk)
    found = [] if may_name(locked, actor) else [_("This is not yours to do.")]
    if not locked.is_open:
        found.append(_("This case is decided. Whom it names cannot be said any more."))
    if not about or not concern(locked, about):
        found.append(_("Choose somebody who is not named yet."))
    if found:
        raise Refused(found)
    pass_on(locked)
    tell(locked, "concern", actor=actor, duty=Duty.FIRST)
    return locked
