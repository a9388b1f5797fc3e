"""No empty boxes: on a machine without fonts, in every script a name is written in, and never unsaid."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from pypdf import PdfReader

from apps.disclosures.models import Disclosure
from apps.disclosures.rules import remarks
from apps.disclosures.states import State
from apps.papers import glyphs
from apps.papers.composing import document_of
from apps.papers.making import POSTER
from tests.cast import Cast, draft, factory_of, walk
from tests.papering import asked, boxes, fonts, needs_typesetting, pdf, printed

pytestmark = needs_typesetting

KINDS = [kind._meta.app_label for kind in Disclosure.kinds()]
OURS = {"Paper-Sans", "Paper-Sans-Bold", "Paper-Song-Bold"}
NO_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig></fontconfig>"""
PRINT = """
import sys
from pathlib import Path
from django.conf import settings
settings.configure(PAPER_FONTS=Path(sys.argv[1]), USE_I18N=False)
from apps.papers.printing import pdf_of
sys.stdout.buffer.write(pdf_of(sys.stdin.read(), address="https://gk.school.example/").content)
"""


def printed_without_system_fonts(html: str, folder: Path) -> PdfReader:
    """The PDF of a machine on which fontconfig knows no font."""
    (folder / "fonts.conf").write_text(NO_FONTS)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PRINT, str(settings.PAPER_FONTS)],
        input=html.encode(),
        env={**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")},
        capture_output=True,
        check=True,
    )
    return PdfReader(io.BytesIO(done.stdout))


@pytest.mark.parametrize("kind", KINDS)
def test_poster_needs_no_font_of_the_machine(cast: Cast, tmp_path: Path, kind: str) -> None:
    item = walk(draft(cast, factory_of(Disclosure.kind_of(kind))), State.POSTED, cast)
    found = printed_without_system_fonts(document_of(item.specific, AnonymousUser(), POSTER), tmp_path)
    assert (boxes(found), set(fonts(found)) <= OURS, all(fonts(found).values())) == ([], True, True)


def test_rare_names_are_printed_in_both_weights(tmp_path: Path) -> None:
    styles = ("", "font-weight: 700", "font-weight: 700; font-family: Paper Song, Paper Sans")
    html = "".join(f"<p style='font-family: Paper Sans; {style}'>翯䶮㛃𬭎喆堃</p>" for style in styles)
    assert boxes(printed_without_system_fonts(html, tmp_path)) == []


def test_box_is_noticed(tmp_path: Path) -> None:
    assert boxes(printed_without_system_fonts("<p>𠮷</p>", tmp_path))


@pytest.mark.parametrize(("encoding", "first"), [("gb2312", 0xA1), ("big5", 0xA4)])
def test_fonts_have_every_character_of_a_standard(encoding: str, first: int) -> None:
    pairs = (bytes([lead, trail]) for lead in range(first, 0xF8) for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    assert glyphs.lacking("".join(pair.decode(encoding, "ignore") for pair in pairs)) == ""


def test_fonts_have_every_unified_character_of_the_first_block() -> None:
    assert glyphs.lacking("".join(map(chr, range(0x4E00, 0x9FA6)))) == ""


def test_character_that_cannot_be_printed_is_told_on_the_paper(cast: Cast) -> None:
    assert "U+20BB7" in printed(cast, walk(draft(cast, title="𠮷同志任职公示"), State.POSTED, cast))


def test_character_that_cannot_be_printed_is_told_before_it_is_posted(cast: Cast) -> None:
    told = " ".join(remarks(draft(cast, body="<p>𠮷同志</p>")))
    assert "𠮷" in told


def test_text_of_usual_characters_is_not_remarked(cast: Cast) -> None:
    assert "U+" not in " ".join(remarks(draft(cast, body="<p>课后服务費 ABC 12%：“甲”、①㎡…—</p>")))


def test_poster_of_a_machine_with_fonts_uses_only_ours(cast: Cast) -> None:
    assert set(fonts(pdf(asked(cast, walk(draft(cast), State.POSTED, cast))))) <= OURS


def test_typesetter_is_not_loaded_with_the_portal() -> None:
    script = "import django; django.setup(); import disclosure_portal.urls, sys; sys.exit('weasyprint' in sys.modules)"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "disclosure_portal.settings"}
    assert subprocess.run([sys.executable, "-c", script], env=env, check=False).returncode == 0
