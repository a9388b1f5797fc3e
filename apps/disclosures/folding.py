"""One form for every way a character is written: full width, capitals, accents, Simplified or Traditional.

Character by character on both sides, what is stored and what is typed: two texts that differ only in their way of
writing always fold to the same, which a conversion by words cannot promise.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from opencc import OpenCC

INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me"}
"""Categories of what nobody types on purpose: controls, joiners, variation selectors, accents on their own."""

SCRIPTS = ("t2s", "s2tw", "hk2t", "tw2t", "t2s")
"""Through Taiwan and Hong Kong and back: 著 and 着, 衛 and 衞 and 卫 become one."""

ONE_TO_THE_SEARCH = str.maketrans(
    "藉覆揹伕炼薰瞭甯𰬸甦濬澂雠彷𬭭唚俱拏像座待幺",
    "借复背夫链熏了宁穗苏浚澄仇仿戚吣具拿象坐呆么",
)
"""Characters that only whole words tell apart (答复 is 答覆, 家具 is 傢俱). These are all that OpenCC changes in any
word of two characters of GB 2312 and does not change back."""


class _Table(dict[int, str]):
    """For str.translate: each character is worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(chr(code))
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """The text in its one form; a character may become several (㎡ becomes m2) or none (a joiner)."""
    return text.translate(_TABLE)


def origins(text: str) -> list[int]:
    """For each character of the folded text, the place in the text it came from."""
    return [place for place, character in enumerate(text) for _ in _TABLE[ord(character)]]


def _fold(character: str) -> str:
    if character.isspace():
        return "\n" if character == "\n" else " "
    kept = "".join(filter(_is_visible, unicodedata.normalize("NFKC", character)))
    return "".join(filter(_is_visible, "".join(map(_plain, kept)).casefold()))


def _is_visible(character: str) -> bool:
    return unicodedata.category(character) not in INVISIBLE


def _plain(character: str) -> str:
    """A Latin letter without its accent, a Chinese character in its one script."""
    base = unicodedata.normalize("NFKD", character)[0]
    return base if base.isascii() else _one_script(character)


def _one_script(character: str) -> str:
    for script in SCRIPTS:
        character = _converter(script).convert(character)
    return character.translate(ONE_TO_THE_SEARCH)


@cache
def _converter(script: str) -> OpenCC:
    return OpenCC(script)
