"""A row of a list, ready to be printed: everything is worked out here, so that the template only prints."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from apps.catalogue.models import Audience
from apps.disclosures import dates
from apps.disclosures.models import Disclosure
from apps.disclosures.querysets import DisclosureQuerySet
from apps.disclosures.states import State
from apps.disclosures.templatetags.portal import breaks, state_badges
from apps.search.excerpts import excerpts, marked
from apps.search.query import Query

COLUMNS = (
    "kind", "title", "audience", "state", "version", "posted_at", "publicity_ends_at", "register_year",
    "register_serial", "replaces_id", "change_note", "withdrawn_at", "withdrawal_reason", "unit__name",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """What a reader sees of an item in a list."""

    url: str
    title: SafeString
    day: str
    under_day: str
    iso: str
    note: str
    kind: str
    unit: str
    number: str
    badges: SafeString
    inside: str
    excerpt: SafeString


def rows(items: DisclosureQuerySet, *more: str) -> DisclosureQuerySet:
    """The query with only the columns that a row shows."""
    return items.select_related("unit").only(*COLUMNS, *more)


NO_WORDS = Query.read("")


def entries_of(items: Iterable[Disclosure], query: Query = NO_WORDS) -> list[Entry]:
    """The rows, printed, with the words of a search marked; without words the database is asked nothing."""
    items = list(items)
    names = {kind._meta.app_label: kind.kind_name() for kind in Disclosure.kinds()}
    found = {} if query.is_empty else excerpts(items, query)
    return [_entry(item, names[item.kind], query, found.get(item.pk, SafeString())) for item in items]


def _entry(item: Disclosure, kind: str, query: Query, excerpt: SafeString) -> Entry:
    posted = timezone.localtime(item.posted_at)
    return Entry(
        url=item.get_absolute_url(),
        title=breaks(marked(item.title, query)),
        day=dates.month_day(posted),
        under_day=_under_day(posted),
        iso=posted.date().isoformat(),
        note=_note(item),
        kind=kind,
        unit=item.unit.name,
        number=item.number,
        badges=state_badges(item),
        inside="" if item.audience == Audience.PUBLIC else item.get_audience_display(),
        excerpt=excerpt,
    )


def _under_day(posted: datetime.datetime) -> str:
    """The weekday, or the year when it is not this one."""
    return dates.weekday(posted) if posted.year == timezone.localdate().year else str(posted.year)


def _note(item: Disclosure) -> str:
    if item.state == State.WITHDRAWN:
        return _("Withdrawn on %(date)s: %(reason)s") % {
            "date": dates.near(item.withdrawn_at),
            "reason": item.withdrawal_reason,
        }
    return item.change_note
