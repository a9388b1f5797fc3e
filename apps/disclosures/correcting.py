"""Correcting a posted item: a new draft that replaces it, with everything it had."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.disclosures.models import Attachment, Disclosure
from apps.disclosures.recording import record_writing
from apps.disclosures.states import ON_BOARD, State
from apps.disclosures.triggers import COURSE
from apps.disclosures.workflow import Refused

UNDER_WAY = (State.DRAFT, State.IN_REVIEW, State.APPROVED)
NEW_WITH_THE_DRAFT = {
    "kind", "school", "state", "revision", "created_at", "drafter", "publish_at", "replaces", "change_note", *COURSE,
}  # fmt: skip
"""Columns of the envelope that a correction does not take over."""


def reasons_against(item: Disclosure, actor: User) -> list[str]:
    """Everything that speaks against this person correcting this item now, in sentences."""
    found = []
    if not actor.has_perm("disclosures.draft", item):
        found.append(_("You do not have the role to write items of this unit."))
    if item.state not in ON_BOARD:
        found.append(_("Only a posted item can be corrected; this one is now: %s.") % item.get_state_display())
    if draft := item.corrections.filter(state__in=UNDER_WAY).first():
        found.append(_("A correction is already under way: “%s”. Open it and go on with it.") % draft.title)
    return found


@transaction.atomic
def correct(item: Disclosure, *, actor: User) -> Disclosure:
    """A new draft of the same kind that replaces this item: envelope, the kind's fields, lines and files are copied.

    Raises Refused, with every reason, when something speaks against it.
    """
    posted = Disclosure.objects.lock(item.pk)
    if reasons := reasons_against(posted, actor):
        raise Refused(reasons)
    draft = type(posted)(**_values(posted, NEW_WITH_THE_DRAFT), drafter=actor, replaces_id=posted.pk)
    draft.save()
    parts: list[Any] = [*posted.line_models(), Attachment]
    for part in parts:
        for row in part._default_manager.filter(disclosure=posted.pk):
            part(**_values(row, {"disclosure"}), disclosure=draft).save()
    record_writing(draft, actor=actor)
    return draft


def _values(row: models.Model, left_out: set[str]) -> dict[str, Any]:
    """The columns of a row without its key and those left out. A file is shared: it never changes."""
    fields = (f for f in row._meta.concrete_fields if not f.primary_key and f.name not in left_out)
    return {field.attname: getattr(row, field.attname) for field in fields}


def discard(name: str) -> None:
    """Take a removed file off the disk, unless the item it was copied from (or to) still shows it."""
    if not Attachment.objects.filter(file=name).exists():
        default_storage.delete(name)
