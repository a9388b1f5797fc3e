"""From HTML to PDF, with the fonts of this folder. WeasyPrint is loaded by the first paper, not with the portal."""

from __future__ import annotations

import atexit
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from apps.papers import glyphs

ONE_AT_A_TIME = Lock()
"""Pango is not made for two threads at once."""
AN_HOUR = 3600
"""In seconds."""


class NotPrinted(Exception):
    """A paper could not be made; the message is a sentence for the office."""


@dataclass(frozen=True)
class Pdf:
    """A finished PDF."""

    content: bytes
    pages: int


def pdf_of(html: str, *, address: str, zoom: float = 1, is_tagged: bool = False) -> Pdf:
    """The PDF of a document whose links are relative to an address; if wanted, tagged as PDF/UA-1 for reading aloud.

    Raises NotPrinted when the fonts or the libraries are missing. Nothing is fetched from the network.
    """
    check_fonts()
    weasyprint = _weasyprint()
    with ONE_AT_A_TIME:
        configuration, faces = _fonts(settings.PAPER_FONTS, time.monotonic() // AN_HOUR)
        source = weasyprint.HTML(string=html, base_url=address, url_fetcher=_fetcher("data"))
        document = source.render(font_config=configuration, stylesheets=[faces])
        content = document.write_pdf(zoom=zoom, pdf_variant="pdf/ua-1" if is_tagged else None)
    return Pdf(content, len(document.pages))


def check_fonts() -> None:
    """Raises NotPrinted when a font is missing or damaged: without a word, empty boxes would be printed."""
    try:
        glyphs.characters(settings.PAPER_FONTS)
    except glyphs.NoFonts as error:
        raise NotPrinted(_("The fonts of the papers are missing or damaged. Install the portal again.")) from error


def _weasyprint() -> Any:
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise NotPrinted(
            _("The libraries that set papers are missing. On Debian:  sudo apt install %s")
            % "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        ) from error
    return weasyprint


@lru_cache(maxsize=1)
def _fonts(folder: Path, hour: float) -> tuple[Any, Any]:
    """The fonts, and the rules that name them.

    Loading them takes longer than setting a paper, and their memory is given back late, so they are kept; but for an
    hour only, since their copies lie where a machine is swept.
    """
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    rules = "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{name}") }}'
        for family, faces in glyphs.FACES.items()
        for weight, name in faces.items()
    )
    configuration = FontConfiguration()
    return configuration, CSS(
        string=rules, base_url=f"{folder}/", url_fetcher=_fetcher("file"), font_config=configuration
    )


atexit.register(_fonts.cache_clear)  # their copies are removed while there are modules to do it with


def _fetcher(scheme: str) -> Any:
    """Opens addresses of this scheme and no other."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=(scheme,))
