"""What every public page says about the portal itself: whose it is, which week it is, where one can call."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from apps.calendars.models import Term
from apps.disclosures.models import Disclosure
from apps.organization.models import Contact, Unit, link_of
from apps.pages.announcing import announcements


@dataclass(frozen=True)
class Shelf:
    """A kind as the board shows it: its place, its name and its character."""

    slug: str
    name: str
    glyph: str

    @property
    def url(self) -> str:
        return reverse("board:list", args=[self.slug])


@dataclass(frozen=True)
class Way:
    """A way to reach the school."""

    form: str
    value: str
    hours: str

    @property
    def label(self) -> str:
        return str(capfirst(Contact.Form(self.form).label))

    @property
    def link(self) -> str:
        return link_of(self.form, self.value)


@dataclass(frozen=True)
class CurrentTerm:
    """The term that covers today."""

    name: str
    starts_on: datetime.date

    @property
    def begins_at(self) -> datetime.datetime:
        """Midnight before the first day, in the school's time zone."""
        return midnight(self.starts_on)

    @property
    def week(self) -> int:
        """Weeks begin on Monday; the one of the first day is the first."""
        monday = self.starts_on - datetime.timedelta(days=self.starts_on.weekday())
        return (timezone.localdate() - monday).days // 7 + 1

    def __str__(self) -> str:
        return _("%(term)s, week %(week)d") % {"term": self.name, "week": self.week}


def midnight(day: datetime.date) -> datetime.datetime:
    """The moment a day begins in the school's time zone."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


class Portal:
    """Read at most once a page, in one query, and only if the page asks."""

    @property
    def today(self) -> datetime.date:
        return timezone.localdate()

    @property
    def name(self) -> str:
        """The only school's name, else the bureau's; empty before a unit is entered."""
        return self._unit.name if self._unit else ""

    @cached_property
    def shelves(self) -> list[Shelf]:
        """The installed kinds, in the order of the board."""
        return [Shelf(kind._meta.app_label, kind.kind_name(), kind.glyph) for kind in Disclosure.kinds()]

    @cached_property
    def term(self) -> CurrentTerm | None:
        found = self._unit.terms_now if self._unit else []
        return CurrentTerm(found[0]["name"], datetime.date.fromisoformat(found[0]["starts_on"])) if found else None

    @cached_property
    def ways(self) -> list[Way]:
        return [Way(**way) for way in self._unit.ways] if self._unit else []

    @property
    def hotline(self) -> Way | None:
        return next((way for way in self.ways if way.form == Contact.Form.HOTLINE), None)

    @property
    def banners(self) -> list[dict[str, str]]:
        """What the office has to say above every page today: text, link, tone."""
        return self._unit.banners if self._unit else []

    @property
    def is_grey(self) -> bool:
        """Whether pages are shown without colour today."""
        return bool(self._unit and self._unit.is_grey)

    @cached_property
    def _unit(self) -> Any:
        """With the bureau first and two schools enough to know that there is not only one."""
        units = list(_with_facts().exclude(level=Unit.Level.DEPARTMENT).order_by("level", "position", "id")[:3])
        schools = [unit for unit in units if unit.level == Unit.Level.SCHOOL]
        return (schools if len(schools) == 1 else units or [None])[0]


def _with_facts() -> Any:
    today = timezone.localdate()
    terms = Term.objects.filter(school=OuterRef("pk"), starts_on__lte=today, ends_on__gte=today)
    ways = Contact.objects.filter(unit=OuterRef("pk"))
    return Unit.objects.annotate(
        terms_now=ArraySubquery(terms.values(json=JSONObject(name="name", starts_on="starts_on"))),
        ways=ArraySubquery(ways.values(json=JSONObject(form="form", value="value", hours="hours"))),
        **announcements(),
    )


def portal(request: HttpRequest) -> dict[str, Portal]:
    """Context of every template."""
    return {"portal": Portal()}
