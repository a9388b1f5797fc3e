"""The words of attached files: read once, when a file is attached, so that posting never waits for one."""

from __future__ import annotations

import subprocess
import sys

from django.db import transaction

from apps.disclosures.attachments import suffix
from apps.disclosures.models import Attachment, Disclosure
from apps.search import cards, extraction
from apps.search.models import FileText

PATIENCE = 20
"""Seconds until a file that is still being read is given up."""
State = FileText.State
OUTCOMES = {extraction.READ: State.READ, extraction.LONG: State.PART, extraction.ENCRYPTED: State.ENCRYPTED}


def can_hold_words(attachment: Attachment) -> bool:
    """A picture is found by its name only."""
    return suffix(attachment.name) in extraction.READERS


def read(attachment: Attachment) -> None:
    """Keep the words of a file that was not read before, and write the cards of listed items that show it."""
    if not can_hold_words(attachment) or FileText.objects.filter(sha256=attachment.sha256).exists():
        return
    with attachment.file.open("rb") as file:
        state, text = words_of(suffix(attachment.name), file.read())
    FileText.objects.get_or_create(sha256=attachment.sha256, defaults={"state": state, "text": text})
    showing = Disclosure.objects.filter(attachments__sha256=attachment.sha256, state__in=cards.LISTED)
    for pk in showing.values_list("pk", flat=True).distinct():
        with transaction.atomic():
            cards.follow(Disclosure.objects.lock(pk))


def words_of(ending: str, data: bytes) -> tuple[State, str]:
    """What can be read of a file, and how far. A file that breaks its reader, or keeps it too long, is read in part."""
    command = [sys.executable, "-I", "-X", "utf8", extraction.__file__, ending]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=PATIENCE, env={}, check=False)
        code, output = done.returncode, done.stdout
    except subprocess.TimeoutExpired as late:
        code, output = -1, late.stdout or b""
    text = output.decode(errors="ignore").strip()
    state = OUTCOMES.get(code, State.PART if text else State.UNREADABLE)
    return State.NO_TEXT if state == State.READ and not text else state, text


def forget(attachment: Attachment) -> None:
    """Nothing is kept of a file that nobody shows any more."""
    if not Attachment.objects.filter(sha256=attachment.sha256).exists():
        FileText.objects.filter(sha256=attachment.sha256).delete()
