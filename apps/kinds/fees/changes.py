"""What changed against the fees of the term before, as far as a reader may read those."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Subquery, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.disclosures.templatetags.portal import money
from apps.kinds.fees.grades import ALL, in_words
from apps.kinds.fees.models import FeeItem, FeeSchedule

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from apps.accounts.models import User

SORTS = {
    "dearer": gettext_lazy("Dearer"),
    "cheaper": gettext_lazy("Cheaper"),
    "otherwise": gettext_lazy("Charged in another way"),
    "new": gettext_lazy("New"),
    "dropped": gettext_lazy("No longer listed"),
}


class Price(NamedTuple):
    """What one item costs: an amount in yuan and its unit, or words."""

    amount: Decimal | None
    words: str
    unit: str

    @classmethod
    def of(cls, item: FeeItem) -> Price:
        return cls(item.amount, item.standard_text if item.amount is None else "", item.charge_unit)

    def __str__(self) -> str:
        if self.amount is None:
            return self.words
        return _("%(amount)s yuan/%(unit)s") % {"amount": money(self.amount), "unit": self.unit}


class Change(NamedTuple):
    """An item, in some grades, whose price is not what it was; None where it was not listed."""

    name: str
    grades: str
    then: Price | None
    now: Price | None

    @property
    def sort(self) -> str:
        if self.then is None:
            return "new"
        if self.now is None:
            return "dropped"
        if self.difference is None:
            return "otherwise"
        return "dearer" if self.difference > 0 else "cheaper"

    @property
    def difference(self) -> Decimal | None:
        """Yuan for the same unit; None when the two cannot be set against one another."""
        if self.then is None or self.now is None or self.then.unit != self.now.unit:
            return None
        return None if self.then.amount is None or self.now.amount is None else self.now.amount - self.then.amount

    @property
    def words(self) -> str:
        """“10.00 yuan more”"""
        if not self.difference:
            return "—"
        text = _("%(amount)s yuan more") if self.difference > 0 else _("%(amount)s yuan less")
        return text % {"amount": money(abs(self.difference))}


class Sort(NamedTuple):
    """The changes of one sort."""

    title: str
    changes: list[Change]


Prices = dict[str, dict[int, Price]]
"""By the name of the item and the grade."""


class Comparison:
    """A schedule against those of an earlier term."""

    def __init__(self, schedule: FeeSchedule, earlier: list[FeeSchedule]) -> None:
        self.term = earlier[0].term
        self._items = list(schedule.items.all())
        self._now = prices(self._items)
        self._then = prices(item for each in earlier for item in each.items.all())
        found = [change for name in {**self._now, **self._then} for change in self._changes_of(name)]
        is_whole = schedule.is_whole
        self.changes = [change for change in found if change.now or is_whole]

    def _changes_of(self, name: str) -> list[Change]:
        """Grades with the same two prices make one change."""
        then, now = self._then.get(name, {}), self._now.get(name, {})
        pairs = {grade: (then.get(grade), now.get(grade)) for grade in ALL}
        differing = dict.fromkeys(pair for pair in pairs.values() if pair[0] != pair[1])
        return [Change(name, in_words(g for g in ALL if pairs[g] == pair), *pair) for pair in differing]

    @property
    def sorts(self) -> list[Sort]:
        """The changes by sort, those that cost more first."""
        sorts = (Sort(str(title), [c for c in self.changes if c.sort == key]) for key, title in SORTS.items())
        return [sort for sort in sorts if sort.changes]

    @property
    def same(self) -> list[FeeItem]:
        """The items of this schedule that cost in every grade what they cost then."""
        return [item for item in self._items if all(self._was(item, grade) == Price.of(item) for grade in item.grades)]

    def _was(self, item: FeeItem, grade: int) -> Price | None:
        return self._then.get(item.name, {}).get(grade)


def prices(items: Iterable[FeeItem]) -> Prices:
    """What every item costs in every grade; of two the later one holds."""
    found: Prices = {}
    for item in items:
        found.setdefault(item.name, {}).update(dict.fromkeys(item.grades, Price.of(item)))
    return found


def comparison_for(schedule: FeeSchedule, reader: User | AnonymousUser) -> Comparison | None:
    """Against the listed schedules of the nearest earlier term that this reader may read; None without a whole one.

    A schedule that states totals lists everything of its term; without them it is taken for a supplement, which
    drops nothing. What an earlier term added in a supplement counts as charged then.
    """
    prefetch_related_objects([schedule], "items", "totals")
    readable = FeeSchedule.objects.visible_to(reader).on_board()
    earlier = readable.filter(
        unit=schedule.unit_id, heading=schedule.heading_id, term__starts_on__lt=schedule.term.starts_on
    )
    whole = earlier.filter(totals__isnull=False).order_by("-term__starts_on")
    of_the_term = earlier.filter(term=Subquery(whole.values("term")[:1])).order_by("posted_at", "pk")
    found = list(of_the_term.select_related("term").prefetch_related("items"))
    return Comparison(schedule, found) if found else None
