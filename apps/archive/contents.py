"""What a package holds of one item: the paper, the data, the files, the photos of the physical board."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.archive.bundle import CHUNK, Bundle
from apps.board.history import History
from apps.disclosures.models import Attachment, Disclosure
from apps.disclosures.states import State
from apps.papers.making import paper_of
from apps.papers.models import Paper, Posting
from apps.papers.printing import NotPrinted
from apps.reuse.files import UNFIT
from apps.reuse.whole import item_as_data

MISSING, ALTERED, NOT_PRINTED = "missing", "altered", "not printed"
LONGEST_NAME = 150
"""Bytes of a file's own name: with the folder and a number before it, every system can unpack it."""

Record = dict[str, Any]


def put(item: Disclosure, reader: Any, bundle: Bundle) -> Record:
    """Write all that this reader may read of an item; what the index tells of it. `item` is the kind's own row."""
    folder, shows_text = f"items/{item.number}", item.state != State.WITHDRAWN
    attachments = item.attachments.all() if shows_text else []
    files = [_attachment(file, f"{folder}/files/{n}", bundle) for n, file in enumerate(attachments, start=1)]
    postings = [_posting(posting, folder, bundle, shows_text) for posting in item.postings.filter(struck_at=None)]
    history = [
        {"at": record.at.isoformat(), "what": record.what, "by": record.by, "note": record.note}
        for record in reversed(History(item, list(item.events.defer("detail")), None).records)
    ]
    record = {
        "number": item.number,
        "register_no": item.register_no,
        "title": item.title,
        "kind": item.kind_name(),
        "heading": item.heading.title,
        "unit": str(item.unit),
        "audience": item.get_audience_display(),
        "state": item.get_state_display(),
        "posted_at": timezone.localtime(item.posted_at).isoformat(),
        "shown_until": item.display_until.isoformat() if item.display_until else "",
        "paper": _paper(item, f"{folder}/item.pdf", reader, bundle),
        "data": f"{folder}/item.json",
        "files": files,
        "postings": postings,
        "history": history,
    }
    data = {**item_as_data(item, reader), "history": history, "postings": postings, "files": files}
    bundle.add(f"{folder}/item.json", [json.dumps(data, ensure_ascii=False, indent=1).encode()])
    return record


def put_file(file: FieldFile, name: str, label: str, sha256: str, bundle: Bundle) -> Record:
    """Write a file if it is on the disk; where it lies, and what is wrong with it: nothing, missing or altered."""
    try:
        opened = file.open("rb")
    except OSError:
        return {"path": name, "label": label, "trouble": MISSING}
    with opened:
        found = bundle.add(name, chunks_of(opened))
    return {"path": name, "label": label, "trouble": ALTERED if sha256 and found != sha256 else ""}


def chunks_of(file: Any) -> Iterator[bytes]:
    """The content of an open file, piece by piece."""
    while chunk := file.read(CHUNK):
        yield chunk


def safe_name(name: str) -> str:
    """A file's own name so that any system can unpack it: without signs that mean something there, and not too long."""
    stem, dot, ending = UNFIT.sub("_", name).rpartition(".")
    return stem.encode()[: LONGEST_NAME - len(ending)].decode(errors="ignore") + dot + ending


def _attachment(file: Attachment, place: str, bundle: Bundle) -> Record:
    name = f"{place}-{safe_name(file.name)}"
    return {**put_file(file.file, name, str(file), file.sha256, bundle), "sha256": file.sha256}


def _posting(posting: Posting, folder: str, bundle: Bundle, shows_photo: bool) -> Record:
    """Where and when it hung on a physical board, and the photo while its text is shown."""
    photo: Record = {}
    if posting.photo and shows_photo:
        photo = put_file(posting.photo, f"{folder}/photos/{posting.pk}.jpg", _("photo: %s") % posting, "", bundle)
    return {
        "place": posting.place,
        "hung_at": posting.hung_at.isoformat(),
        "taken_down_at": posting.taken_down_at.isoformat() if posting.taken_down_at else "",
        "note": posting.note,
        "recorded_as": posting.recorded_as,
        "photo": photo,
    }


def _paper(item: Disclosure, name: str, reader: Any, bundle: Bundle) -> Record:
    """The full text as PDF, the same file as at the item's own address."""
    try:
        paper = paper_of(item, Paper.Format.SHEET, reader)
    except NotPrinted as reason:
        return {"path": name, "label": "PDF", "trouble": NOT_PRINTED, "why": str(reason)}
    return put_file(paper.file, name, "PDF", "", bundle)
