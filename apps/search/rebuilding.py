"""The whole index once more, a batch at a time, while people work: a card is replaced, never missing in between."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from apps.disclosures.models import Attachment, Disclosure
from apps.search import cards, files
from apps.search.models import Card, FileText
from apps.search.text import related

logger = logging.getLogger(__name__)
BATCH = 50
"""Items in memory at a time; each may have long files."""


def unread_files() -> list[int]:
    """The keys of attachments whose words are not kept yet, each content once: after a restore, or a failure."""
    known = FileText.objects.filter(sha256=OuterRef("sha256"))
    unread = Attachment.objects.filter(~Exists(known)).order_by("sha256", "id").distinct("sha256")
    return [attachment.pk for attachment in unread if files.can_hold_words(attachment)]


def read_files(keys: list[int]) -> Iterator[int]:
    """Read the files of these attachments; yields how many were tried so far."""
    for done, key in enumerate(keys, 1):
        try:
            files.read(Attachment.objects.get(pk=key))
        except (OSError, Attachment.DoesNotExist) as error:
            logger.warning("The file of attachment %s could not be opened: %s", key, error)
        yield done


def write_cards() -> Iterator[int]:
    """Write the card of every listed item; yields how many are written so far."""
    done = 0
    for kind in Disclosure.kinds():
        last = 0
        while keys := list(_listed(kind).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
            _write(kind, keys)
            last, done = keys[-1], done + len(keys)
            yield done


def remove_leftovers() -> int:
    """Remove cards of items in no list, and words of files that nobody shows; returns the number of cards."""
    FileText.objects.exclude(sha256__in=Attachment.objects.values("sha256")).delete()
    return Card.objects.exclude(disclosure__state__in=cards.LISTED).delete()[0]


def _listed(kind: type[Disclosure]) -> Any:
    return kind._default_manager.filter(state__in=cards.LISTED)


def _write(kind: type[Disclosure], keys: list[int]) -> None:
    """The rows are locked as a step locks them, so that none writes over the other. Items in whose step somebody is are
    done one by one: who waits for a lock while holding another can be waited for."""
    with transaction.atomic():
        free = _listed(kind).filter(pk__in=keys).select_related(*related(kind))
        items = list(free.select_for_update(of=("disclosure_ptr",), skip_locked=True))
        cards.write(items)
    for key in set(keys) - {item.pk for item in items}:
        with transaction.atomic():
            cards.follow(Disclosure.objects.lock(key))
