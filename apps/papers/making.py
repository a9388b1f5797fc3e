"""The papers of an item: what is composed for each format, and how it is printed."""

from __future__ import annotations

from typing import Any

from apps.disclosures.addresses import absolute
from apps.disclosures.models import Disclosure
from apps.papers.composing import document_of
from apps.papers.keeping import kept
from apps.papers.models import Paper
from apps.papers.printing import pdf_of

POSTER, SHEET = "papers/poster.html", "papers/sheet.html"
FRAMES = {
    Paper.Format.POSTER_A4: (POSTER, {}),
    Paper.Format.POSTER_A3: (POSTER, {"zoom": 2**0.5}),  # the same page, larger: to be read from farther away
    Paper.Format.SHEET: (SHEET, {"is_tagged": True}),
}
"""For each format of an item its frame and how it is printed."""


def paper_of(item: Disclosure, paper_format: str, reader: Any) -> Paper:
    """The paper of an item this reader may read, made now unless it was made before. Raises NotPrinted."""
    frame, options = FRAMES[Paper.Format(paper_format)]
    text, address = document_of(item, reader, frame), absolute(item.get_absolute_url())
    return kept(text, lambda: pdf_of(text, address=address, **options), format=paper_format, disclosure_id=item.pk)
