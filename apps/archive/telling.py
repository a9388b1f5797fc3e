"""What a package says of itself: its index, what is missing or altered, and the SHA-256 of every file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from apps.archive.bundle import Bundle
from apps.archive.contents import ALTERED, MISSING, NOT_PRINTED, Record
from apps.archive.orders import Order

INDEX, STYLE, TROUBLES, SUMS = "index.html", "style.css", "missing.txt", "sha256sums.txt"
HERE = "<!-- items -->"
"""Where the items of the index go, which are never all in memory."""


def put_index(order: Order, tables: list[Record], bundle: Bundle) -> None:
    """Write the page from which everything is reached without a network, and its style sheet."""
    style = Path(settings.BASE_DIR / "templates" / "archive" / "package.css").read_bytes()
    bundle.add(STYLE, [style])
    context = {
        "order": order,
        "begun_at": bundle.begun_at,
        "count": sum(1 for _record in bundle.records()),
        "tables": tables,
        "troubles": list(troubles_in(bundle, tables)),
        "months": [(month, sum(1 for _record in records)) for month, records in _months(bundle)],
        "here": HERE,
    }
    before, after = render_to_string("archive/package.html", context).split(HERE)
    bundle.add(INDEX, _pieces(before, bundle, after))


def put_missing(tables: list[Record], bundle: Bundle) -> None:
    """Write which files are missing or altered; a sentence when none is."""
    lines = [f"{trouble['path']}\t{trouble['said']}" for trouble in troubles_in(bundle, tables)]
    text = "\n".join(lines or [_("Nothing is missing, and no file differs from what was recorded.")])
    bundle.add(TROUBLES, [f"{text}\n".encode()])


def put_sums(bundle: Bundle) -> None:
    """Write the SHA-256 of all that is in the package, for `sha256sum -c sha256sums.txt`."""
    bundle.add(SUMS, (f"{digest}  {name}\n".encode() for digest, name in bundle.sums()))


def troubles_in(bundle: Bundle, tables: list[Record]) -> Iterator[Record]:
    """Every file that should be in the package and is not, or is not what was recorded."""
    words = {
        MISSING: _("missing: the file is not on the disk"),
        ALTERED: _("altered: the SHA-256 is not the one that was recorded"),
        NOT_PRINTED: _("missing: the PDF could not be made"),
    }
    of_items = ((record["register_no"], file) for record in bundle.records() for file in _files_of(record))
    of_tables = ((file.get("of", ""), file) for table in tables for file in table["files"])
    for of, file in chain(of_tables, of_items):
        if file["trouble"]:
            yield {**file, "of": of, "said": words[file["trouble"]]}


def _files_of(record: Record) -> Iterator[Record]:
    yield record["paper"]
    yield from record["files"]
    yield from (posting["photo"] for posting in record["postings"] if posting["photo"])


def _pieces(before: str, bundle: Bundle, after: str) -> Iterator[bytes]:
    yield before.encode()
    for month, records in _months(bundle):
        yield render_to_string("archive/package_month.html", {"month": month, "records": records}).encode()
    yield after.encode()


def _months(bundle: Bundle) -> Iterable[tuple[str, Iterator[Any]]]:
    """The items by the month in which they were posted."""
    return groupby(bundle.records(), key=lambda record: record["posted_at"][:7])
