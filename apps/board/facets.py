"""How many items stand behind each option of a list, for this reader: true counts, or none.

Every condition is counted with the others applied and not itself. What could be large is first asked whether it is;
only what is not is counted, in one pass over its rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Count, F, Func, TextField, Value, When
from django.db.models.functions import Cast, Concat, ExtractYear
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.board.filters import Filters
from apps.board.tallies import capped
from apps.disclosures.badges import WITHDRAWN
from apps.disclosures.querysets import DisclosureQuerySet

MOST = 10_000
"""More items than this are not counted."""
MOST_WITH_WORDS = 1_000
"""The same for a search, where every hit has to be compared."""
COLUMNS = {
    "kind": F("kind"),
    "year": ExtractYear("posted_at"),
    "unit": F("unit"),
    "heading": F("heading"),
    "audience": F("audience"),
}
"""Conditions whose options are values of a column; the options of the others are asked one by one."""
EVERYTHING = {
    "kind": gettext_lazy("All kinds"),
    "term": gettext_lazy("All terms"),
    "year": gettext_lazy("All years"),
    "unit": gettext_lazy("All units"),
    "heading": gettext_lazy("All headings"),
    "state": gettext_lazy("All states"),
    "audience": gettext_lazy("All you may read"),
}
ALL, TOTAL = "all", "total"


class Marks(Func):
    """A row for each mark that an item bears."""

    template = "unnest(array_remove(ARRAY[%(expressions)s], NULL))"
    output_field = TextField()
    set_returning = True


class Facets:
    """The counts of a list, in two queries whatever is chosen."""

    def __init__(self, filters: Filters, items: DisclosureQuerySet) -> None:
        self.filters, self.most = filters, MOST_WITH_WORDS if "q" in filters.chosen else MOST
        self.chosen = [name for name in filters.sources if name in filters.chosen]
        parts = {
            ALL: filters.narrow(items),
            WITHDRAWN.name: filters.narrow(items, state=WITHDRAWN.name),
            **{name: filters.narrow(items, **{name: ""}) for name in self.chosen},
        }
        large = {name for (name,) in together(self._beyond(*part) for part in parts.items())}
        self._counts = {name: Counter[str]() for name in parts if name not in large}
        for name, mark, count in together(self._counted(name, parts[name]) for name in self._counts):
            self._counts[name][mark] = count

    @property
    def total(self) -> int:
        """The items of the list; one more than are counted stands for many."""
        counted = self._sum(ALL, TOTAL)
        return self.most + 1 if counted is None else counted

    @property
    def shown(self) -> str:
        """12, or 10,000+."""
        return capped(self.total, self.most)

    def count(self, name: str, value: str) -> int | None:
        """The items of the list with this option in place of what is chosen; None where too many were to be counted."""
        return self._sum(
            self._part(name, value), *(f"{name}:{mark}" for mark in self.filters.options(name)[value].marks)
        )

    def offer(self) -> None:
        """Put into the form the options that would narrow the list, with their counts, and those that are chosen."""
        for name in self.filters.sources:
            labels = {value: option.label for value, option in self.filters.options(name).items()}
            offered = [
                (value, self._with_count(name, value, labels[value])) for value in labels if self._narrows(name, value)
            ]
            self.filters.fields[name].choices = [("", EVERYTHING[name]), *offered]

    def _narrows(self, name: str, value: str) -> bool:
        """Or is chosen. Withdrawn items are not among those of the list, so theirs always make another one."""
        count, part = self.count(name, value), self._part(name, value)
        idle = (0,) if part == WITHDRAWN.name else (0, self._sum(part, TOTAL))
        return count is None or count not in idle or self.filters.chosen.get(name) == value

    def _with_count(self, name: str, value: str, label: str) -> str:
        count = self.count(name, value)
        return label if count is None else _("%(label)s (%(count)s)") % {"label": label, "count": count}

    def _part(self, name: str, value: str) -> str:
        """Where an option is counted."""
        if (name, value) == ("state", WITHDRAWN.name):
            return WITHDRAWN.name
        return name if name in self.chosen else ALL

    def _sum(self, part: str, *marks: str) -> int | None:
        return sum(self._counts[part][mark] for mark in marks) if part in self._counts else None

    def _beyond(self, name: str, part: DisclosureQuerySet) -> Any:
        """The name, if the part holds more than are counted; hits are met soonest in the index of words."""
        ordered = part.order_by() if "q" in self.filters.chosen else part.newest_first()
        return ordered[self.most : self.most + 1].values_list(Value(name))

    def _counted(self, name: str, part: DisclosureQuerySet) -> Any:
        """The name, each mark and how many bear it."""
        unchosen = [condition for condition in self.filters.sources if condition not in self.chosen]
        conditions = {ALL: unchosen, WITHDRAWN.name: ["state"]}.get(name, [name])
        marks = [Value(TOTAL), *(mark for condition in conditions for mark in self._marks(condition))]
        counted = part.order_by().annotate(mark=Marks(*marks)).values("mark").annotate(count=Count("pk"))
        return counted.values_list(Value(name), "mark", "count")

    def _marks(self, condition: str) -> list[Any]:
        if condition in COLUMNS:
            return [Concat(Value(f"{condition}:"), Cast(COLUMNS[condition], TextField()))]
        options = self.filters.options(condition)
        return [Case(When(option.where, then=Value(f"{condition}:{value}"))) for value, option in options.items()]


def together(queries: Iterable[Any]) -> Iterable[tuple[Any, ...]]:
    """The rows of all the queries, asked in one."""
    first, *others = [*queries] or [[]]
    return first.union(*others, all=True) if others else first
