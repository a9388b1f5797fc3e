"""What a person can do about a finding: where to go on, and what the link says."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.catalogue.models import Heading
from apps.disclosures.addresses import form_address, office_address
from apps.disclosures.models import Disclosure
from apps.groupwork.coverage import Coverage
from apps.groupwork.people import may_record
from apps.organization.models import Unit
from apps.organization.roles import allows
from apps.papers.models import Posting


class Next(NamedTuple):
    address: str
    words: str


class Steps:
    """The next steps of one reader: who writes drafts, who belongs to a group raises it, all others look."""

    def __init__(self, coverage: Coverage) -> None:
        self.coverage, self.reader, self.school = coverage, coverage.reader, coverage.school

    @cached_property
    def may_draft(self) -> bool:
        return allows(self.reader, "disclosures.draft", self.school)

    @cached_property
    def may_raise(self) -> bool:
        return may_record(self.reader, self.school)

    def of_duties(self, unit: Unit, condition: str) -> Next:
        return Next(self._duties(unit=unit.pk, condition=condition), _("Look at the duties"))

    def of_unit(self, unit: Unit) -> Next:
        """Silence is talked about: at the next meeting, by whoever records meetings."""
        if self.may_raise:
            query = {"school": self.school.pk}
            return Next(reverse("groupwork:new_meeting", query=query), _("Raise it at a meeting"))
        return Next(self._duties(unit=unit.pk), _("Look at its duties"))

    def of_headings(self, headings: Iterable[Heading]) -> list[tuple[Heading, Next]]:
        return [(heading, self._of_heading(heading)) for heading in headings]

    def _of_heading(self, heading: Heading) -> Next:
        duty = self.coverage.open_duties.get(heading.pk)
        if self.may_draft:
            kind = Disclosure.kind_of(heading.kind) or Disclosure.plain_kind()
            query = {"duty": duty.pk} if duty else {"heading": heading.pk, "unit": self.school.pk}
            return Next(form_address(kind, **query), _("Draft now"))
        if duty:
            return Next(duty.get_absolute_url(), _("Look who answers for it"))
        return Next(self._duties(heading=heading.pk), _("Look at its duties"))

    def of_draft(self, item: Disclosure) -> Next:
        return Next(office_address(item), _("Continue writing") if self.may_draft else _("Look"))

    def of_directory(self) -> Next:
        return Next(reverse("punctuality:directory"), _("Look what is meant for them"))

    def of_people(self) -> Next:
        return Next(self._duties(), _("Look who handles it by role"))

    def of_taken_down(self, items: list[Disclosure]) -> list[tuple[Disclosure, Next]]:
        """What still hangs on a wall is taken down there by the office; otherwise nothing is left to do."""
        hanging = Posting.objects.filter(disclosure__in=items, taken_down_at=None, struck_at=None)
        still = set(hanging.values_list("disclosure", flat=True))
        return [(item, self._of_wall(item, item.pk in still)) for item in items]

    def _of_wall(self, item: Disclosure, hangs: bool) -> Next:
        if not hangs:
            return Next("", "")
        if allows(self.reader, "disclosures.post", item.unit):
            return Next(reverse("papers:hanging", args=[item.number]), _("Record that its paper was taken down"))
        return Next(self.of_unit(item.unit).address, _("Its paper still hangs: raise it"))

    def _duties(self, **query: object) -> str:
        return reverse("dutywork:list", query={"school": self.school.pk, **query})
