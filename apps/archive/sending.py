"""A large file sent so that a download that broke off goes on where it stopped (RFC 9110 §14)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

CHUNK = 256 * 1024
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def sent(request: HttpRequest, path: Path, *, name: str, etag: str) -> HttpResponseBase:
    """The file, or the part of it that was asked for; `etag` is the same as long as its bytes are, in quotes."""
    size, wanted = path.stat().st_size, _wanted(request, path.stat().st_size, etag)
    if wanted is None:
        response: HttpResponseBase = FileResponse(path.open("rb"))
    elif wanted:
        response = StreamingHttpResponse(_part(path, wanted), status=206)
        response["Content-Length"] = len(wanted)
        response["Content-Range"] = f"bytes {wanted[0]}-{wanted[-1]}/{size}"
    else:
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response["Content-Type"], response["Content-Disposition"] = (
        "application/zip",
        content_disposition_header(True, name),
    )
    response["Accept-Ranges"], response["ETag"] = "bytes", etag
    return response


def _part(path: Path, wanted: range) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(wanted.start)
        left = len(wanted)
        while left and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


def _wanted(request: HttpRequest, size: int, etag: str) -> range | None:
    """The bytes that were asked for: None for all of them, empty when there are none such.

    All of them, too, when the file is no longer the one of which somebody has the beginning, and for several ranges.
    """
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if not asked or request.headers.get("If-Range", etag) != etag or asked[0] == "bytes=-":
        return None
    first, last = asked.groups()
    if not first:
        return range(max(size - int(last), 0), size)
    return range(int(first), min(int(last) + 1 if last else size, size))
