"""When a heading is due, in words."""

from __future__ import annotations

import pytest
from django.utils import translation

from apps.catalogue.loading import rows
from apps.catalogue.models import Heading
from apps.pages.timing import EVENTS, FORMS, time_limit


def test_every_code_of_the_catalogue_has_words() -> None:
    codes = [row["time_limit_basis"].partition(":") for row in rows() if row["time_limit_basis"] != "ongoing"]
    unknown = {code for form, _colon, code in codes if form not in FORMS or code not in {*EVENTS, "10-31"}}
    assert unknown == set()


@pytest.mark.parametrize(
    ("days", "basis", "words"),
    [
        (20, "working_days_after:formed_or_changed", "within 20 working days after the information is made or changed"),
        (30, "calendar_days_before:procurement_start", "at least 30 days before the procurement begins"),
        (None, "after:term_end", "after the end of term"),
        (None, "by:10-31", "by Oct 31"),
        (None, "ongoing", "at any time"),
        (None, "", ""),
        (None, "working_days_after:receipt", ""),
        (5, "working_days_after:nobody_knows", ""),
        (5, "on:13-45", ""),
        (5, "nonsense", ""),
    ],
)
def test_time_limit_in_words(days: int | None, basis: str, words: str) -> None:
    with translation.override("en"):
        assert time_limit(Heading(time_limit_days=days, time_limit_basis=basis)) == words
