"""What may be said of an item where a title travels alone: in feed readers, on lock screens, on share cards."""

from __future__ import annotations

from apps.catalogue.models import Audience
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State


def names_people(kind: str) -> bool:
    """The items of this kind are about people by name."""
    model = Disclosure.kind_of(kind)
    return model is None or model.names is not Disclosure.names


def travelling_title(item: Disclosure, kind_name: str) -> str:
    """The title; for a kind that names people its kind and register number, since a title may carry a name."""
    return f"{kind_name} {item.register_no}" if names_people(item.kind) else item.title


def travelling_summary(item: Disclosure) -> str:
    """The summary of an item that is open to everybody, in force and not about people by name; else nothing."""
    is_open = item.audience == Audience.PUBLIC and item.state != State.WITHDRAWN
    return item.summary if is_open and not names_people(item.kind) else ""


def card_description(item: Disclosure) -> str:
    """The summary for a share card: of a public item in force, unless it names a person whom the title does not."""
    if item.audience != Audience.PUBLIC or item.state == State.WITHDRAWN:
        return ""
    is_new = any(name in item.summary and name not in item.title for name in item.names())
    return "" if is_new else item.summary
