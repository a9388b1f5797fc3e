"""What may be asked of duties, in domain words."""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.utils import timezone

from apps.calendars.elapsed import WorkingDays
from apps.catalogue.models import Audience
from apps.disclosures.states import ON_BOARD
from apps.duties.conditions import Condition, Tally
from apps.organization.models import Unit

if TYPE_CHECKING:
    from apps.calendars.models import Term
    from apps.duties.models import Duty  # noqa: F401


class DutyQuerySet(models.QuerySet["Duty"]):
    def owed(self) -> Self:
        """Without those that a change of rhythm, calendar or unit has lifted."""
        return self.filter(lifted_at=None)

    def of_school(self, school: Unit) -> Self:
        return self.filter(school=school)

    def in_term(self, term: Term) -> Self:
        return self.filter(term=term)

    def judged(self, day: datetime.date | None = None) -> Self:
        """What became of each by a day (today): `condition`, and `fulfilled_on`, the day of its first posting.

        An item counts while it, or a correction of it, is on the board; it counts from its first posting.
        """
        day = day or timezone.localdate()
        return self.annotate(
            fulfilled_on=TruncDate(Subquery(_first_posting()), tzinfo=timezone.get_default_timezone()),
            is_exempt=Exists(_placed("exempts").filter(disclosure__state__in=ON_BOARD, disclosure__audience="public")),
        ).annotate(condition=_condition(day))

    def with_delay(self, day: datetime.date | None = None) -> Self:
        """Working days by which each is late, or overdue by a day (today); 0 for the others. Of judged duties."""
        day = day or timezone.localdate()
        until = Greatest(Coalesce(F("fulfilled_on"), Value(day)), F("due_on"))
        return self.annotate(delay=WorkingDays("due_on", until))

    def tally(self) -> Tally:
        """How many are in each condition, of judged duties, in one query."""
        return Tally(**dict(self.order_by().values_list("condition").annotate(Count("pk"))))

    def tallies(self, *keys: str) -> dict[Any, Tally]:
        """The same for each value of some columns, in one query; a single column's value is the key itself."""
        # Grouped by condition, not counted once for each: the database then judges every row once.
        found: dict[Any, dict[str, int]] = defaultdict(dict)
        for *values, condition, count in self.order_by().values_list(*keys, "condition").annotate(Count("pk")):
            found[values[0] if len(keys) == 1 else tuple(values)][condition] = count
        return {key: Tally(**counts) for key, counts in found.items()}

    def open(self, day: datetime.date | None = None) -> Self:
        """Owed and not met by a day (today): still to be disclosed, in time or overdue."""
        return self.owed().judged(day).filter(condition__in=(Condition.DUE, Condition.MISSING))


def _placed(purpose: str) -> Any:
    from apps.duties.models import Placement

    return Placement.objects.filter(duty=OuterRef("pk"), purpose=purpose)


def _first_posting() -> Any:
    """The first posting among the items for a duty that are on the board, each from the posting of its first text.

    An item that fewer people may read than the matter is meant for does not meet the duty.
    """
    shown = _placed("fulfils").filter(_wide_enough(), disclosure__state__in=ON_BOARD).order_by()
    return shown.values("duty").annotate(first=models.Min("root__posted_at")).values("first")


def _wide_enough() -> Q:
    meant_for_all = Q(duty__heading__audience=Audience.PUBLIC)
    meant_for_parents = Q(duty__heading__audience=Audience.PARENTS)
    return (
        Q(disclosure__audience=Audience.PUBLIC)
        | ~meant_for_all & Q(disclosure__audience=Audience.PARENTS)
        | ~meant_for_all & ~meant_for_parents
    )


def _condition(day: datetime.date) -> Case:
    return Case(
        When(
            Q(fulfilled_on__isnull=False) & (Q(due_on=None) | Q(fulfilled_on__lte=F("due_on"))), then=Value("on_time")
        ),
        When(fulfilled_on__isnull=False, then=Value("late")),
        When(is_exempt=True, then=Value("exempt")),
        When(due_on__lt=day, then=Value("missing")),
        default=Value("due"),
        output_field=models.CharField(),
    )
