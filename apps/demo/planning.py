"""What the demo will show: every kind that brings a demo.py adds its own items, and the cases about them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from apps.cases.states import State as CaseState
from apps.cases.types import Type
from apps.catalogue.models import Heading
from apps.demo.arranging import add_duties
from apps.demo.cast import SCHOOL, Cast
from apps.demo.correspondence import add_letters
from apps.demo.days import Days
from apps.demo.letters import Act, Letter, acts_of, turns_of_the_clock
from apps.demo.owing import Owed, owed_by
from apps.demo.roads import Deed, Doing, Item, Road
from apps.disclosures.factories import DisclosureFactory
from apps.disclosures.models import Disclosure
from apps.disclosures.states import READABLE, State

OBJECTIONS = "行政楼 203 校务公开办公室，0000-555-0199"


class Plan(Days):
    """The items, the cases and their days.

    A kind's `demo.py` has one function, `add_items(plan)`, which calls `plan.item`, and `plan.letter` for a case
    about an item; the plain kind's also `add_routine(plan)`, for what the others leave lacking. A room that is no kind
    brings `add_doings(plan)`, which calls `plan.do`.
    """

    def __init__(self, today: datetime.date) -> None:
        super().__init__(today)
        self.items: list[Item] = []
        self.letters: list[Letter] = []
        self.doings: list[Doing] = []
        self.misplaced: list[Item] = []
        """Items whose title names another month than the one that their day says."""
        self._headings = {heading.code: heading for heading in Heading.objects.all()}

    def item(
        self,
        factory: type[DisclosureFactory],
        *,
        unit: str,
        heading: str,
        on: datetime.date,
        to: str = State.POSTED,
        road: dict[str, Any] | None = None,
        **values: Any,
    ) -> Item:
        """Add an item: `road` are the fields of Item about its way, `values` the fields of the kind.

        Audience and publicity days that are left out come from the catalogue heading, as on the desk.
        """
        matter = self._headings[heading]
        days = values.setdefault("publicity_days", matter.publicity_days)
        defaults = {
            "audience": matter.audience,
            "signed_by": f"{SCHOOL}{unit}",
            "objection_contact": OBJECTIONS if days else "",
        }
        item = Item(factory, unit, matter, on, State(to), {**defaults, **values}, **(road or {}))
        self.items.append(item)
        return item

    def letter(self, type: str, text: str, *, on: datetime.date, to: str = CaseState.REPLIED, **fields: Any) -> Letter:
        """Add a case: `fields` are those of Letter."""
        letter = Letter(Type(type), text, on, CaseState(to), **fields)
        self.letters.append(letter)
        return letter

    def do(self, on: datetime.date, time: datetime.time, call: Callable[[Cast], object]) -> None:
        """Add something that somebody does beside items and cases; not what is still to come."""
        if on < self.today:
            self.doings.append(Doing(self.moment(on, time), call))

    @property
    def counted_from(self) -> datetime.date:
        """The day from which the school counts its duties: this term and the one before it."""
        return self.last_term.starts_on

    def owed(self) -> list[Owed]:
        """What the calendar brought in the terms that are counted and is over, in the order of its days."""
        found = owed_by(self.years, self.terms, self.vacations, self._headings)
        return sorted(
            (one for one in found if self.counted_from <= one.due_on < self.today),
            key=lambda one: (one.due_on, one.code),
        )

    def lacking(self) -> list[Owed]:
        """Of these, what no item of the plan fulfils in time."""
        return [one for one in self.owed() if not any(self._fulfils(item, one) for item in self.items)]

    def _fulfils(self, item: Item, one: Owed) -> bool:
        is_of_it = item.heading.code == one.code and item.unit == one.unit and item.to in READABLE
        return is_of_it and one.opens_on <= item.on <= one.last_on

    def deeds(self) -> list[Deed | Act | Doing]:
        """Everything that everybody does, in the order of time."""
        roads = (Road(item, number, self) for number, item in enumerate(self.items))
        deeds = [deed for road in roads for deed in road.deeds()]
        acts = [act for number, letter in enumerate(self.letters) for act in acts_of(letter, number, self)]
        clock = turns_of_the_clock(min((letter.on for letter in self.letters), default=self.today), self)
        return sorted([*deeds, *acts, *clock, *self.doings], key=lambda deed: deed.at)


def plan_for(today: datetime.date) -> Plan:
    """The plan of all installed kinds, and of the rooms that bring something of their own."""
    plan = Plan(today)
    for kind in kinds_shown():
        import_module(f"{kind._meta.app_config.name}.demo").add_items(plan)
    import_module(f"{Disclosure.plain_kind()._meta.app_config.name}.demo").add_routine(plan)
    add_letters(plan)
    add_duties(plan)
    for room in rooms_shown():
        import_module(f"{room}.demo").add_doings(plan)
    return plan


def rooms_shown() -> list[str]:
    """The rooms beside the kinds that bring a demo."""
    kinds = {kind._meta.app_config.name for kind in Disclosure.kinds()}
    rooms = [config.name for config in apps.get_app_configs() if config.name.startswith("apps.")]
    return [room for room in rooms if room not in kinds and find_spec(f"{room}.demo")]


def kinds_shown() -> list[type[Disclosure]]:
    """The kinds that bring a demo."""
    return [kind for kind in Disclosure.kinds() if find_spec(f"{kind._meta.app_config.name}.demo")]
