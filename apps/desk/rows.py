"""What the desk shows: rows under headings."""

from __future__ import annotations

from dataclasses import dataclass, field

from apps.accounts.models import User
from apps.desk.kinds import LIMIT, with_kinds
from apps.disclosures.models import Disclosure
from apps.disclosures.querysets import DisclosureQuerySet
from apps.organization.roles import units_where


@dataclass(frozen=True)
class Row:
    """An item, what there is to say about it, and the one thing to press."""

    item: Disclosure
    address: str
    action: str
    notes: list[str] = field(default_factory=list)
    quote: str = ""


@dataclass(frozen=True)
class Section:
    """Rows under one heading; `total` counts also those beyond the first LIMIT."""

    slug: str
    title: str
    short: str
    rows: list[Row]
    total: int
    is_mine: bool = True
    """Whether it waits for this person; the other sections only tell how things stand."""

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


def items_where(user: User, permission: str) -> DisclosureQuerySet:
    """The items of the units where this person holds the permission, the earliest planned first."""
    return (
        Disclosure.objects.of_installed_kinds()
        .workable_by(user)
        .filter(unit__in=units_where(user, permission))
        .select_related("unit__parent__parent", "school", "heading", "replaces")
        .order_by("publish_at", "created_at", "pk")
    )


def first(items: DisclosureQuerySet) -> tuple[list[Disclosure], int]:
    """The first LIMIT items with their kinds' rows, and how many there are in all."""
    found = with_kinds(list(items[:LIMIT]))
    return found, items.count() if len(found) == LIMIT else len(found)
