"""Brings the texts of texts/*.html into the database. The first line of a file is the title of the page."""

from __future__ import annotations

from pathlib import Path

from django.db import models

from apps.disclosures.richtext import sanitise

TEXTS = Path(__file__).with_name("texts")


def load(page: type[models.Model], revision: type[models.Model]) -> int:
    """Give each page without any text its first one and return how many got it; what was ever saved stays.

    The models are given, so that a migration can pass the ones of its day.
    """
    written = set(revision._default_manager.values_list("page_id", flat=True))
    missing = [file for file in sorted(TEXTS.glob("*.html")) if file.stem not in written]
    page._default_manager.bulk_create([page(slug=file.stem) for file in missing], ignore_conflicts=True)
    revision._default_manager.bulk_create([_first(revision, file) for file in missing])
    return len(missing)


def _first(revision: type[models.Model], file: Path) -> models.Model:
    title, _blank, body = file.read_text(encoding="utf-8").partition("\n")
    return revision(page_id=file.stem, number=1, title=title, body=sanitise(body.strip()))
