"""The schools of a bureau side by side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from apps.calendars.models import Term
from apps.duties.conditions import Tally
from apps.duties.models import Duty
from apps.organization.models import Unit


@dataclass(frozen=True)
class Standing:
    """A school, its term, and how its duties stand; `place` only where there is enough to compare."""

    school: Unit
    term: Term | None
    tally: Tally
    place: int | None = None


@dataclass(frozen=True)
class Comparison:
    """The schools in their order, those with too little to compare, and the terms one may ask for."""

    ranked: list[Standing]
    unranked: list[Standing]
    terms: list[str]

    @property
    def all(self) -> list[Standing]:
        return [*self.ranked, *self.unranked]


def comparison(name: str = "") -> Comparison:
    """The schools by their share on time in the terms of a name, or in the running term of each; three queries."""
    begun = _begun_terms()
    terms = {school: found[0] for school, of_school in begun.items() if (found := _named(of_school, name))}
    duties = Duty.objects.owed().filter(term__in=[term.pk for term in terms.values()])
    tallies = duties.judged().tallies("school")
    standings = [
        Standing(school, terms.get(school.pk), tallies.get(school.pk, Tally()))
        for school in Unit.objects.filter(level=Unit.Level.SCHOOL)
    ]
    names = dict.fromkeys(term.name for of_school in begun.values() for term in of_school)
    return Comparison(_ranked(standings), [one for one in standings if not one.tally.is_ranked], list(names))


def _begun_terms() -> dict[int, list[Term]]:
    """The terms of each school that have begun, the latest first."""
    found = defaultdict(list)
    for term in Term.objects.filter(starts_on__lte=timezone.localdate()).order_by("-starts_on", "id"):
        found[term.school_id].append(term)
    return found


def _named(terms: list[Term], name: str) -> list[Term]:
    return [term for term in terms if name in ("", term.name)]


def _ranked(standings: list[Standing]) -> list[Standing]:
    """Those with enough duties, the highest share first; of the same share the same place."""
    enough = [one for one in standings if one.tally.is_ranked]
    shares = [one.tally.share or 0 for one in enough]
    placed = [
        Standing(one.school, one.term, one.tally, 1 + sum(other > share for other in shares))
        for one, share in zip(enough, shares, strict=True)
    ]
    return sorted(placed, key=lambda one: one.place or 0)
