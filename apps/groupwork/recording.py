"""Writing a record down, once and with all its parts; and striking it out, which leaves it readable."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.disclosures.attachments import check, clean_name, fingerprint
from apps.disclosures.workflow import Refused
from apps.groupwork.models import File, Meeting, Plan, Presence, Record
from apps.groupwork.people import may_record, members_on, signature, title_of
from apps.organization.models import Unit

MOST_FILES = 10
AnyRecord = TypeVar("AnyRecord", bound=Record)


def record_meeting(meeting: Meeting, *, actor: User, present: Iterable[int], files: Sequence[UploadedFile]) -> Meeting:
    """Record a meeting; `present` are keys of people who sat in a group on that day. Raises Refused."""
    members, chosen = members_on(meeting.school, meeting.held_on), set(present)
    parts = [
        Presence(meeting=meeting, person=seat.user, name=str(seat.user)[:40], title=title_of(seat))
        for key, seat in members.items()
        if key in chosen
    ]

    def reasons() -> list[str]:
        found = still_to_come(meeting.held_on)
        if not parts or not chosen <= set(members):
            found.append(_("Choose who was present from the members of that day."))
        if not (meeting.discussed and meeting.decided):
            found.append(_("Write what was discussed and what was decided."))
        return found

    return keep(meeting, actor=actor, parts=parts, files=files, reasons=reasons)


def record_plan(plan: Plan, *, actor: User, files: Sequence[UploadedFile]) -> Plan:
    """Record a work plan: its text, or the file that has it. Raises Refused."""

    def reasons() -> list[str]:
        found = still_to_come(plan.adopted_on)
        return found if plan.text or files else [*found, _("Write the plan, or attach it as a file.")]

    return keep(plan, actor=actor, files=files, reasons=reasons)


def still_to_come(day: datetime.date) -> list[str]:
    """What speaks against recording something on this day; today is the school's."""
    return [_("This day is still to come. Record it when it has happened.")] if day > timezone.localdate() else []


@transaction.atomic
def keep(
    record: AnyRecord,
    *,
    actor: User,
    reasons: Callable[[], list[str]],
    parts: Sequence[models.Model] = (),
    files: Sequence[UploadedFile] = (),
) -> AnyRecord:
    """Write a record with its parts and files; the same form sent twice is one record. Raises Refused.

    `reasons` says what speaks against it, asked while nobody else writes for this school.
    """
    if not may_record(actor, record.school, record.kept_by):
        raise Refused([_("You do not have the role to record this for the school.")])
    Unit.objects.select_for_update(no_key=True).get(pk=record.school_id)  # the second press waits for the first
    record.recorded_by, record.recorded_as = actor, signature(actor, record.school, record.kept_by)
    if sent := type(record).objects.seen_by(actor).filter(form_token=record.form_token).first():
        return _sent_before(sent, record)
    if found := reasons() + wrong_files(files):
        raise Refused(found)
    record.save(force_insert=True)
    for part in parts:
        part.save(force_insert=True)
    for upload in files:
        _attach(record, upload)
    return record


def wrong_files(files: Sequence[UploadedFile]) -> list[str]:
    """A sentence for each file that cannot be attached."""
    found = [_("At most %(most)d files can be attached.") % {"most": MOST_FILES}] if len(files) > MOST_FILES else []
    for upload in files:
        try:
            check(upload)
        except ValidationError as error:
            found += error.messages
    return found


@transaction.atomic
def strike(record: Record, *, actor: User, reason: str) -> None:
    """Strike a record out: it stays, with a line through it and the reason, and counts no more. Raises Refused."""
    locked = type(record).objects.seen_by(actor).select_for_update().filter(pk=record.pk).first()
    reason = reason.strip()
    if locked and locked.struck_by_id == actor.pk and locked.struck_because == reason:  # the button was pressed twice
        return
    found = against_striking(locked or record, actor) + ([] if reason else [_("Write why it is struck out.")])
    if locked is None or found:
        raise Refused(found)
    locked.struck_at, locked.struck_by, locked.struck_because = timezone.now(), actor, reason
    locked.struck_as = signature(actor, locked.school, locked.kept_by)
    locked.save(update_fields=["struck_at", "struck_by", "struck_as", "struck_because"])


def against_striking(record: Record, actor: User) -> list[str]:
    """Why this person cannot strike this record out; empty when they can."""
    if not may_record(actor, record.school, record.kept_by):
        return [_("Only those who record this can strike it out.")]
    if record.struck_at:
        return [_("This record is struck out already.")]
    return [_("Two members have closed it: it stays as it is.")] if record.is_closed else []


def _sent_before(sent: AnyRecord, record: AnyRecord) -> AnyRecord:
    if not sent.is_same_as(record):
        raise Refused([_("This form was sent already, with other words. Copy them into a new form.")])
    return sent


def _attach(record: Record, upload: UploadedFile) -> None:
    media_type, size, digest = check(upload), upload.size, fingerprint(upload)
    owner = {record._meta.model_name: record}
    name = clean_name(upload.name or "")
    File.objects.create(**owner, file=upload, name=name, media_type=media_type, size=size, sha256=digest)
