"""The register (公开档案台账, S234): one line for each number that was given, in the order of the numbers."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.archive.evidence import COURSE, Evidence
from apps.disclosures import dates
from apps.disclosures.models import Disclosure, Event
from apps.disclosures.querysets import DisclosureQuerySet, still_shown
from apps.disclosures.states import READABLE, State
from apps.disclosures.templatetags.portal import listed
from apps.papers.hanging import may_hang

BATCH = 200
"""Lines read at a time, in eight queries; what is held in memory does not grow with the register."""
EVERYBODY = AnonymousUser()


@dataclass(frozen=True)
class Hung:
    """A posting on a physical board."""

    place: str
    hung_at: datetime.datetime
    taken_down_at: datetime.datetime | None
    photo_url: str

    def __str__(self) -> str:
        since, until = dates.full_moment(self.hung_at), self.taken_down_at and dates.full_moment(self.taken_down_at)
        when = _("%(since)s to %(until)s") % {"since": since, "until": until} if until else _("since %s") % since
        return f"{self.place}, {when}" + (f" ({_('with photo')})" if self.photo_url else "")


@dataclass(frozen=True)
class Line:
    """One disclosure as the register keeps it; without a heading a stretch of numbers that are not listed here."""

    year: int
    serial: int
    last: int
    """The number, or the last of the stretch."""
    title: str = ""
    """Empty when the item is shown no more: its names were taken down."""
    heading: str = ""
    unit: str = ""
    form: str = ""
    audience: str = ""
    state: str = ""
    address: str = ""
    posted_at: datetime.datetime | None = None
    publicity_starts_on: datetime.date | None = None
    publicity_ends_at: datetime.datetime | None = None
    concluded_at: datetime.datetime | None = None
    corrected_at: datetime.datetime | None = None
    withdrawn_at: datetime.datetime | None = None
    outcome: str = ""
    handler: str = ""
    drafter: str = ""
    """The name, for who works on the item; the role is the handler."""
    approver: str = ""
    poster: str = ""
    postings: tuple[Hung, ...] = ()
    fingerprints: tuple[str, ...] = ()
    """SHA-256 of each file, in their order."""
    replies: int = 0
    remarks: tuple[str, ...] = ()
    may_hang: bool = False

    @property
    def number(self) -> str:
        """校公开〔2026〕012号, or from which to which."""
        ends = dict.fromkeys(register_no(self.year, serial) for serial in (self.serial, self.last))
        return " – ".join(ends)

    @property
    def short_number(self) -> str:
        """As in its address: 2026-012."""
        return Disclosure(register_year=self.year, register_serial=self.serial).number

    @property
    def is_listed(self) -> bool:
        return bool(self.heading)

    @property
    def count(self) -> int:
        """How many numbers it stands for."""
        return self.last - self.serial + 1

    @property
    def channels(self) -> str:
        """How it was made known (公开渠道)."""
        return listed([_("the portal"), *([_("a physical board")] if self.postings else [])]) if self.title else ""


def registered_for(reader: User) -> DisclosureQuerySet:
    """The items with a line of their own for this reader: what they read, and for who works on an item also what is
    shown no more."""
    kept = Disclosure.objects.workable_by(reader).of_installed_kinds().filter(state__in=READABLE)
    return Disclosure.objects.visible_to(reader) | kept.exclude(still_shown())


def lines(items: DisclosureQuerySet, reader: Any = EVERYBODY) -> Iterator[Line]:
    """A line for each of these items, in the order of their numbers, in batches by key.

    `items` come through `registered_for(reader)`. What was corrected or withdrawn keeps its line.
    """
    batch = batch_of(items, BATCH)
    while batch:
        yield from lines_of(batch, reader)
        batch = batch_of(items.filter(after(batch[-1])), BATCH) if len(batch) == BATCH else []


def batch_of(items: DisclosureQuerySet, size: int) -> list[Disclosure]:
    """The first items by number, with what their lines show."""
    found = items.select_related("school", "heading", "unit__parent__parent").defer("body", "heading__note")
    found = found.with_course(*COURSE).prefetch_related("attachments", "postings")
    return list(found.order_by("register_year", "register_serial")[:size])


def after(item: Disclosure) -> Q:
    """Items with a later number."""
    year, serial = item.register_year, item.register_serial
    return Q(register_year__gt=year) | Q(register_year=year, register_serial__gt=serial)


def lines_of(batch: list[Disclosure], reader: Any) -> list[Line]:
    """The lines of one batch, in its order."""
    evidence, names = Evidence.of(batch, reader), {k._meta.app_label: k.kind_name() for k in Disclosure.kinds()}
    return [_line(item, evidence, names[item.kind], reader) for item in batch]


def complete(listed_lines: Iterable[Line], year: int, first: int, last: int) -> Iterator[Line]:
    """The lines with one more for every stretch of numbers between them that this reader does not find here.

    Such an item is for an audience the reader is not of, or is no longer shown. Its line has nothing but the number,
    so that the lines of a year stand for as many numbers as were given, whoever reads.
    """
    expected = first
    for line in listed_lines:
        if line.serial > expected:
            yield Line(year, expected, line.serial - 1)
        yield line
        expected = line.last + 1
    if expected <= last:
        yield Line(year, expected, last)


def register_no(year: int, serial: int) -> str:
    """The number as it is printed."""
    return Disclosure(register_year=year, register_serial=serial).register_no


def _frame(item: Disclosure, form: str) -> Line:
    """What a line says of an item for ever: its number, what it was under, by whom, for whom and when."""
    return Line(
        year=item.register_year or 0,
        serial=item.register_serial or 0,
        last=item.register_serial or 0,
        heading=item.heading.title,
        unit=str(item.unit),
        form=form,
        audience=item.get_audience_display(),
        state=item.get_state_display(),
        posted_at=item.posted_at,
        publicity_starts_on=item.publicity_starts_on,
        publicity_ends_at=item.publicity_ends_at,
        concluded_at=item.concluded_at,
        corrected_at=next((event.at for event in item.course if event.name == "superseded"), None),  # type: ignore[attr-defined]
        withdrawn_at=item.withdrawn_at,
    )


def _line(item: Disclosure, evidence: Evidence, form: str, reader: Any) -> Line:
    course = {event.name: event for event in item.course}  # type: ignore[attr-defined]  # the last of each name
    drafted, approved, posted = (course.get(name) for name in ("draft", "approved", "post"))
    works_on_it, frame = reader.has_perm("disclosures.view", item), _frame(item, form)
    if item.display_until and item.display_until < timezone.localdate():
        return replace(frame, remarks=(_("No longer shown: the title and the names were taken down in time."),))
    return replace(
        frame,
        title=item.title,
        address=item.get_absolute_url(),
        outcome=_outcome(item, course.get("conclude")),
        handler=_as(item, drafted),
        drafter=drafted.actor_name if drafted and works_on_it else "",
        approver=evidence.opinions(item, approved) if approved else "",
        poster=posted.actor_title if posted else "",
        postings=_postings(item),
        fingerprints=tuple(file.sha256 for file in item.attachments.all()),
        replies=evidence.replies.get(item.pk, 0),
        remarks=tuple(_remarks(item, evidence)),
        may_hang=may_hang(item, reader),
    )


def _as(item: Disclosure, event: Event | None) -> str:
    """Role and unit of who wrote it."""
    return " · ".join(filter(None, [str(item.unit), event.actor_title if event else ""]))


def _outcome(item: Disclosure, concluded: Event | None) -> str:
    """What the publicity period ended with, and the statement that counts the objections."""
    said = concluded.detail.get("statement", "") if concluded else ""
    return said or item.get_outcome_display()


def _postings(item: Disclosure) -> tuple[Hung, ...]:
    """What counts of the postings; the photo of a withdrawn item is shown no more."""
    counted = [posting for posting in item.postings.all() if not posting.struck_at]
    is_shown = item.state != State.WITHDRAWN
    return tuple(Hung(p.place, p.hung_at, p.taken_down_at, p.photo_url if is_shown else "") for p in counted)


def _remarks(item: Disclosure, evidence: Evidence) -> Iterator[str]:
    """What was corrected or withdrawn, and why."""
    if earlier := evidence.earlier.get(item.replaces_id or 0):
        yield _("Corrects %s.") % earlier.register_no
    if item.replaces_id and item.state != State.WITHDRAWN:
        yield item.change_note
    if item.state == State.SUPERSEDED:
        later = evidence.later.get(item.pk)
        yield _("Corrected by %s.") % later.register_no if later else _("Corrected by a later item.")
    if item.state == State.WITHDRAWN:
        yield _("Withdrawn: %s") % item.withdrawal_reason
