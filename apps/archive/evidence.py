"""What stands beside the items of a batch as evidence, each sort read once for all of them."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Count, Q
from django.utils import timezone

from apps.board.history import votes_in_words
from apps.cases.models import Publication
from apps.disclosures.models import Disclosure, Event
from apps.disclosures.states import OPINIONS
from apps.organization.models import Membership, Role, Unit

COURSE = ("draft", *OPINIONS, "approved", "post", "conclude", "superseded")
"""Events that a line of the register tells of; none of them carries the text."""


@dataclass(frozen=True)
class Evidence:
    """What is known beside the rows themselves, as far as this reader may read it."""

    seats: list[Membership]
    """Everybody who ever sat in a supervision group of these items."""
    replies: dict[int, int]
    """How many public replies there are about an item."""
    later: dict[int, Disclosure]
    """What corrects an item, by the key of the item that is corrected."""
    earlier: dict[int, Disclosure]
    """What is corrected by an item of the batch, by its key."""

    @classmethod
    def of(cls, items: list[Disclosure], reader: Any) -> Self:
        """Three queries, however many items there are."""
        keys = [item.pk for item in items]
        related = list(_related(items, keys, reader))
        return cls(
            seats=list(_seats(items)),
            replies=dict(_replies(keys, reader)),
            later={item.replaces_id: item for item in related if item.replaces_id in keys},
            earlier={item.pk: item for item in related},
        )

    def opinions(self, item: Disclosure, approved: Event) -> str:
        """How many of the group gave which opinion on the version that was approved; never who."""
        count = Counter(event.name for event in item.course if event.version == approved.version)  # type: ignore[attr-defined]
        return votes_in_words(count, self._seats_on(item.unit, timezone.localdate(approved.at)))

    def _seats_on(self, unit: Unit, day: datetime.date) -> int:
        """As `opinions.seats_on` counts them, without a query for each item."""
        lineage = unit.lineage
        sat = (seat for seat in self.seats if seat.unit_id in lineage and seat.since <= day)
        return len({seat.user_id for seat in sat if seat.until is None or seat.until >= day})


def _seats(items: list[Disclosure]) -> Any:
    units = {key for item in items for key in item.unit.lineage}
    return Membership.objects.filter(role=Role.SUPERVISION, unit__in=units)


def _replies(keys: list[int], reader: Any) -> Any:
    found = Publication.objects.visible_to(reader).filter(case__disclosure__in=keys, case__hidden_for="")
    return found.order_by().values_list("case__disclosure").annotate(count=Count("pk"))


def _related(items: list[Disclosure], keys: list[int], reader: Any) -> Any:
    """What corrects these items and what they correct, of which only the numbers are told."""
    before = [item.replaces_id for item in items if item.replaces_id]
    found = Disclosure.objects.visible_to(reader).filter(Q(replaces__in=keys) | Q(pk__in=before))
    return found.only("replaces", "register_year", "register_serial")
