"""Where and when an item hung on a physical board: recorded, taken down, struck out."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.disclosures.dates import full_moment
from apps.disclosures.models import Disclosure, Event
from apps.disclosures.recording import record
from apps.disclosures.workflow import Refused
from apps.papers.models import Posting

PERMISSION = "disclosures.post"
"""Who posts online also records what hangs on the wall."""
HUNG, TAKEN_DOWN, STRUCK = "hung", "taken_down", "posting_struck"
EVENTS = {
    HUNG: gettext_lazy("Hung on a physical board"),
    TAKEN_DOWN: gettext_lazy("Taken down from a physical board"),
    STRUCK: gettext_lazy("Record of a hanging struck out"),
}
"""What the history of the item calls these deeds."""


@transaction.atomic
def hang(
    item: Disclosure, *, actor: User, place: str, hung_at: datetime.datetime, photo: bytes = b"", note: str = ""
) -> Posting:
    """Record that an item hangs on a board since a time; `photo` is a JPEG. Raises Refused."""
    _refuse(_reasons_against(item, actor) + _wrong_time(hung_at, item.posted_at, _("it was posted")))
    event = _record(item, HUNG, actor, [place, full_moment(hung_at)])
    posting = Posting(disclosure_id=item.pk, place=place, hung_at=hung_at, note=note)
    posting.recorded_by, posting.recorded_as = actor, event.actor_title
    if photo:
        posting.photo.save("photo.jpg", ContentFile(photo), save=False)
    try:
        with transaction.atomic():
            posting.save()
    except IntegrityError as error:
        raise Refused([_("This is recorded already: the same place and the same time.")]) from error
    return posting


@transaction.atomic
def take_down(posting: Posting, item: Disclosure, *, actor: User, at: datetime.datetime) -> None:
    """Record when a posting was taken down; once. Raises Refused."""
    locked = _locked(posting)
    _refuse(_reasons_against(item, actor) + _settled(locked) + _wrong_time(at, locked.hung_at, _("it was hung")))
    locked.taken_down_at = at
    locked.save(update_fields=["taken_down_at"])
    _record(item, TAKEN_DOWN, actor, [locked.place, full_moment(at)])


@transaction.atomic
def strike(posting: Posting, item: Disclosure, *, actor: User, reason: str) -> None:
    """Strike out what was recorded by mistake: readers no longer see it, the record keeps it. Raises Refused."""
    locked = _locked(posting)
    reasons = _reasons_against(item, actor)
    if locked.struck_at:
        reasons.append(_("This record is struck out already."))
    if not reason.strip():
        reasons.append(_("Write why it is struck out."))
    _refuse(reasons)
    locked.struck_at, locked.struck_because = timezone.now(), reason.strip()
    locked.save(update_fields=["struck_at", "struck_because"])
    _record(item, STRUCK, actor, [locked.place], reason=locked.struck_because)


def may_hang(item: Disclosure, user: Any) -> bool:
    """Whether this person records where the item hangs."""
    return user.has_perm(PERMISSION, item)


def _reasons_against(item: Disclosure, actor: User) -> list[str]:
    found = [] if may_hang(item, actor) else [_("Only the disclosure office records where an item hangs.")]
    return found if item.posted_at else [*found, _("It was never posted, so there is nothing to hang.")]


def _settled(posting: Posting) -> list[str]:
    if posting.struck_at:
        return [_("This record is struck out.")]
    return [_("That it was taken down is recorded already.")] if posting.taken_down_at else []


def _wrong_time(moment: datetime.datetime, earliest: datetime.datetime | None, since: str) -> list[str]:
    """To the minute, as clocks are read."""
    if moment > timezone.now():
        return [_("That time is still to come. Record it when it has happened.")]
    if earliest and moment < earliest.replace(second=0, microsecond=0):
        return [_("That is before %(since)s. Check the time.") % {"since": since}]
    return []


def _refuse(reasons: list[str]) -> None:
    if reasons:
        raise Refused(reasons)


def _locked(posting: Posting) -> Posting:
    return Posting.objects.select_for_update().get(pk=posting.pk)


def _record(item: Disclosure, name: str, actor: User, what: list[str], reason: str = "") -> Event:
    """The history of the item tells it, with the name of who did it."""
    return record(item, name, actor=actor, permission=PERMISSION, reason=reason, detail={"changed": what})
