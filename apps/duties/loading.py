"""Brings the results that follow publicity periods of consequences.csv into the database."""

from __future__ import annotations

import csv
from pathlib import Path

from django.db import models

CONSEQUENCES = Path(__file__).with_name("consequences.csv")


def load(consequence: type[models.Model], heading: type[models.Model]) -> int:
    """Create those that are not there yet and return their number; the models are given for migrations."""
    keys = dict(heading._default_manager.values_list("code", "pk"))
    with CONSEQUENCES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if {row["heading"], row["then"]} <= keys.keys()]
    made = [
        consequence(
            heading_id=keys[row["heading"]], then_id=keys[row["then"]], days=row["days"], counting=row["counting"]
        )
        for row in rows
    ]
    before = consequence._default_manager.count()
    consequence._default_manager.bulk_create(made, ignore_conflicts=True)
    return consequence._default_manager.count() - before
