"""What a subscription stands for: a list as its address has it, or one item and the texts that correct it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.board.filters import Filters
from apps.cases.models import Publication
from apps.disclosures.badges import WITHDRAWN
from apps.disclosures.models import Disclosure
from apps.disclosures.naming import travelling_title
from apps.disclosures.querysets import DisclosureQuerySet
from apps.disclosures.templatetags.portal import kind_name, listed
from apps.notifications.models import Subscription

Reader = User | AnonymousUser


def query_of(filters: Filters) -> str:
    """The conditions of a list as they are kept; its order says nothing."""
    return urlencode({name: value for name, value in filters.chosen.items() if name != "sort"})


def reader_of(subscription: Subscription) -> Reader:
    """As whom it reads: its person by the roles held now, or anybody."""
    return subscription.user or AnonymousUser()


def narrowed(query: str, reader: Reader, items: DisclosureQuerySet) -> list[DisclosureQuerySet]:
    """Of the items given those of this list, and those of it that were withdrawn.

    None when a condition is no longer known, say an audience that its reader has left: the list would grow without it.
    """
    filters = Filters(QueryDict(query), reader=reader)
    if query_of(filters) != urlencode(parse_qsl(query)):
        return []
    return [
        filters.narrow(items),
        *([] if "state" in filters.chosen else [filters.narrow(items, state=WITHDRAWN.name)]),
    ]


def is_in_list(query: str, reader: Reader, pk: int) -> bool:
    """Whether the item stands, or before its withdrawal stood, in this list of this reader."""
    items = Disclosure.objects.visible_to(reader).filter(pk=pk)
    return any(found.exists() for found in narrowed(query, reader, items))


def earlier_texts(item: Disclosure, reader: Reader) -> Iterator[int]:
    """The item and the texts that it corrects, as far back as this reader may read them."""
    found: Disclosure | None = item
    while found:
        yield found.pk
        found = Disclosure.objects.visible_to(reader).filter(pk=found.replaces_id).first()


def later_texts(pk: int, reader: Reader) -> list[int]:
    """The item and the texts that correct it, as far as this reader may read them."""
    keys = [pk]
    while following := Disclosure.objects.visible_to(reader).filter(replaces=keys[-1]).values_list("pk", flat=True):
        keys.append(following[0])
    return keys


def changed_items(subscription: Subscription, since: datetime.datetime, until: datetime.datetime) -> list[Disclosure]:
    """What was posted, concluded or withdrawn after one moment and up to another, the latest first."""
    reader = reader_of(subscription)
    window = Q()
    for column in ("posted_at", "concluded_at", "withdrawn_at"):
        window |= Q(**{f"{column}__gt": since, f"{column}__lte": until})
    items = Disclosure.objects.visible_to(reader).filter(window).select_related("unit")
    if subscription.disclosure_id:
        parts = [items.filter(pk__in=later_texts(subscription.disclosure_id, reader))]
    else:
        parts = narrowed(subscription.query, reader, items)
    found = {item.pk: item for part in parts for item in part}
    return sorted(found.values(), key=lambda item: moment_of(item, until), reverse=True)


def moment_of(item: Disclosure, until: datetime.datetime) -> datetime.datetime:
    """When the last of these happened to it, up to a moment."""
    return max(at for at in (item.posted_at, item.concluded_at, item.withdrawn_at) if at and at <= until)


def new_replies(subscription: Subscription, since: datetime.datetime, until: datetime.datetime) -> list[Publication]:
    """The replies about a followed item that were published meanwhile."""
    if not subscription.disclosure_id:
        return []
    reader = reader_of(subscription)
    return list(
        Publication.objects.visible_to(reader)
        .filter(
            case__disclosure__in=later_texts(subscription.disclosure_id, reader),
            published_at__gt=since,
            published_at__lte=until,
            case__hidden_for="",
        )
        .select_related("case__disclosure")
    )


def label_of(subscription: Subscription) -> str:
    """What it is about, in words that name nobody."""
    reader = reader_of(subscription)
    if subscription.disclosure_id:
        item = Disclosure.objects.visible_to(reader).filter(pk=subscription.disclosure_id).first()
        return travelling_title(item, kind_name(item)) if item else _("an item that is no longer shown")
    return label_of_list(Filters(QueryDict(subscription.query), reader=reader))


def label_of_list(filters: Filters) -> str:
    """The conditions of a list one after the other."""
    conditions: list[Any] = [filters.label(name) for name in filters.chosen if name != "sort"]
    return listed(conditions) if conditions else _("All items")
