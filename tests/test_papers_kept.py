"""A paper is made once, kept, and made again only when its text changed or its file is gone."""

from __future__ import annotations

import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from apps.disclosures.states import State
from apps.papers.keeping import kept
from apps.papers.models import Paper
from apps.papers.printing import Pdf
from apps.papers.tasks import prepare
from tests.boarding import browser
from tests.cast import Cast, draft, walk
from tests.papering import asked, needs_typesetting
from tests.test_concurrency import until

pytestmark = needs_typesetting


def stamp(paper: Paper) -> tuple[object, int]:
    return paper.made_at, Path(paper.file.path).stat().st_mtime_ns


def test_second_reader_gets_the_paper_of_the_first(cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    asked(cast, item)
    first = stamp(item.papers.get())
    asked(cast, item, reader="teacher")
    assert stamp(item.papers.get()) == first


def test_lost_file_is_made_again(cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    asked(cast, item)
    Path(item.papers.get().file.path).unlink()
    assert asked(cast, item).status_code == 200


def test_new_text_takes_the_place_of_the_old(cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    asked(cast, item)
    asked(cast, walk(item, State.CONCLUDED, cast))
    assert item.papers.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_make_it_once(cast: Cast) -> None:
    item, made, together = walk(draft(cast), State.POSTED, cast), [], Barrier(2)

    def make() -> Pdf:
        made.append(1)
        until(1)  # the other one stands before the row
        return Pdf(b"%PDF-1.7", 1)

    def ask() -> str:
        try:
            together.wait(timeout=10)
            return kept("同一文本", make, format=Paper.Format.SHEET, disclosure_id=item.pk).file.name
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        names = {asker.result() for asker in [pool.submit(ask), pool.submit(ask)]}
    assert (len(made), len(names), Paper.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("paper_format", ["poster-a4", "item"])
def test_missing_font_is_said_and_the_page_stays(cast: Cast, tmp_path: Path, paper_format: str) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    with override_settings(PAPER_FONTS=tmp_path):
        response = asked(cast, item, paper_format)
        page = browser(cast, "anonymous").get(item.get_absolute_url())
    said = "This paper cannot be made now" in response.content.decode()
    assert (response.status_code, said, page.status_code) == (503, True, 200)


def test_damaged_font_is_noticed(cast: Cast, tmp_path: Path) -> None:
    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "NotoSerifSC-Bold.ttf"):
        (tmp_path / name).write_bytes(b"no font")
    item = walk(draft(cast), State.POSTED, cast)
    with override_settings(PAPER_FONTS=tmp_path):
        assert asked(cast, item).status_code == 503


def test_typesetter_that_fails_is_said_and_kept_for_the_office(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    fonts = shutil.copytree(settings.PAPER_FONTS, tmp_path / "fonts")  # others than those that are loaded
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    with override_settings(PAPER_FONTS=fonts):
        assert (asked(cast, item).status_code, bool(item.papers.get().trouble)) == (503, True)


def test_item_is_posted_although_no_paper_can_be_made(cast: Cast, tmp_path: Path) -> None:
    with override_settings(PAPER_FONTS=tmp_path):
        item = walk(draft(cast), State.POSTED, cast)
        prepare.func(item.pk)
    assert (item.state, item.papers.exclude(trouble="").count()) == (State.POSTED, 2)


def test_trouble_is_over_when_the_paper_is_made(cast: Cast, tmp_path: Path) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    with override_settings(PAPER_FONTS=tmp_path):
        asked(cast, item)
    asked(cast, item)
    assert [paper.trouble for paper in item.papers.all()] == [""]


def test_office_sees_what_could_not_be_made(cast: Cast, tmp_path: Path) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    with override_settings(PAPER_FONTS=tmp_path):
        asked(cast, item)
    page = browser(cast, "office").get("/desk/wall/").content.decode()
    assert "The fonts of the papers are missing or damaged" in page


def test_papers_are_made_ahead_for_everybody(cast: Cast) -> None:
    item = walk(draft(cast), State.POSTED, cast)
    prepare.func(item.pk)
    assert set(item.papers.values_list("format", flat=True)) == {"poster-a4", "item"}


def test_papers_of_inside_items_are_not_made_ahead(cast: Cast) -> None:
    item = walk(draft(cast, audience="staff"), State.POSTED, cast)
    prepare.func(item.pk)
    assert not item.papers.exists()


def test_posting_asks_the_worker_for_the_papers(cast: Cast, django_capture_on_commit_callbacks) -> None:
    from django_tasks_db.models import DBTaskResult

    with django_capture_on_commit_callbacks(execute=True):
        item = walk(draft(cast), State.POSTED, cast)
    assert [task.args_kwargs["args"] for task in DBTaskResult.objects.all() if "prepare" in task.task_path] == [
        [item.pk]
    ]
