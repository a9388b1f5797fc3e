"""A letter as it travels."""

from __future__ import annotations

from email.charset import BASE64, Charset
from email.header import Header
from email.utils import format_datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.message import sanitize_address

from apps.outbox.models import Message

WORDS = Charset("utf-8")
"""Ours alone: apprise changes for the whole process how Python writes UTF-8 in headers."""
WORDS.header_encoding = BASE64


def letter(message: Message) -> bytes:
    """The whole letter with lines as SMTP wants them."""
    written = EmailMessage(_subject(message), message.text, to=[message.to], headers=headers(message))
    return written.message().as_bytes(linesep="\r\n")


def headers(message: Message) -> dict[str, str]:
    """What machines read: mailboxes drop a second letter with this Message-ID, and no robot answers (RFC 3834)."""
    found = {
        "Message-ID": message.message_id,
        "Date": format_datetime(message.created_at),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if message.language:
        found["Content-Language"] = message.language
    if message.unsubscribe:  # one click, RFC 8058
        found["List-Unsubscribe"] = f"<{message.unsubscribe}>"
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return found


def _subject(message: Message) -> str:
    """In encoded words that fit their lines, the first one beside the name: alone, it would leave that line empty."""
    return Header(message.subject, WORDS, header_name="Subject").encode(linesep="")


def sender() -> str:
    """From whom the envelope comes: the address alone."""
    return bare(settings.DEFAULT_FROM_EMAIL)


def bare(address: str) -> str:
    """The address alone, as the envelope carries it."""
    return sanitize_address(address, "utf-8").rpartition("<")[2].rstrip(">")


def stuffed(content: bytes) -> bytes:
    """The content up to its last line break, no line of it looking like the last one (RFC 5321 §4.5.2)."""
    lines = content.removesuffix(b"\r\n").split(b"\r\n")
    return b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines) + b"\r\n"
