"""What the first view of the board weighs on its way to a phone: everything it loads, packed as it is served."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from whitenoise.compress import Compressor

from apps.disclosures.states import State
from tests.cast import draft, walk

LIMIT = 60_000
"""Bytes, with the lines of the headers."""
HEADERS = 600
"""Bytes that one answer may take for its headers: more than any of ours does."""


@pytest.fixture
def board(cast):
    """A full board: a strip of items in their publicity period, and the newest below."""
    for number in range(9):
        title = f"课后服务收费标准调整公示第{number}号"
        walk(draft(cast, title=title, summary="按每天实际参加的时长收费，随时可以退出。"), State.POSTED, cast)
    return Client(headers={"accept-encoding": "gzip"}).get("/")


def packed(path: str) -> int:
    """Bytes of a static file as WhiteNoise sends it."""
    content = Path(finders.find(path)).read_bytes()
    return min(len(content), len(Compressor.compress_gzip(content)))


def loaded_by(page: str) -> list[str]:
    """The stylesheets and pictures that a page names."""
    return sorted(set(re.findall(r'(?:src|rel="(?:stylesheet|icon)" href)="/static/([^"?]+)', page)))


def test_first_view_weighs_little(board):
    files = loaded_by(Client().get("/").content.decode())
    parts = {"page": len(board.content), **{path: packed(path) for path in files}}
    assert sum(parts.values()) + HEADERS * len(parts) <= LIMIT, parts


def test_first_view_loads_what_it_names(board):
    assert set(loaded_by(Client().get("/").content.decode())) >= {
        "portal.css",
        "vendor/bootstrap.min.css",
        "img/seal.svg",
    }


def test_headers_are_counted_in_full(board):
    assert len(board.serialize_headers()) < HEADERS


def test_reading_needs_no_font_and_nothing_from_elsewhere():
    sheets = [Path(finders.find(path)).read_text() for path in ("portal.css", "desk.css")]
    assert [found for sheet in sheets for found in re.findall(r"@font-face|@import|url\(", sheet)] == []
