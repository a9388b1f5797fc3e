"""The package is a way out: a secret planted in every part of an item is in it exactly if its reader may read it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from apps.archive.making import pack
from apps.disclosures.states import State
from tests.bundling import order
from tests.cast import Cast
from tests.exits import SECRETS, _words
from tests.papering import needs_typesetting
from tests.test_audience_table import READS, readers
from tests.test_exits import planted

pytestmark = needs_typesetting
SHOWN = {"title", "summary", "text", "line", "file name", "file", "reply"}
OF_WITHDRAWN = {"title", "reply"}


def seen_in(path: Path) -> set[str]:
    """The secrets in the names and the contents of all its files, whatever they are packed in."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        words = " ".join([*names, *(_words(archive.read(name)) for name in names)])
    return {part for part, secret in SECRETS.items() if secret in words}


@pytest.mark.parametrize("audience", ["public", "parents", "staff"])
@pytest.mark.parametrize("reader", ["clerk", "member", "inspector", "parent", "teacher", "other_teacher"])
def test_secret_is_in_the_package_of_who_may_read_it(cast: Cast, tmp_path: Path, reader: str, audience: str) -> None:
    planted(cast, "fees", State.POSTED, audience)
    pack(order(cast, readers(cast)[reader]), tmp_path / "p.zip", lambda done, total: None)
    assert seen_in(tmp_path / "p.zip") == (SHOWN if audience in READS[reader] else set())


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW, State.APPROVED])
def test_no_secret_of_what_is_not_posted_is_in_a_package(cast: Cast, tmp_path: Path, state: State) -> None:
    planted(cast, "fees", state, "public")
    pack(order(cast, cast.clerk), tmp_path / "p.zip", lambda done, total: None)
    assert seen_in(tmp_path / "p.zip") == set()


def test_what_is_left_of_a_withdrawn_item_is_in_the_package(cast: Cast, tmp_path: Path) -> None:
    planted(cast, "fees", State.WITHDRAWN, "public")
    pack(order(cast), tmp_path / "p.zip", lambda done, total: None)
    assert seen_in(tmp_path / "p.zip") == OF_WITHDRAWN


def test_columns_that_stay_inside_are_in_no_package(cast: Cast, tmp_path: Path) -> None:
    planted(cast, "personnel", State.POSTED, "staff")
    pack(order(cast), tmp_path / "p.zip", lambda done, total: None)
    assert seen_in(tmp_path / "p.zip") == SHOWN
