"""Brings the catalogue of headings.csv into the database. The columns of the file are the fields of Heading."""

from __future__ import annotations

import csv
from pathlib import Path

from django.db import models

HEADINGS = Path(__file__).with_name("headings.csv")


def load(heading: type[models.Model]) -> int:
    """Create the headings whose code is not there yet and return their number; a row that exists is never changed.

    The model is given, so that a migration can pass the one of its day.
    """
    present = set(heading._default_manager.values_list("code", flat=True))
    missing = [build(heading, row) for row in rows() if row["code"] not in present]
    heading._default_manager.bulk_create(missing)
    return len(missing)


def rows() -> list[dict[str, str]]:
    with HEADINGS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def build(heading: type[models.Model], row: dict[str, str]) -> models.Model:
    """An unsaved heading; an empty cell keeps the field's default, a column this model has not got yet is left out."""
    fields = {field.name: field for field in heading._meta.concrete_fields}
    return heading(**{name: fields[name].to_python(text) for name, text in row.items() if text and name in fields})
