"""Saying whom a case names, when its text does so in other words: by title, by nickname, by what they did."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cases.concerning import concern
from apps.cases.duties import Duty, has_duty
from apps.cases.models import Case
from apps.cases.workflow import pass_on, tell
from apps.disclosures.workflow import Refused


@transaction.atomic
def name_people(case: Case, *, actor: User, about: Collection[User]) -> Case:
    """Let nobody of these see the case from now on, nor handle it. It cannot be taken back. Raises Refused."""
    locked = Case.objects.lock(case.pk)
    found = [] if has_duty(locked, Duty.FIRST, actor) else [_("This is not yours to do.")]
    if not about or not concern(locked, about):
        found.append(_("Choose somebody who is not named yet."))
    if found:
        raise Refused(found)
    pass_on(locked)
    tell(locked, "concern", actor=actor, duty=Duty.FIRST)
    return locked
