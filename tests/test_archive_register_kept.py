"""What the archive keeps of an item whose names were taken down: its line, for who works on it, and no name."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from apps.archive.register import Line, lines, registered_for
from apps.disclosures.models import Disclosure
from tests.bundling import packed, posted, text
from tests.cast import Cast
from tests.exits import EXITS, SECRETS, Exit, seen_by
from tests.papering import needs_typesetting
from tests.visiting import visiting

REGISTER = [way_out for way_out in EXITS if way_out.name.startswith("register")]


@pytest.fixture
def item(cast: Cast) -> Iterator[Disclosure]:
    """An item for the staff that was shown until yesterday."""
    found = posted(cast, audience="staff", title=SECRETS["title"], display_until=timezone.localdate())
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1), tick=False):
        yield found


def line_for(reader: object) -> list[Line]:
    return list(lines(registered_for(reader), reader))


@pytest.mark.parametrize("reader", ["clerk", "office", "chair", "member", "inspector"])
def test_item_shown_no_more_keeps_its_line_for_who_works_on_it(cast: Cast, item: Disclosure, reader: str) -> None:
    (line,) = line_for(getattr(cast, reader))
    assert (line.number, line.heading, line.unit, line.audience, line.posted_at) == (
        item.register_no, item.heading.title, str(item.unit), item.get_audience_display(), item.posted_at,
    )  # fmt: skip


@pytest.mark.parametrize("reader", ["other_clerk", "teacher", "parent", "stranger", "other_chair"])
def test_nobody_else_has_a_line_of_it(cast: Cast, item: Disclosure, reader: str) -> None:
    assert line_for(getattr(cast, reader)) == []


def test_its_line_names_nobody(cast: Cast, item: Disclosure) -> None:
    (line,) = line_for(cast.office)
    assert (line.title, line.address, line.drafter, line.fingerprints, line.postings) == ("", "", "", (), ())


def test_register_says_why_its_title_is_missing(cast: Cast, in_english: None, item: Disclosure) -> None:
    page = visiting(cast.office).get(reverse("archive:register")).content.decode()
    assert ("No longer shown: the title" in page, item.register_no in page, item.title in page) == (True, True, False)


@pytest.mark.parametrize("way_out", REGISTER, ids=[way_out.name for way_out in REGISTER])
def test_its_title_leaves_by_no_form_of_the_register(cast: Cast, item: Disclosure, way_out: Exit) -> None:
    assert seen_by(visiting(cast.office), way_out, item) == frozenset()


@needs_typesetting
def test_package_has_its_line_and_no_name(cast: Cast, item: Disclosure, tmp_path: Path) -> None:
    packed(cast, tmp_path, cast.inspector)
    (row,) = load_workbook(tmp_path / "out" / "register.xlsx").worksheets[0].iter_rows(values_only=True, min_row=2)
    assert (row[0], item.title in str(row), item.title in text(tmp_path, "index.html")) == (
        item.register_no, False, False,
    )  # fmt: skip
