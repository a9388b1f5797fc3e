"""The Chinese catalogues: `python -m disclosure_portal.messages` brings them up to date with the source.

Simplified Chinese is written by people; Traditional Chinese is converted from it by OpenCC and a table of exceptions.
"""

from __future__ import annotations

import csv
import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import opencc
import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE_DIR = ROOT / "locale"
SOURCES = ("apps", "disclosure_portal", "templates")
NOT_SOURCE = shutil.ignore_patterns("migrations", "__pycache__")
# No dates and no names: a header that changes by itself makes every diff a lie.
HEADER = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
NO_GETTEXT = "xgettext is not installed (Debian package gettext): no new strings were looked for.\n"


def catalogue_path(locale: str) -> Path:
    """The .po file of a locale named as Django names it: zh_Hans, zh_Hant."""
    return LOCALE_DIR / locale / "LC_MESSAGES" / "django.po"


def extracted() -> polib.POFile:
    """Every string marked in the source, untranslated; read from a copy, so that nothing is written into the tree."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "locale").mkdir()
        for source in SOURCES:
            shutil.copytree(ROOT / source, Path(folder, source), ignore=NOT_SOURCE)
        subprocess.run(
            [sys.executable, "-m", "django", "makemessages", "-l", "zh_Hans", "--keep-pot", "--add-location=file"],
            cwd=folder,
            env={name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return polib.pofile(str(Path(folder, "locale", "django.pot")))


def merged(template: polib.POFile, known: polib.POFile) -> polib.POFile:
    """The template with the translations already known; what is new stays empty, nothing is guessed."""
    translations = {(entry.msgctxt, entry.msgid): entry for entry in known}
    return _catalogue(_translated(entry, translations.get((entry.msgctxt, entry.msgid))) for entry in template)


def in_traditional(simplified: polib.POFile) -> polib.POFile:
    """The same catalogue converted to Traditional Chinese."""
    return _catalogue(_converted(entry) for entry in simplified)


def _catalogue(entries: Iterator[polib.POEntry]) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=120)
    catalogue.metadata = HEADER
    catalogue.extend(sorted(entries, key=lambda entry: (entry.msgid, entry.msgctxt or "")))
    return catalogue


def _translated(new: polib.POEntry, known: polib.POEntry | None) -> polib.POEntry:
    if new.msgid_plural:
        return _entry(new, msgstr_plural={0: known.msgstr_plural.get(0, "") if known else ""})
    return _entry(new, msgstr=known.msgstr if known else "")


def _converted(entry: polib.POEntry) -> polib.POEntry:
    plural = {number: traditional(text) for number, text in entry.msgstr_plural.items()}
    return _entry(entry, msgstr=traditional(entry.msgstr), msgstr_plural=plural)


def _entry(entry: polib.POEntry, **translation: object) -> polib.POEntry:
    return polib.POEntry(
        msgctxt=entry.msgctxt,
        msgid=entry.msgid,
        msgid_plural=entry.msgid_plural,
        occurrences=sorted(set(entry.occurrences)),
        comment=entry.comment,
        flags=[flag for flag in entry.flags if flag != "fuzzy"],
        **translation,
    )


def traditional(text: str) -> str:
    """Simplified text in the Traditional writing of the glossary."""
    text = _converter().convert(text)
    for converted, wanted in exceptions():
        text = text.replace(converted, wanted)
    return text


@functools.cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


@functools.cache
def exceptions() -> list[tuple[str, str]]:
    """What OpenCC's conversion writes otherwise than we do."""
    with (LOCALE_DIR / "zh_Hant_exceptions.csv").open(encoding="utf-8", newline="") as rows:
        return [(row["converted"], row["wanted"]) for row in csv.DictReader(rows)]


def save(catalogue: polib.POFile, locale: str) -> None:
    """Write the catalogue and its compiled form; no msgfmt is needed."""
    path = catalogue_path(locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))
    catalogue.save_as_mofile(str(path.with_suffix(".mo")))


def main() -> None:
    simplified = polib.pofile(str(catalogue_path("zh_Hans")))
    if shutil.which("xgettext"):
        simplified = merged(extracted(), simplified)
    else:
        sys.stderr.write(NO_GETTEXT)
    save(simplified, "zh_Hans")
    save(in_traditional(simplified), "zh_Hant")
    empty = len(simplified.untranslated_entries())
    sys.stdout.write(f"{len(simplified)} strings, {empty} of them still without Chinese.\n")


if __name__ == "__main__":
    main()
