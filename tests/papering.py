"""Reading a PDF as a person would: its words, its pages, and whether a character came out as an empty box."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from ctypes.util import find_library

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from pypdf.generic import ContentStream

from tests.boarding import browser
from tests.cast import Cast

FORMATS = ("poster-a4", "poster-a3", "item")
SETS_TYPE = all(map(find_library, ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")))
needs_typesetting = pytest.mark.skipif(not SETS_TYPE, reason="Pango is not installed: no posters (make typesetting)")


def asked(cast: Cast, item: object, paper_format: str = "poster-a4", reader: str = "anonymous") -> HttpResponse:
    return browser(cast, reader).get(f"{item.get_absolute_url()}/{paper_format}.pdf")


def pdf(response: HttpResponse) -> PdfReader:
    return PdfReader(io.BytesIO(b"".join(response.streaming_content)))


def words(reader: PdfReader) -> str:
    """All the text, without the blanks and line ends that a line's length decides."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))


def printed(cast: Cast, item: object, paper_format: str = "poster-a4", reader: str = "anonymous") -> str:
    return words(pdf(asked(cast, item, paper_format, reader)))


def in_print(text: str, **values: object) -> str:
    """A sentence of the source as papers print it, in the portal's own language, without blanks."""
    with translation.override(settings.LANGUAGE_CODE):
        return re.sub(r"\s", "", translation.gettext(text) % values)


def boxes(reader: PdfReader) -> list[str]:
    """The fonts that print an empty box, once for each box; a glyph that the embedded font does not hold is one."""
    return [font for page in reader.pages for font, glyph, count in _glyphs(reader, page) if not 0 < glyph < count]


def fonts(reader: PdfReader) -> dict[str, bool]:
    """The names of the fonts of all pages without their tags, and whether each is embedded and cut."""
    found = {}
    for page in reader.pages:
        for font in _fonts(page).values():
            tag, _plus, name = font["/BaseFont"].lstrip("/").partition("+")
            descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            found[name] = tag.isupper() and any(key in descriptor for key in ("/FontFile2", "/FontFile3"))
    return found


def _fonts(page: object) -> dict[str, object]:
    fonts = page["/Resources"].get("/Font", {})
    return {name: font.get_object() for name, font in fonts.items() if "/BaseFont" in font.get_object()}


def _glyphs(reader: PdfReader, page: object) -> Iterator[tuple[str, int, int]]:
    """Font, glyph and number of glyphs in the font, for every glyph set in the page's own text."""
    sizes = {name: _glyph_count(font) for name, font in _fonts(page).items()}
    current = ""
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator == b"Tf":
            current = operands[0]
        elif operator in (b"TJ", b"Tj"):
            for piece in operands[0] if operator == b"TJ" else operands:
                if isinstance(raw := getattr(piece, "original_bytes", None), bytes):
                    for place in range(0, len(raw), 2):
                        yield current, int.from_bytes(raw[place : place + 2]), sizes[current]


def _glyph_count(font: object) -> int:
    descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
    stream = descriptor.get("/FontFile2") or descriptor["/FontFile3"]
    return TTFont(io.BytesIO(stream.get_object().get_data()))["maxp"].numGlyphs
