"""Items in review, as a member of the supervision group sees them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Subquery

from apps.accounts.models import User
from apps.desk.kinds import LIMIT, with_kinds
from apps.desk.rows import items_where
from apps.disclosures.models import Disclosure, Event
from apps.disclosures.querysets import DisclosureQuerySet
from apps.disclosures.rules import is_independent
from apps.disclosures.states import OPINIONS, State
from apps.organization.roles import units_where


@dataclass(frozen=True)
class Queue:
    """What waits for this member (nearest first), what they may not speak on and why, what they have spoken on."""

    waiting: list[Disclosure]
    recused: list[tuple[Disclosure, list[str]]]
    given: list[Disclosure]
    more: int


def reviewable_by(member: User) -> DisclosureQuerySet:
    """The items this member may open on the review page: submitted, and in a unit where the member may endorse."""
    return items_where(member, "disclosures.endorse").exclude(state=State.DRAFT)


def in_review(member: User) -> DisclosureQuerySet:
    """Everything in review before this member: unspoken first, then the earliest planned posting, then the oldest."""
    events = Event.objects.filter(disclosure=OuterRef("pk"))
    spoken = events.named(*OPINIONS).filter(actor=member, version=OuterRef("version"))
    submitted = events.named("submit").order_by("-id").values("at")[:1]
    return (
        reviewable_by(member)
        .filter(state=State.IN_REVIEW)
        .annotate(is_spoken_on=Exists(spoken), submitted_at=Subquery(submitted))
        .order_by("is_spoken_on", F("publish_at").asc(nulls_last=True), "submitted_at", "pk")
    )


def queue_of(member: User) -> Queue:
    """The member's queue: the first LIMIT items, and how many more there are."""
    found = in_review(member)
    items = with_kinds(list(found[:LIMIT]))
    barred = {item.pk: is_independent(item, member) for item in items if not item.is_spoken_on}
    return Queue(
        waiting=[item for item in items if barred.get(item.pk) == []],
        recused=[(item, barred[item.pk]) for item in items if barred.get(item.pk)],
        given=[item for item in items if item.is_spoken_on],
        more=max(0, found.count() - LIMIT) if len(items) == LIMIT else 0,
    )


def was_returned_to(member: User, pk: int) -> bool:
    """Whether this item was in review before this member and has gone back to its drafters."""
    items = Disclosure.objects.filter(unit__in=units_where(member, "disclosures.endorse"))
    return items.filter(pk=pk, state=State.DRAFT, version__gt=0).exists()
