"""How the school answers, in numbers: per unit and per type of a term, counted by the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.calendars.elapsed import Median
from apps.cases.models import Case
from apps.cases.states import OPEN, State
from apps.cases.types import Finding, Type
from apps.organization.models import Unit
from apps.replies.measures import days_taken
from apps.replies.terms import Stretch

FEWEST = 5
"""Cases under which a unit is not ranked: a share of four cases says more about the writers than about the unit."""
ADOPTED = (Finding.ADOPTED, Finding.UPHELD, Finding.DISCLOSED, Finding.PARTLY)
DECIDED = Q(settled_at__isnull=False)


@dataclass(frozen=True)
class Numbers:
    """What was received and how it was answered; `due` are the cases that are decided or overdue."""

    name: str
    received: int = 0
    decided: int = 0
    due: int = 0
    on_time: int = 0
    median: float | None = None
    adopted: int = 0

    @property
    def is_ranked(self) -> bool:
        return self.received >= FEWEST

    @property
    def share(self) -> int | None:
        """Percent decided in time, rounded down; None while nothing is due."""
        return 100 * self.on_time // self.due if self.due else None


@dataclass(frozen=True)
class Report:
    """A term: all together, by type, the units in their order, and those with too few cases for one."""

    total: Numbers
    types: list[Numbers]
    ranked: list[Numbers]
    unranked: list[Numbers]


def report_of(stretch: Stretch) -> Report:
    """Four queries, however many cases. What is about the leadership or the supervision group is not counted."""
    counted = Case.objects.countable().filter(stretch.where)
    cases = counted.with_decision().annotate(
        settled_on=TruncDate("settled_at"), days=days_taken("received_at", "settled_at")
    )
    units = list(_named(_by(cases, Coalesce("unit", "school")), _units()))
    types = list(_named(_by(cases, F("type")), {value: str(label) for value, label in Type.choices}))
    total = Numbers(_("All units"), **cases.aggregate(**_measures()))
    ranked = sorted((unit for unit in units if unit.is_ranked), key=_rank)
    return Report(total, types, ranked, [unit for unit in units if not unit.is_ranked])


def _rank(unit: Numbers) -> tuple[float, float]:
    """The most on time first, then the quickest."""
    return -(unit.share or 0), unit.median or 0


def _units() -> dict[int, str]:
    """Every unit of a school, in the order of the office; among several schools with the school's name."""
    found = [unit for unit in Unit.objects.select_related("parent") if unit.school]
    is_one = sum(unit.level == Unit.Level.SCHOOL for unit in found) == 1
    return {unit.pk: str(unit) if is_one or unit.school == unit else f"{unit.parent} {unit}" for unit in found}


def _by(cases: Any, key: Any) -> Any:
    return cases.annotate(key=key).order_by().values("key").annotate(**_measures())


def _named(found: Iterable[dict[str, Any]], names: dict[Any, str]) -> Iterable[Numbers]:
    """A row for each name, those without a case included."""
    counted = {row.pop("key"): Numbers("", **row) for row in found}
    return (replace(counted.get(key, Numbers("")), name=name) for key, name in names.items())


def _measures() -> dict[str, Any]:
    late = Q(settled_at=None, state__in=(*OPEN, State.MERGED), due_on__lt=timezone.localdate())
    return {
        "received": Count("pk"),
        "decided": Count("pk", filter=DECIDED),
        "due": Count("pk", filter=DECIDED | late),
        "on_time": Count("pk", filter=DECIDED & Q(settled_on__lte=F("due_on"))),
        "median": Median("days", filter=DECIDED),
        "adopted": Count("pk", filter=Q(found__in=ADOPTED)),
    }
