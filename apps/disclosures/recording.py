"""Events: the single history of an item."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import translation

from apps.accounts.models import User
from apps.disclosures.models import Disclosure, Event
from apps.organization.roles import acting_as


def record(
    item: Disclosure, name: str, *, actor: User, permission: str, from_state: str | None = None, **fields: Any
) -> Event:
    """Write down what this person, by this permission, just did to this item, in the transaction that did it."""
    with translation.override(settings.LANGUAGE_CODE):
        actor_title = acting_as(actor, permission, item.unit)
    return Event.objects.create(
        disclosure_id=item.pk,
        name=name,
        actor=actor,
        actor_name=actor.get_full_name(),
        actor_title=actor_title,
        from_state=from_state or item.state,
        to_state=item.state,
        version=item.version,
        **fields,
    )


@transaction.atomic
def record_writing(item: Disclosure, *, actor: User, changed: list[str] | None = None) -> Event:
    """Write down that this person wrote a draft (its first text, when it has no event yet) and count the revision."""
    name = "edit" if item.events.exists() else "draft"
    Disclosure.objects.filter(pk=item.pk).update(revision=F("revision") + 1)
    item.refresh_from_db(fields=["revision"])
    return record(item, name, actor=actor, permission="disclosures.draft", detail={"changed": changed or []})
