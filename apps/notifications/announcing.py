"""Telling subscribers at once: the event leaves one row and one task in its transaction, the worker does the rest.

The keys of the mails make it harmless to do twice, so the clock does once more what a worker left undone.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from django.utils import timezone, translation
from django_tasks import task

from apps.cases.models import Case, Publication
from apps.cases.models import Event as CaseEvent
from apps.cases.signals import step_taken
from apps.disclosures.addresses import absolute
from apps.disclosures.audience import audiences_of
from apps.disclosures.models import Disclosure, Event
from apps.disclosures.naming import travelling_title
from apps.disclosures.signals import state_changed, ticked
from apps.disclosures.templatetags.portal import kind_name
from apps.notifications.letters import HAPPENED, Mailing, News, news_of, news_of_reply
from apps.notifications.models import Announcement, Subscription
from apps.notifications.wanted import Reader, earlier_texts, is_in_list, reader_of
from apps.outbox.queueing import queue_to_robots

TOLD = ("post", "conclude", "withdraw")
"""Events of an item; a correction is told by its posting."""
BATCH = 500
"""Mails queued in one transaction."""
PATIENCE = datetime.timedelta(minutes=5)
"""So long the clock leaves an announcement to the worker."""


@receiver(state_changed)
def item_changed(sender: Any, *, event: Event, **others: Any) -> None:
    """What readers see of an item has changed."""
    if event.name in TOLD:
        tell_subscribers.enqueue(Announcement.objects.create(item_event=event).pk)


@receiver(step_taken)
def case_changed(sender: Any, *, case: Case, event: CaseEvent, **others: Any) -> None:
    """A reply about an item was published."""
    if event.name == "publish" and case.disclosure_id:
        tell_subscribers.enqueue(Announcement.objects.create(case_event=event).pk)


@receiver(ticked)
def what_was_left(sender: Any, **others: Any) -> list[str]:
    """Announcements that no worker has done in five minutes."""
    left = Announcement.objects.filter(done_at=None, made_at__lt=timezone.now() - PATIENCE)
    for announcement in left.order_by("pk"):
        announce(announcement)
    return []


@task()
def tell_subscribers(pk: int) -> None:
    """The worker's part; a row that is gone needs nobody."""
    for announcement in Announcement.objects.filter(pk=pk, done_at=None):
        announce(announcement)


def announce(announcement: Announcement) -> None:
    """Queue the mail of everybody who asked to be told at once, and tell the robots of what was posted."""
    event, answers, mailing = announcement.event, dict[Any, News | None](), Mailing()
    for batch in _in_batches(_at_once(announcement)):
        with transaction.atomic():
            for subscription in batch:
                with translation.override(subscription.language):
                    if news := _asked_once(announcement, subscription, answers):
                        mailing.send_at_once(subscription, news, f"{event._meta.label_lower} {event.pk}")
    if event.name == "post":
        _tell_robots(event)
    Announcement.objects.filter(pk=announcement.pk).update(done_at=timezone.now())


def _at_once(announcement: Announcement) -> QuerySet[Subscription]:
    """Those who had asked when it happened; of a list no reply is told."""
    running = Subscription.objects.running().filter(frequency=Subscription.Frequency.AT_ONCE)
    wanted = running.filter(told_until__lte=announcement.event.at).select_related("user")
    return wanted if announcement.item_event else wanted.exclude(disclosure=None)


def _in_batches(subscriptions: QuerySet[Subscription]) -> Iterator[list[Subscription]]:
    """By key, so that no query is long."""
    last = 0
    while batch := list(subscriptions.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _asked_once(announcement: Announcement, subscription: Subscription, answers: dict[Any, News | None]) -> News | None:
    """What this subscription is told; who asked for the same and reads the same gets the same answer."""
    reader = reader_of(subscription)
    inside = frozenset(audiences_of(reader))
    group = (subscription.query, subscription.disclosure_id, subscription.language, inside)
    if group not in answers:
        answers[group] = _news(announcement, subscription, reader)
    return answers[group]


def _news(announcement: Announcement, subscription: Subscription, reader: Reader) -> News | None:
    """What this reader is told of it; nothing of an item that is not for them, or that they did not ask for."""
    if event := announcement.item_event:
        item = Disclosure.objects.visible_to(reader).filter(pk=event.disclosure_id).first()
        return news_of(item, event.name) if item and _is_wanted(item, subscription, reader) else None
    case = announcement.case_event.case
    item = Disclosure.objects.visible_to(reader).filter(pk=case.disclosure_id).first()
    published = Publication.objects.visible_to(reader).filter(case=case, case__hidden_for="").first()
    return news_of_reply(published, item) if item and published and _is_wanted(item, subscription, reader) else None


def _is_wanted(item: Disclosure, subscription: Subscription, reader: Reader) -> bool:
    if subscription.disclosure_id:
        return subscription.disclosure_id in earlier_texts(item, reader)
    return is_in_list(subscription.query, reader, item.pk)


def _tell_robots(event: Event) -> None:
    """The school's groups in other programs learn what everybody may read."""
    for item in Disclosure.objects.visible_to(AnonymousUser()).filter(pk=event.disclosure_id).select_related("school"):
        kind = kind_name(item)
        queue_to_robots(
            item.school,
            title=f"{HAPPENED['post']}: {kind} {item.register_no}",
            text=travelling_title(item, kind),
            url=absolute(item.get_absolute_url()),
            key=f"posted {item.pk}",
        )
