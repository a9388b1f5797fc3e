"""A duty as readers see it: its period, what became of it in words, and the items for it that they may read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.catalogue.models import Audience
from apps.disclosures.dates import near
from apps.disclosures.models import Disclosure
from apps.disclosures.states import ON_BOARD
from apps.duties.conditions import Condition, Tally
from apps.duties.models import Duty, Purpose
from apps.duties.querysets import DutyQuerySet
from apps.punctuality.lifting import LIFTED, reasons_for

COLUMNS = ("title", "state", "posted_at", "register_year", "register_serial")


@dataclass(frozen=True)
class Cell:
    """A judged duty. Its condition is public; an item for it that is kept inside leaves no title, number or date."""

    duty: Duty
    items: list[Disclosure]
    is_over: bool = False
    """There is an item for everybody, and the last day on which it is shown has passed."""
    reason: str = ""
    """Why it is no longer owed."""

    @property
    def period(self) -> str:
        return self.duty.label

    @property
    def url(self) -> str:
        return reverse("punctuality:duty", args=[self.duty.pk])

    @property
    def condition(self) -> str:
        return LIFTED if self.duty.lifted_at else self.duty.condition

    @property
    def is_inside(self) -> bool:
        """There is an item, and this reader does not belong to its readers."""
        return _is_unseen(self.duty, self.items) and not self.is_over

    @property
    def words(self) -> str:
        """On time; late by 3 working days; due by 2 December; no longer owed since 2 December."""
        if self.duty.lifted_at:
            return _("no longer owed since %(day)s") % {"day": near(self.duty.lifted_at)}
        if self.condition == Condition.LATE:
            return late_by(self.duty.delay)
        if self.condition == Condition.MISSING:
            return overdue_by(self.duty.delay)
        if self.condition == Condition.DUE and self.duty.due_on:
            return _("due by %(day)s") % {"day": near(self.duty.due_on)}
        return str(Condition(self.condition).label)


def late_by(days: int) -> str:
    return ngettext("late by %(days)d working day", "late by %(days)d working days", days) % {"days": days}


def overdue_by(days: int) -> str:
    return ngettext(
        "not disclosed, overdue by %(days)d working day", "not disclosed, overdue by %(days)d working days", days
    ) % {"days": days}


def cells_of(duties: DutyQuerySet, reader: Any) -> list[Cell]:
    """The duties in the order of their periods, and what this reader may read of them; four queries at most."""
    related = ("heading", "school", "unit", "term", "occurrence__announced_by")
    found = list(duties.judged().with_delay().select_related(*related).order_by("starts_on", "due_on", "id"))
    seen = (
        Disclosure.objects.visible_to(reader)
        .filter(placement__duty__in=[duty.pk for duty in found])
        .annotate(duty=F("placement__duty"), purpose=F("placement__purpose"))
        .only(*COLUMNS)
        .order_by("posted_at", "id")
    )
    placed = _by_duty(seen)
    items = {duty.pk: placed[duty.pk, _purpose(duty)] for duty in found}
    over = _over([duty for duty in found if _is_unseen(duty, items[duty.pk])])
    reasons = reasons_for([duty for duty in found if duty.lifted_at])
    return [Cell(duty, items[duty.pk], duty.pk in over, reasons.get(duty.pk, "")) for duty in found]


def _is_unseen(duty: Duty, items: list[Disclosure]) -> bool:
    """Whether something settled this duty, and the reader sees nothing of it."""
    return not (items or duty.lifted_at or duty.condition in (Condition.MISSING, Condition.DUE))


def _over(unseen: list[Duty]) -> set[int]:
    """Those for which there is an item for everybody: that nobody sees it is because its last day has passed."""
    if not unseen:
        return set()
    for_all = {"placements__disclosure__audience": Audience.PUBLIC, "placements__disclosure__state__in": ON_BOARD}
    return set(Duty.objects.filter(pk__in=[duty.pk for duty in unseen], **for_all).values_list("pk", flat=True))


def _by_duty(items: Iterable[Any]) -> dict[tuple[int, str], list[Disclosure]]:
    """Those on the board, by the duty they are for and what they do for it."""
    found = defaultdict(list)
    for item in items:
        if item.state in ON_BOARD:
            found[item.duty, item.purpose].append(item)
    return found


def _purpose(duty: Duty) -> str:
    return Purpose.EXEMPTS if duty.condition == Condition.EXEMPT else Purpose.FULFILS


def tally_of(cells: Iterable[Cell]) -> Tally:
    """What is owed, by how it stands."""
    return Tally(**Counter(cell.condition for cell in cells if cell.condition != LIFTED))
