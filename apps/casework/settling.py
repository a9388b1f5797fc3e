"""Items whose publicity ended with an objection that was upheld or deferred: somebody has to settle what follows."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from apps.accounts.models import User
from apps.casework.rows import LIMIT
from apps.disclosures.models import Disclosure
from apps.disclosures.states import Outcome, State
from apps.organization.models import Role, Unit
from apps.organization.roles import memberships_of

SETTLES = (Role.OFFICE, Role.LEADERSHIP)
"""Who corrects an item or withdraws it after an objection was upheld."""


@dataclass(frozen=True)
class Unsettled:
    """An item, and where it is corrected or its withdrawal proposed."""

    item: Disclosure

    @property
    def is_upheld(self) -> bool:
        return self.item.outcome == Outcome.UPHELD

    @property
    def address(self) -> str:
        return self._address("change")

    @property
    def withdrawal(self) -> str:
        return self._address("step", "propose_withdrawal")

    def _address(self, page: str, *arguments: str) -> str:
        options = Disclosure.kind_of(self.item.kind)._meta
        return reverse(f"admin:{options.app_label}_{options.model_name}_{page}", args=[self.item.pk, *arguments])


def unsettled_by(user: User) -> list[Unsettled]:
    """The first LIMIT of them that are this person's to settle, upheld ones first; neither corrected nor withdrawn."""
    units = Unit.objects.under([seat.unit_id for seat in memberships_of(user) if seat.role in SETTLES])
    items = Disclosure.objects.workable_by(user).of_installed_kinds().filter(unit__in=units, state=State.CONCLUDED)
    found = items.filter(outcome__in=(Outcome.UPHELD, Outcome.DEFERRED)).select_related("unit")
    return [Unsettled(item) for item in found.order_by("-outcome", "concluded_at", "pk")[:LIMIT]]
