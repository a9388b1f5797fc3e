"""Placing items: which duty each is for. Dates say so until somebody does; afterwards it takes two people."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.catalogue.models import Audience
from apps.disclosures.models import Disclosure
from apps.disclosures.states import READABLE, State
from apps.disclosures.workflow import Refused
from apps.duties.deriving import Open, Posted, derive
from apps.duties.models import Duty, Event, Origin, Placement, Purpose
from apps.duties.proposals import proposed
from apps.duties.recording import entry, log
from apps.organization.models import Unit
from apps.organization.roles import units_where


def settle(school: Unit, *, actor: User, headings: Iterable[int] | None = None) -> int:
    """Let the dates of every posted item of a school say which duty it is for; how many say something else now.

    What somebody chose, or two people moved, is left alone.
    """
    items = Disclosure.objects.filter(school=school, state__in=READABLE)
    duties = Duty.objects.owed().filter(school=school)
    if headings is not None:
        items, duties = items.filter(heading__in=list(headings)), duties.filter(heading__in=list(headings))
    placed = {p.disclosure_id: p for p in Placement.objects.filter(disclosure__in=items)}
    target = _derived(items, duties, placed, school)
    return _write(items, placed, target, actor)


Place = tuple[int, str, int]
"""The key of a duty, what the item does for it, and the key of its first text."""


def _derived(items: Any, duties: Any, placed: dict[int, Placement], school: Unit) -> dict[int, Place]:
    """The place of every item whose dates decide; a correction goes with the text it corrects."""
    fixed = {pk: (p.duty_id, p.purpose, p.root_id) for pk, p in placed.items() if p.origin != Origin.DERIVED}
    owed, free = defaultdict(list), defaultdict(list)
    for duty in duties.only("heading", "unit", "rhythm", "starts_on", "ends_on", "opens_on"):
        owed[duty.heading_id].append(_open(duty))
    roots = items.filter(replaces=None)
    names = _periods_named(roots)
    for item in roots.only("heading", "unit", "posted_at"):
        if item.pk not in fixed:
            free[item.heading_id].append(_posted(item, names.get(item.pk)))
    found: dict[int, Place] = {}
    for heading, those in free.items():
        duty_of = derive(those, owed.get(heading, []), school.pk)
        found |= {pk: (duty_of[pk], Purpose.FULFILS, pk) for pk in duty_of}
    found |= fixed
    for pk, replaced in items.exclude(replaces=None).order_by("id").values_list("pk", "replaces"):
        if pk not in fixed and replaced in found:
            found[pk] = found[replaced]
    return {pk: place for pk, place in found.items() if pk not in fixed}


def _open(duty: Duty) -> Open:
    return Open(duty.pk, duty.unit_id, duty.rhythm, duty.starts_on, duty.ends_on, duty.opens_on)


def _posted(item: Disclosure, names: tuple[datetime.date, datetime.date] | None) -> Posted:
    assert item.posted_at is not None
    return Posted(item.pk, item.unit_id, timezone.localdate(item.posted_at), names)


def _periods_named(items: Any) -> dict[int, tuple[datetime.date, datetime.date]]:
    """The periods that items of some kinds name themselves; one query for each such kind."""
    found: dict[int, Any] = {}
    for kind in Disclosure.kinds():
        if kind.period is not Disclosure.period:
            rows = kind._default_manager.select_related(*kind.period_from).filter(pk__in=items.values("pk"))
            found |= {row.pk: row.period for row in rows}
    return {pk: period for pk, period in found.items() if period}


@transaction.atomic
def _write(items: Any, placed: dict[int, Placement], target: dict[int, Place], actor: User) -> int:
    """Write down what is another place than before, in the order of the items."""
    derived = {pk: placement for pk, placement in placed.items() if placement.origin == Origin.DERIVED}
    now = {pk: (placement.duty_id, placement.purpose, placement.root_id) for pk, placement in derived.items()}
    others = items.in_bulk({pk for pk in {*target, *derived} if target.get(pk) != now.get(pk)})
    for pk, item in sorted(others.items()):
        if place := target.get(pk):
            values = dict(zip(("duty_id", "purpose", "root_id"), place, strict=True))
            Placement.objects.update_or_create(disclosure=item, defaults=values)
        else:
            derived[pk].delete()
        duty = Duty(pk=(place or now[pk])[0], unit=item.unit)
        entry(duty, "place" if place else "displace", actor=actor, disclosure=item).save()
    return len(others)


@transaction.atomic
def choose(draft: Disclosure, duty: Duty, *, actor: User, purpose: str = Purpose.FULFILS) -> Placement:
    """Say for which duty a draft is written. Raises Refused, with every reason."""
    locked = Disclosure.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if reasons := _against_choosing(locked, duty, actor):
        raise Refused(reasons)
    values = {"duty": duty, "purpose": purpose, "origin": Origin.CHOSEN, "root": locked}
    placement, _is_new = Placement.objects.update_or_create(disclosure=locked, defaults=values)
    log(duty, "choose", actor=actor, disclosure=locked)
    return placement


def _against_choosing(draft: Disclosure, duty: Duty, actor: User) -> list[str]:
    found = []
    if not actor.has_perm("disclosures.draft", draft):
        found.append(_("You do not have the role to write items of this unit."))
    if draft.state != State.DRAFT:
        found.append(_("Only a draft can be given to a duty. Two people can move a posted item."))
    if draft.replaces_id:
        found.append(_("A correction goes with the text it corrects. Two people can move a posted item."))
    if duty.lifted_at:
        found.append(_("This duty is no longer owed. Choose another."))
    if draft.heading_id != duty.heading_id or draft.school_id != duty.school_id:
        found.append(_("This item stands under another heading. Choose a duty of its own heading."))
    return found


def against_its_duty(item: Disclosure, placement: Placement) -> list[str]:
    """What keeps a text from meeting the duty for which it was drafted, in sentences."""
    found = []
    if item.heading_id != placement.duty.heading_id or item.school_id != placement.duty.school_id:
        found.append(
            _("It was drafted for “%(duty)s”, but stands under another heading now. Put that heading back.")
            % {"duty": placement.duty.title}
        )
    if placement.purpose == Purpose.EXEMPTS and item.audience != Audience.PUBLIC:
        found.append(_("A statement that something does not apply is for everybody. Choose that audience."))
    return found


def reasons_against_move(item: Disclosure, duty: Duty, reason: str, actor: User) -> list[str]:
    """What speaks against proposing to move a posted item to another duty, in sentences."""
    found = []
    if not actor.has_perm("duties.reattach", item):
        found.append(_("Only the leadership group, the supervision group and the office move items."))
    if item.state not in READABLE:
        found.append(_("Only a posted item is moved. A draft can be given to a duty by whoever writes it."))
    if item.heading_id != duty.heading_id or item.school_id != duty.school_id:
        found.append(_("This item stands under another heading. Choose a duty of its own heading."))
    if duty.lifted_at:
        found.append(_("This duty is no longer owed. Choose another."))
    if Placement.objects.filter(disclosure=item, duty=duty).exists():
        found.append(_("This item is already for that duty."))
    if Placement.objects.filter(disclosure=item, purpose=Purpose.EXEMPTS).exists():
        found.append(_("A statement that something does not apply is for its own duty only. Draft another."))
    if proposal_of(item):
        found.append(_("A move of this item is already proposed. Confirm or drop that one first."))
    if not reason.strip():
        found.append(_("Say why, in a sentence: readers of the log see it."))
    return found


def proposal_of(item: Disclosure) -> Event | None:
    """The move that is proposed for this item and neither confirmed nor dropped."""
    return proposed().filter(disclosure=item).select_related("duty").first()


@transaction.atomic
def propose_move(item: Disclosure, duty: Duty, *, actor: User, reason: str) -> Event:
    """Propose that a posted item is for another duty. Raises Refused, with every reason."""
    locked = Disclosure.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if reasons := reasons_against_move(locked, duty, reason, actor):
        raise Refused(reasons)
    return log(duty, "propose_move", actor=actor, text=reason, disclosure=locked)


@transaction.atomic
def confirm_move(item: Disclosure, *, actor: User) -> Placement:
    """Move it, with every text that corrected it, as a second person. Raises Refused."""
    locked, proposal = _proposal_for(item, actor)
    if proposal.actor_id == actor.pk:
        raise Refused([_("You proposed this yourself. Another person has to confirm it.")])
    if locked.state not in READABLE or proposal.duty.lifted_at:
        raise Refused([_("Things have changed since this was proposed. Drop it, and propose anew.")])
    log(proposal.duty, "confirm_move", actor=actor, text=proposal.text, disclosure=locked)
    chain = _chain(locked)
    values = {"duty": proposal.duty, "origin": Origin.MOVED, "root": chain[0]}
    for version in chain:
        if version.pk != locked.pk:
            log(proposal.duty, "place", actor=actor, disclosure=version)
        placement, _is_new = Placement.objects.update_or_create(disclosure=version, defaults=values)
    return Placement.objects.get(disclosure=locked)


@transaction.atomic
def drop_move(item: Disclosure, *, actor: User, reason: str = "") -> Event:
    """Leave it where it is. Raises Refused."""
    locked, proposal = _proposal_for(item, actor)
    return log(proposal.duty, "drop_move", actor=actor, text=reason, disclosure=locked)


def _proposal_for(item: Disclosure, actor: User) -> tuple[Disclosure, Event]:
    locked = Disclosure.objects.select_for_update(of=("self",)).get(pk=item.pk)
    proposal = proposal_of(locked)
    if proposal is None:
        raise Refused([_("Nothing is proposed for this item any more. Open its page again.")])
    if not actor.has_perm("duties.reattach", locked):
        raise Refused([_("Only the leadership group, the supervision group and the office move items.")])
    return locked, proposal


def _chain(item: Disclosure) -> list[Disclosure]:
    """The texts of one item, from its first to its last correction."""
    found = [item]
    while found[0].replaces is not None:
        found.insert(0, found[0].replaces)
    while later := Disclosure.objects.filter(replaces=found[-1], state__in=READABLE).first():
        found.append(later)
    return found


def moves_waiting_for(user: User) -> list[Event]:
    """The proposed moves that this person may confirm, oldest first; one query."""
    mine = proposed().exclude(actor=user).filter(disclosure__unit__in=units_where(user, "duties.reattach"))
    related = ("duty__heading", "duty__unit", "duty__term", "duty__occurrence__announced_by", "disclosure__unit")
    return list(mine.select_related(*related).order_by("pk"))
