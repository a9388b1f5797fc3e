"""Which characters the portal's own fonts can print."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

WHOLE = "NotoSansSC-Regular.ttf"
"""Has every character that the bold faces have, and takes their place where they lack one."""
FACES = {"Paper Sans": {400: WHOLE, 700: "NotoSansSC-Bold.ttf"}, "Paper Song": {700: "NotoSerifSC-Bold.ttf"}}


class NoFonts(Exception):
    """A font is missing or damaged."""


def lacking(text: str) -> str:
    """The characters of a text that no font here has, each once, in their order. Raises NoFonts."""
    known = characters(settings.PAPER_FONTS)
    return "".join(dict.fromkeys(char for char in text if ord(char) not in known and not char.isspace()))


@cache
def characters(folder: Path) -> frozenset[int]:
    """The code points of the whole face. Every face is opened once, so that a damaged one is found. Raises NoFonts."""
    from fontTools.ttLib import TTFont, TTLibError  # only who prints needs it

    files = [name for faces in FACES.values() for name in faces.values()]
    try:
        found = {name: TTFont(folder / name, lazy=True).getBestCmap() for name in files}
    except (OSError, TTLibError) as error:
        raise NoFonts from error
    return frozenset(found[WHOLE])
