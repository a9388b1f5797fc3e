"""The Chinese catalogues say everything the source says, and the Traditional one follows the Simplified one."""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import django
import polib
import pytest
from django.utils import translation
from django.utils.formats import date_format, number_format

from apps.disclosures import dates
from disclosure_portal import messages

LOCALES = ("zh_Hans", "zh_Hant")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def catalogue(locale: str) -> polib.POFile:
    return polib.pofile(str(messages.catalogue_path(locale)))


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def as_table(entries: Iterable[polib.POEntry]) -> dict[tuple[str | None, str], list[str]]:
    return {(entry.msgctxt, entry.msgid): translations(entry) for entry in entries}


@pytest.mark.parametrize("locale", LOCALES)
def test_catalogue_is_complete(locale: str) -> None:
    assert [entry.msgid for entry in catalogue(locale) if not all(translations(entry))] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_catalogue_holds_no_guesses(locale: str) -> None:
    assert catalogue(locale).fuzzy_entries() + catalogue(locale).obsolete_entries() == []


@pytest.mark.parametrize("locale", LOCALES)
def test_compiled_catalogue_is_fresh(locale: str) -> None:
    compiled = polib.mofile(str(messages.catalogue_path(locale).with_suffix(".mo")))
    assert as_table(compiled) == as_table(catalogue(locale).translated_entries())


@pytest.mark.parametrize("locale", LOCALES)
def test_translations_keep_the_placeholders(locale: str) -> None:
    def differs(entry: polib.POEntry) -> bool:
        wanted = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        return any(set(PLACEHOLDER.findall(text)) != wanted for text in translations(entry) if text)

    assert [entry.msgid for entry in catalogue(locale) if differs(entry)] == []


def test_traditional_is_converted_from_simplified() -> None:
    assert as_table(catalogue("zh_Hant")) == as_table(messages.in_traditional(catalogue("zh_Hans")))


def test_traditional_holds_no_simplified_characters() -> None:
    texts = [text for entry in catalogue("zh_Hant") for text in translations(entry)]
    assert [text for text in texts if messages.traditional(text) != text] == []


@pytest.mark.skipif(not shutil.which("xgettext"), reason="needs GNU gettext")
def test_catalogue_is_up_to_date_with_the_source() -> None:
    template = messages.extracted()
    assert set(as_table(template)) == set(as_table(catalogue("zh_Hans")))


def test_words_of_django_are_still_its_words() -> None:
    folders = [Path(django.__file__).parent / folder for folder in ("conf", "contrib/admin", "contrib/auth")]
    words = {e.msgid for folder in folders for e in polib.pofile(str(folder / "locale/en/LC_MESSAGES/django.po"))}
    ours = [e.msgid for e in catalogue("zh_Hans") if ("disclosure_portal/words_of_django.py", "") in e.occurrences]
    assert set(ours) - words == set()


def test_merging_keeps_what_is_known_and_guesses_nothing() -> None:
    known, template = polib.POFile(), polib.POFile()
    known.append(polib.POEntry(msgid="Post", msgstr="公布"))
    template.extend([polib.POEntry(msgid="Post"), polib.POEntry(msgid="Posts")])
    assert as_table(messages.merged(template, known)) == {(None, "Post"): ["公布"], (None, "Posts"): [""]}


@pytest.mark.parametrize("locale", LOCALES)
def test_header_carries_no_date(locale: str) -> None:
    assert catalogue(locale).metadata == messages.HEADER


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_dates_are_written_without_leading_zeros(language: str) -> None:
    with translation.override(language):
        assert date_format(datetime.date(2025, 4, 8), "MONTH_DAY_FORMAT") == "4月8日"


@pytest.mark.parametrize(("language", "written"), [("zh-hans", "4月8日（周二）"), ("zh-hant", "4月8日（週二）")])
def test_weekdays_are_short(language: str, written: str) -> None:
    with translation.override(language):
        assert dates.month_day_weekday(datetime.date(2025, 4, 8)) == written


def test_thousands_are_parted_by_commas() -> None:
    with translation.override("zh-hans"):
        assert number_format(1234567, force_grouping=True) == "1,234,567"
