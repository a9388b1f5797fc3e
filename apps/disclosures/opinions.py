"""The supervision group's opinions: who may give one, when there are enough, and what they decide."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

from django.utils.functional import cached_property

from apps.accounts.models import User
from apps.disclosures.models import Disclosure, Event
from apps.disclosures.publicity import rules_of
from apps.disclosures.states import CONTRIBUTIONS, OPINIONS
from apps.organization.models import Membership, MembershipQuerySet, Role

FEWEST = 2
"""Never fewer opinions than this decide, so nobody decides alone, whoever posts."""


def contributors(item: Disclosure) -> set[int]:
    """Keys of everybody who had a hand in the text; an approved text is never edited, so all of it is new."""
    return set(item.events.named(*CONTRIBUTIONS).values_list("actor_id", flat=True))


def supervisors(item: Disclosure) -> MembershipQuerySet:
    """The supervision memberships in force for this item's unit."""
    return Membership.objects.current().filter(role=Role.SUPERVISION, unit__in=item.unit.lineage, user__is_active=True)


def seats_on(item: Disclosure, day: datetime.date) -> int:
    """How many people sat in the supervision group of this item's unit on a day."""
    group = Membership.objects.in_force_on(day).filter(role=Role.SUPERVISION, unit__in=item.unit.lineage)
    return group.values("user").distinct().count()


@dataclass
class Review:
    """The review of the current version."""

    item: Disclosure

    @cached_property
    def seats(self) -> list[Membership]:
        """One seat for each member of the supervision group, in the order of the group."""
        memberships = supervisors(self.item).select_related("user").order_by("id")
        return list({membership.user_id: membership for membership in memberships}.values())

    @cached_property
    def opinions(self) -> list[Event]:
        """The opinions given on this version, oldest first."""
        return list(self.item.events.named(*OPINIONS).filter(version=self.item.version))

    @cached_property
    def must_recuse(self) -> set[int]:
        """Members who may not speak: they wrote the text, belong to the leadership group, or the item is about them."""
        keys = {seat.user_id for seat in self.seats}
        leaders = Membership.objects.current().filter(
            role=Role.LEADERSHIP, user__in=keys, unit__in=self.item.unit.lineage
        )
        names = self.item.specific.names()
        about = {seat.user_id for seat in self.seats if seat.user.get_full_name() in names}
        return keys & contributors(self.item) | set(leaders.values_list("user_id", flat=True)) | about

    @property
    def recused(self) -> set[int]:
        return self.must_recuse | {opinion.actor_id for opinion in self.opinions if opinion.name == "recuse"}

    @property
    def eligible(self) -> list[Membership]:
        """The members whose opinion counts."""
        recused = self.recused
        return [seat for seat in self.seats if seat.user_id not in recused]

    @property
    def votes(self) -> list[Event]:
        """Opinions that count: endorse or return."""
        return [opinion for opinion in self.opinions if opinion.name != "recuse"]

    @property
    def quorum(self) -> int:
        """Votes needed to decide: the school's number, else more than half of the eligible; never under two."""
        asked = rules_of(self.item.school).quorum or len(self.eligible) // 2 + 1
        return max(FEWEST, min(asked, len(self.eligible)))

    @property
    def missing(self) -> int:
        """Votes still needed."""
        return max(0, self.quorum - len(self.votes))

    @property
    def can_be_decided(self) -> bool:
        """Whether enough members are left who may speak."""
        return len(self.eligible) >= FEWEST

    @property
    def is_decided(self) -> bool:
        return not self.missing or not self.can_be_decided

    @property
    def is_approved(self) -> bool:
        """The majority endorses; a tie returns, and so does a group too small to decide."""
        count = Counter(vote.name for vote in self.votes)
        return self.can_be_decided and count["endorse"] > count["return"]

    def opinion_of(self, user: User) -> Event | None:
        return next((opinion for opinion in self.opinions if opinion.actor_id == user.pk), None)

    def seen_by(self, user: User) -> list[Event]:
        """The opinions this person may see: none in words until their own is given."""
        return self.opinions if self.opinion_of(user) else []
