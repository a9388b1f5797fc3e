"""The register on paper: A4 across, with lines to sign at its end."""

from __future__ import annotations

import datetime
import io
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import IO

from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone, translation

from apps.archive.register import Line
from apps.archive.register_filters import Filters
from apps.archive.register_paging import all_lines
from apps.disclosures.addresses import absolute
from apps.papers.composing import composed
from apps.papers.printing import pdf_of

A_PART = 200
"""Lines set at a time: a typesetter holds everything it has not finished."""


@dataclass(frozen=True)
class Sheet:
    """What is printed: the lines, and what they are the lines of."""

    lines: Iterable[Line]
    school: str = ""
    period: str = ""
    part: str = ""
    """The unit and the heading, if it is not all of the school's."""
    given: int = 0
    """How many numbers were given in the year, when every one of them has its line."""
    made_at: datetime.datetime = field(default_factory=timezone.now)
    is_first: bool = True
    is_last: bool = True


def sheet_of(filters: Filters) -> Sheet:
    """The list with these conditions on one sheet."""
    part = [str(filters.chosen[name]) for name in ("unit", "heading") if filters.chosen.get(name)]
    return Sheet(
        lines=all_lines(filters),
        school=filters.school_name,
        period=str(filters.year_chosen or ""),
        part=" · ".join(part),
        given=filters.given if filters.is_whole else 0,
    )


def register_pdf(sheet: Sheet) -> IO[bytes]:
    """The sheet as a PDF in an open file that is gone when it is closed, in the portal's own language.

    Raises NotPrinted. It is set part by part, and the pages are numbered through.
    """
    from pypdf import PdfWriter

    writer, file, address = PdfWriter(), tempfile.TemporaryFile(), absolute(reverse("archive:register"))  # noqa: SIM115
    style = Path(finders.find("register.css")).read_text()
    with translation.override(settings.LANGUAGE_CODE):
        for part in _parts(sheet):
            page = {"sheet": part, "style": style, "first_page": len(writer.pages) + 1}
            pdf = pdf_of(composed("archive/register_paper.html", page), address=address)
            writer.append(io.BytesIO(pdf.content))
    writer.write(file)
    file.seek(0)
    return file


def _parts(sheet: Sheet) -> Iterator[Sheet]:
    """The sheet in parts: the first has the heading, the last the lines to sign."""
    rows, is_first = iter(sheet.lines), True
    part = list(islice(rows, A_PART))
    while part or is_first:
        following = list(islice(rows, A_PART))
        yield replace(sheet, lines=part, is_first=is_first, is_last=not following)
        part, is_first = following, False
