"""What the demo will show: every kind that brings a demo.py adds its own items, and the cases about them."""

from __future__ import annotations

import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from apps.cases.states import State as CaseState
from apps.cases.types import Type
from apps.catalogue.models import Heading
from apps.demo.cast import SCHOOL
from apps.demo.correspondence import add_letters
from apps.demo.days import Days
from apps.demo.letters import Act, Letter, acts_of, turns_of_the_clock
from apps.demo.roads import Deed, Item, Road
from apps.disclosures.factories import DisclosureFactory
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State

OBJECTIONS = "行政楼 203 校务公开办公室，0000-555-0199"


class Plan(Days):
    """The items, the cases and their days.

    A kind's `demo.py` has one function, `add_items(plan)`, which calls `plan.item`, and `plan.letter` for a case
    about an item.
    """

    def __init__(self, today: datetime.date) -> None:
        super().__init__(today)
        self.items: list[Item] = []
        self.letters: list[Letter] = []
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

    def deeds(self) -> list[Deed | Act]:
        """Everything that everybody does to every item and case, in the order of time."""
        roads = (Road(item, number, self) for number, item in enumerate(self.items))
        deeds = [deed for road in roads for deed in road.deeds()]
        acts = [act for number, letter in enumerate(self.letters) for act in acts_of(letter, number, self)]
        clock = turns_of_the_clock(min((letter.on for letter in self.letters), default=self.today), self)
        return sorted([*deeds, *acts, *clock], key=lambda deed: deed.at)


def plan_for(today: datetime.date) -> Plan:
    """The plan of all installed kinds."""
    plan = Plan(today)
    for kind in kinds_shown():
        import_module(f"{kind._meta.app_config.name}.demo").add_items(plan)
    add_letters(plan)
    return plan


def kinds_shown() -> list[type[Disclosure]]:
    """The kinds that bring a demo."""
    return [kind for kind in Disclosure.kinds() if find_spec(f"{kind._meta.app_config.name}.demo")]
