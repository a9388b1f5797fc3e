"""What somebody typed, read as words. Nothing of it reaches the database but letters, digits and Chinese characters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from apps.disclosures.folding import fold
from apps.search.grams import Run, flat, needed, pair, runs_of

MOST_CHARACTERS = 200
MOST_WORDS = 12
QUOTES = '“”"「」『』《》'
WORD = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)[{QUOTES}]|((?:[^\s{QUOTES}、，,;；。!！?？]|(?<=[0-9]),(?=[0-9]{{3}}))+)")
"""A quoted phrase, or what stands between spaces and the marks of a sentence."""


@dataclass(frozen=True)
class Word:
    """One word or phrase that must stand in the item as it was typed."""

    flat: str
    grams: tuple[str, ...]
    is_open: bool
    """A single Chinese character: any gram that begins with it will do."""
    is_gram: bool
    """Having the gram is having the word; a longer word has to be looked at."""

    @classmethod
    def of(cls, runs: list[Run]) -> Self:
        grams, size = needed(runs), sum(len(run.text) if run.is_han else 1 for run in runs)
        is_gram = size == 1 or (size == 2 and (len(runs) == 1 or bool(pair(*runs))))
        return cls(flat(runs), tuple(grams or [runs[0].text]), is_open=not grams, is_gram=is_gram)


@dataclass(frozen=True)
class Query:
    """The words of a search, all of which must be found, and what the reader should know about it."""

    text: str
    words: tuple[Word, ...] = ()
    remark: str = ""

    @classmethod
    def read(cls, text: str) -> Self:
        """Words as they were typed; a phrase in quotes is one word. Never raises."""
        cut = " ".join(text[: MOST_CHARACTERS * 4].split())[:MOST_CHARACTERS].strip()
        found = (runs_of(fold(quoted or word)) for quoted, word in WORD.findall(cut))
        words = tuple(dict.fromkeys(Word.of(runs) for runs in found if runs))
        return cls(cut, words[:MOST_WORDS], _remark(text, words))

    @property
    def is_empty(self) -> bool:
        """There is nothing to look for; the list is shown as it is."""
        return not self.words

    @property
    def patterns(self) -> list[str]:
        return [word.flat for word in self.words]

    @property
    def tsquery(self) -> str:
        """All grams of all words, as PostgreSQL reads them."""
        grams = dict.fromkeys(f"'{gram}'{':*' if word.is_open else ''}" for word in self.words for gram in word.grams)
        return " & ".join(grams)


def _remark(text: str, words: tuple[Word, ...]) -> str:
    if text.strip() and not words:
        return _("There is no letter, digit or Chinese character in what you typed. Type a word, such as 课后服务.")
    if len(text.split()) and len(" ".join(text.split())) > MOST_CHARACTERS:
        return _("What you typed is very long: the first %(count)d characters were looked for.") % {
            "count": MOST_CHARACTERS
        }
    if len(words) > MOST_WORDS:
        return _("You typed many words: the first %(count)d were looked for.") % {"count": MOST_WORDS}
    return ""
