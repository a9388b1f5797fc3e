"""Writing down what was done to duties, in the transaction that did it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation

from apps.accounts.models import User
from apps.disclosures.models import Disclosure
from apps.duties.models import Duty, Event
from apps.organization.roles import acting_as


def log(
    duty: Duty,
    name: str,
    *,
    actor: User,
    text: str = "",
    detail: dict[str, Any] | None = None,
    disclosure: Disclosure | None = None,
) -> Event:
    """Write down that this person did this; the role is the one that lets them see duties."""
    made = entry(duty, name, actor=actor, text=text, detail=detail, disclosure=disclosure)
    made.save()
    return made


def entry(
    duty: Duty,
    name: str,
    *,
    actor: User,
    text: str = "",
    detail: dict[str, Any] | None = None,
    disclosure: Disclosure | None = None,
) -> Event:
    """The same, unsaved, for writing many at once."""
    with translation.override(settings.LANGUAGE_CODE):
        title = acting_as(actor, "duties.view", duty.unit)
    return Event(
        duty_id=duty.pk,
        disclosure_id=disclosure.pk if disclosure else None,
        name=name,
        actor=actor,
        actor_name=actor.get_full_name(),
        actor_title=title,
        text=text.strip(),
        detail=detail or {},
    )
