"""What hangs on the wall and what should, as the office sees it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from apps.accounts.models import User
from apps.disclosures.models import Disclosure
from apps.disclosures.querysets import DisclosureQuerySet
from apps.organization.roles import units_where
from apps.papers.hanging import PERMISSION
from apps.papers.models import Paper, Posting

MOST = 50


@dataclass(frozen=True)
class Wall:
    """The physical boards of the units for which a person posts."""

    items: DisclosureQuerySet

    @property
    def to_hang(self) -> list[Disclosure]:
        """In its publicity period and on no board, the first to close first."""
        hanging = Q(postings__struck_at=None, postings__taken_down_at=None, postings__isnull=False)
        found = self.items.in_publicity().exclude(pk__in=self.items.filter(hanging).values("pk"))
        return list(found.order_by("publicity_ends_at", "pk")[:MOST])

    @property
    def hanging(self) -> list[Posting]:
        """What hangs now, the longest first."""
        found = Posting.objects.filter(disclosure__in=self.items, struck_at=None, taken_down_at=None)
        return list(found.select_related("disclosure")[:MOST])

    @property
    def troubles(self) -> list[Paper]:
        """Papers that could not be made, the latest first."""
        found = Paper.objects.exclude(trouble="").filter(Q(disclosure__in=self.items) | Q(disclosure=None))
        return list(found.select_related("disclosure").order_by("-made_at")[:MOST])


def items_to_hang(user: User) -> DisclosureQuerySet:
    """The posted items whose hanging this person records."""
    mine = Disclosure.objects.workable_by(user).filter(unit__in=units_where(user, PERMISSION))
    return mine.of_installed_kinds().filter(posted_at__isnull=False)
