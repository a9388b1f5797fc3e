"""Packages made and opened, as whoever unpacks one would."""

from __future__ import annotations

import datetime
import json
import subprocess
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.archive.making import Made, pack
from apps.archive.orders import Order
from apps.disclosures.factories import AttachmentFactory
from apps.disclosures.models import Attachment, Disclosure
from apps.disclosures.recording import record_writing
from apps.disclosures.states import State
from tests.cast import Cast, draft, walk

PDF = b"%PDF-1.4\n%%EOF"


def days(first: int, last: int) -> tuple[datetime.date, datetime.date]:
    """Two days, counted from today."""
    today = timezone.localdate()
    return today + datetime.timedelta(days=first), today + datetime.timedelta(days=last)


def order(cast: Cast, person: User | None = None) -> Order:
    """Everything posted within a month of today."""
    return Order(person or cast.office, cast.school, *days(-30, 30))


def packed(cast: Cast, folder: Path, person: User | None = None) -> Made:
    """A package in this folder, unpacked there as well."""
    path = folder / "package.zip"
    made = pack(order(cast, person), path, lambda done, total: None)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder / "out")
    return made


def text(folder: Path, name: str) -> str:
    return (folder / "out" / name).read_text(encoding="utf-8")


def data(folder: Path, name: str) -> Any:
    return json.loads(text(folder, name))


def posted(cast: Cast, *, content: bytes | None = None, name: str = "依据.pdf", **fields: Any) -> Disclosure:
    """A posted item, with a file if it has a content."""
    item = draft(cast, **fields)
    if content is not None:
        with transaction.atomic():
            AttachmentFactory(
                disclosure=item, name=name, file__data=content, size=len(content), sha256=sha256(content).hexdigest()
            )
            record_writing(item, actor=cast.clerk)
    return walk(item, State.POSTED, cast)


def on_disk(item: Disclosure) -> Path:
    """Where the item's only file lies."""
    file: Attachment = item.attachments.get()
    return Path(file.file.path)


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    """What sha256sum says of the unpacked package."""
    command = ["sha256sum", "--check", "--strict", "--quiet", "sha256sums.txt"]
    return subprocess.run(command, cwd=folder / "out", capture_output=True, text=True, check=False)


def work() -> None:
    """What `manage.py db_worker` does, until nothing is left to do."""
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0, reload=False)
