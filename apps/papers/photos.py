"""A photo of a poster on the wall: small enough for a phone, and without what a camera writes into it."""

from __future__ import annotations

import io
import warnings

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from apps.disclosures.attachments import check

LONGEST = 1600
"""Pixels of the longer side."""


def jpeg_of(upload: UploadedFile) -> bytes:
    """The photo as a JPEG: upright, made smaller, without place, time and device. Raises ValidationError."""
    if not check(upload).startswith("image/"):
        raise ValidationError(_("Choose a photo: JPG or PNG."))
    try:
        with (
            warnings.catch_warnings(action="error", category=Image.DecompressionBombWarning),
            Image.open(upload) as photo,
        ):
            upright = ImageOps.exif_transpose(photo).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_("This photo cannot be read. Take it again, or save it as JPG.")) from error
    upright.thumbnail((LONGEST, LONGEST))
    jpeg = io.BytesIO()
    upright.save(jpeg, "JPEG", quality=82)
    return jpeg.getvalue()
