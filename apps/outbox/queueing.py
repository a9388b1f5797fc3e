"""Putting a message into the outbox, in the transaction of what it tells about: both are there, or neither."""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail.message import sanitize_address
from django.core.validators import validate_email

from apps.accounts.models import User
from apps.organization.models import Unit
from apps.outbox.models import Message, State, Trouble, Webhook, Whom


def queue(
    to: str,
    *,
    subject: str,
    text: str,
    key: str,
    whom: str = Whom.PERSON,
    user: User | None = None,
    unsubscribe: str = "",
    language: str = "",
) -> bool:
    """Queue one letter; False if the key (at most 200 characters) was used before or `to` is no address.

    It raises nothing about an address: nobody's step fails because of somebody's mailbox. An address that is none is
    kept as refused, for the desk; an empty one is nobody to write to. `unsubscribe` is a whole address that answers
    a POST (RFC 8058).
    """
    address = to.strip()
    if not address:
        return False
    letter = _message(key, subject, text, whom=whom, user=user, language=language)
    if not is_address(address):
        letter.state, letter.trouble = State.REFUSED, Trouble.BAD_ADDRESS
        _insert([letter])
        return False
    letter.to, letter.unsubscribe = address, "".join(unsubscribe.split())
    return _insert([letter]) == 1


def queue_to_robots(school: Unit, *, title: str, text: str, url: str, key: str) -> int:
    """Queue a message for each robot in use at this school; how many were new. Say to robots what all may read."""
    robots = Webhook.objects.filter(school=school, is_active=True)
    return _insert(_for_robot(robot, f"{key} {robot.pk}", title, f"{text}\n{url}") for robot in robots)


def queue_for_robot(robot: Webhook, *, title: str, text: str, key: str) -> bool:
    """Queue a message for this robot alone."""
    return _insert([_for_robot(robot, key, title, text)]) == 1


def is_address(text: str) -> bool:
    """Whether a letter can be addressed to this."""
    try:
        validate_email(text)
        sanitize_address(text, "utf-8")
    except (ValidationError, ValueError):
        return False
    return len(text) <= 254


def _for_robot(robot: Webhook, key: str, title: str, text: str) -> Message:
    return _message(key, title, text, whom=Whom.ROBOT, webhook=robot)


def _message(key: str, subject: str, text: str, **fields: object) -> Message:
    """A row for this text; the subject becomes a single line, and what PostgreSQL cannot hold is left out."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    line = " ".join(_storable(subject).split())[:200]
    return Message(key=key, subject=line, text=_storable(text), message_id=make_msgid(domain=host), **fields)


def _storable(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _insert(messages: Iterable[Message]) -> int:
    """Insert those whose key is new; one that another transaction is just writing is waited for."""
    made = Message.objects.bulk_create(messages, ignore_conflicts=True)
    return Message.objects.filter(message_id__in=[message.message_id for message in made]).count()
