"""What subscribers read: one event at once, or what happened since the last digest. Subjects name nobody."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from apps.board.filters import Filters
from apps.board.portal import Portal
from apps.cases.models import Publication
from apps.disclosures.addresses import absolute
from apps.disclosures.models import Disclosure
from apps.disclosures.naming import travelling_title
from apps.disclosures.templatetags.portal import kind_name
from apps.notifications.models import Subscription
from apps.notifications.subscribing import address_to_end, footer
from apps.notifications.wanted import label_of, moment_of, reader_of
from apps.outbox.models import Whom
from apps.outbox.queueing import queue

MOST = 30
"""Items that one mail lists."""
HAPPENED = {
    "post": gettext_lazy("Posted"),
    "corrected": gettext_lazy("Correction posted"),
    "conclude": gettext_lazy("Publicity period concluded"),
    "withdraw": gettext_lazy("Withdrawn"),
    "publish": gettext_lazy("Reply published"),
}


@dataclass(frozen=True)
class News:
    """One thing that happened, as a subject and as lines of a mail."""

    subject: str
    lines: str


def news_of(item: Disclosure, name: str) -> News:
    """An event of an item."""
    kind = kind_name(item)
    happened = HAPPENED["corrected" if name == "post" and item.replaces_id else name]
    title = travelling_title(item, kind)
    return News(f"{happened}: {kind} {item.register_no}", f"{happened}: {title}\n{absolute(item.get_absolute_url())}")


def news_of_reply(published: Publication, item: Disclosure) -> News:
    """A published reply about an item; its words are read on its page."""
    kind = kind_name(item)
    said = f"{HAPPENED['publish']}: {kind} {item.register_no}"
    return News(said, f"{said}\n{absolute(reverse('replies:reply', args=[published.pk]))}")


class Mailing:
    """The letters of one run: what many of them have in common is asked once."""

    def __init__(self) -> None:
        self.school = Portal().name
        self._labels: dict[tuple[object, ...], str] = {}

    def send_at_once(self, subscription: Subscription, news: News, key: str) -> bool:
        """One event; False when it was queued before."""
        return self._send(subscription, news.subject, news.lines, f"subscription {subscription.pk} {key}")

    def send_digest(self, subscription: Subscription, digest: Digest) -> bool:
        """What happened up to a moment; False when there was nothing, or it was queued before."""
        if not digest.total:
            return False
        subject = ngettext("%(count)d change", "%(count)d changes", digest.total) % {"count": digest.total}
        key = f"digest {subscription.pk} {digest.until.isoformat()}"
        return self._send(subscription, subject, digest.lines(_address_of(subscription)), key)

    def _send(self, subscription: Subscription, subject: str, text: str, key: str) -> bool:
        return queue(
            subscription.email,
            subject=f"{self.school} {subject}".strip(),
            text=f"{text}\n\n--\n{footer(subscription, self._label(subscription))}",
            key=key,
            whom=Whom.SUBSCRIBER,
            user=subscription.user,
            unsubscribe=address_to_end(subscription),
            language=subscription.language,
        )

    def _label(self, subscription: Subscription) -> str:
        key = (subscription.query, subscription.disclosure_id, subscription.user_id, subscription.language)
        if key not in self._labels:
            self._labels[key] = label_of(subscription)
        return self._labels[key]


@dataclass(frozen=True)
class Digest:
    """What happened up to a moment, the latest first."""

    items: list[Disclosure]
    replies: list[Publication]
    until: datetime.datetime

    @property
    def total(self) -> int:
        return len(self.items) + len(self.replies)

    def lines(self, address: str) -> str:
        """The first thirty, and the address where the others are."""
        told = [news_of_reply(reply, reply.case.disclosure) for reply in self.replies[:MOST]]
        told += [news_of(item, last_of(item, self.until)) for item in self.items[: MOST - len(told)]]
        lines = [news.lines for news in told]
        if more := self.total - len(lines):
            words = ngettext("And %(count)d more: %(address)s", "And %(count)d more: %(address)s", more)
            lines.append(words % {"count": more, "address": address})
        return "\n\n".join(lines)


def last_of(item: Disclosure, until: datetime.datetime) -> str:
    """The event that a digest says of an item: the last up to its moment."""
    last = moment_of(item, until)
    return {item.posted_at: "post", item.concluded_at: "conclude", item.withdrawn_at: "withdraw"}[last]


def _address_of(subscription: Subscription) -> str:
    """The list, or what is listed of everything."""
    return absolute(Filters(QueryDict(subscription.query), reader=reader_of(subscription)).url())
