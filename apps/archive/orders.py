"""What a package is to hold: the items of one school and one period that one person may read."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.archive.register import registered_for
from apps.board.portal import midnight
from apps.cases.models import Publication
from apps.disclosures.models import Disclosure
from apps.disclosures.querysets import DisclosureQuerySet
from apps.organization.models import Unit, UnitQuerySet
from apps.organization.roles import units_where
from apps.reuse.jobs import audiences_in_words

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Order:
    """A school, the first and the last day of posting (both included), and for whom."""

    person: User
    school: Unit
    first: datetime.date
    last: datetime.date

    @property
    def items(self) -> DisclosureQuerySet:
        """What was posted in the period and may be read by this person now; what was withdrawn keeps its place."""
        return self._posted(Disclosure.objects.visible_to(self.person))

    @property
    def registered(self) -> DisclosureQuerySet:
        """The lines of its register: with those items whose names were taken down, for who works on them."""
        return self._posted(registered_for(self.person))

    @property
    def replies(self) -> QuerySet[Publication]:
        """The replies of the school that were published in the period; hidden ones keep their place."""
        published = Publication.objects.visible_to(self.person).filter(case__school=self.school)
        return published.filter(published_at__gte=self._begins, published_at__lt=self._ends)

    @property
    def _begins(self) -> datetime.datetime:
        return midnight(self.first)

    @property
    def _ends(self) -> datetime.datetime:
        return midnight(self.last + ONE_DAY)

    def _posted(self, items: DisclosureQuerySet) -> DisclosureQuerySet:
        return items.filter(school=self.school, posted_at__gte=self._begins, posted_at__lt=self._ends)

    @property
    def period(self) -> str:
        """From which day to which, with their years."""
        first, last = (date_format(day, "DATE_FORMAT") for day in (self.first, self.last))
        return _("%(first)s to %(last)s") % {"first": first, "last": last}

    @property
    def as_data(self) -> dict[str, Any]:
        """What makes two orders the same: also what their person reads."""
        return {
            "person": self.person.pk,
            "school": self.school.pk,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "audiences": audiences_in_words(self.person),
        }


def schools_for(person: User) -> UnitQuerySet:
    """The schools whose packages this person may ask for: those they work in, and those below their bureau."""
    units = units_where(person, "duties.view")
    return Unit.objects.filter(Q(pk__in=units) | Q(children__in=units), level=Unit.Level.SCHOOL).distinct()
