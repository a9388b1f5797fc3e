"""Mailboxes for the people of the tests, who was told, and what is on its way to them."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils import timezone

from apps.accounts.models import User
from apps.notifications.models import Subscription
from apps.outbox.models import Message
from tests.cast import Cast


def with_addresses() -> None:
    """Everybody gets an address of their own."""
    User.objects.update(email=Concat(F("username"), Value("@example.test")))


def told(cast: Cast, name: str) -> set[str]:
    """Who of the cast has a notice of this event, by their part."""
    return {part for part, person in people(cast).items() if person.inbox.filter(name=name).exists()}


def people(cast: Cast) -> dict[str, User]:
    """The cast by their parts; the supervision group is numbered."""
    single = {part: person for part, person in vars(cast).items() if isinstance(person, User)}
    return single | {f"sup{number}": person for number, person in enumerate(cast.supervisors)}


def mail_to(address: str) -> list[Message]:
    """What was queued for an address, oldest first."""
    return list(Message.objects.filter(to=address).order_by("pk"))


def subscribed(email: str = "reader@example.test", **fields: Any) -> Subscription:
    """A subscription that runs from now on, or since a moment."""
    begun = fields.pop("since", timezone.now())
    values = {"language": "en", "frequency": "at_once", "confirmed_at": begun, "told_until": begun, **fields}
    return Subscription.objects.create(email=email, **values)
