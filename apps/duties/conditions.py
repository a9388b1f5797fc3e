"""What became of a duty by a day, and how many of each there are."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Condition(models.TextChoices):
    ON_TIME = "on_time", pgettext_lazy("of a duty", "on time")
    LATE = "late", pgettext_lazy("of a duty", "late")
    MISSING = "missing", _("overdue, not disclosed")
    EXEMPT = "exempt", _("not applicable")
    DUE = "due", _("not due yet")


COUNTED = (Condition.ON_TIME, Condition.LATE, Condition.MISSING)
"""What the punctuality figure is made of: everything that had to be disclosed by now."""

FEWEST_TO_RANK = 10
"""Duties under which a school or a unit is shown without a place: a share of nine duties says little."""


@dataclass(frozen=True)
class Tally:
    """How many duties are in each condition."""

    on_time: int = 0
    late: int = 0
    missing: int = 0
    exempt: int = 0
    due: int = 0

    @property
    def counted(self) -> int:
        """How many had to be disclosed by now."""
        return self.on_time + self.late + self.missing

    @property
    def share(self) -> int | None:
        """Percent on time, rounded down; None while nothing was due."""
        return 100 * self.on_time // self.counted if self.counted else None

    @property
    def is_ranked(self) -> bool:
        return self.counted >= FEWEST_TO_RANK
