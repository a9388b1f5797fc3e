"""What may be attached: checked by content, named safely, fingerprinted."""

from __future__ import annotations

import hashlib
import struct
import unicodedata
import uuid
import zipfile
from pathlib import PurePosixPath
from typing import Any

import puremagic
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

MAX_SIZE = 20 * 1024 * 1024
OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = {
    ".pdf": "application/pdf",
    ".docx": OFFICE + "wordprocessingml.document",
    ".xlsx": OFFICE + "spreadsheetml.sheet",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
OFFICE_PART = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}


def stored_name(attachment: Any, filename: str) -> str:
    """Where the file is kept: a name of ours, so that an uploaded name never reaches the disk."""
    return f"attachments/{uuid.uuid4().hex}{suffix(filename)}"


def suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def clean_name(name: str) -> str:
    """The name a reader downloads: the last part of the path, without control characters, at most 120 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(character for character in last if unicodedata.category(character)[0] != "C").strip(" .")
    ending = suffix(printable)
    return printable[: -len(ending)][:110] + ending if ending in TYPES else printable[:120]


def check(upload: UploadedFile) -> str:
    """The media type of an upload; raises ValidationError with a sentence when it may not be attached."""
    name, size = clean_name(upload.name or ""), upload.size or 0
    if suffix(name) not in TYPES:
        raise ValidationError(
            _("“%(name)s” cannot be attached. Use PDF, Word (.docx), Excel (.xlsx), JPG or PNG.") % {"name": name}
        )
    if not size:
        raise ValidationError(_("“%(name)s” is empty. Choose the file again.") % {"name": name})
    if size > MAX_SIZE:
        raise ValidationError(
            _("“%(name)s” has %(size)s; at most %(limit)s can be attached. Make it smaller or split it.")
            % {"name": name, "size": filesizeformat(size), "limit": filesizeformat(MAX_SIZE)}
        )
    if not _is_what_it_says(upload, suffix(name)):
        raise ValidationError(
            _("“%(name)s” is not what its ending says. Open it, save it again as that type, then choose it again.")
            % {"name": name}
        )
    return TYPES[suffix(name)]


def _is_what_it_says(upload: UploadedFile, ending: str) -> bool:
    upload.seek(0)
    try:
        if ending in OFFICE_PART:
            with zipfile.ZipFile(upload) as archive:
                return OFFICE_PART[ending] in archive.namelist()
        head = upload.read(8192)
        return TYPES[ending] in {match.mime_type for match in puremagic.magic_string(head)}
    except (zipfile.BadZipFile, puremagic.PureError, NotImplementedError, ValueError, OSError, struct.error):
        return False  # whatever zipfile makes of a broken archive
    finally:
        upload.seek(0)


def fingerprint(upload: UploadedFile) -> str:
    """SHA-256 of the content, in hexadecimal."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
