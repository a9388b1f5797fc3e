"""What lies in the package of a school: opened, read and checked as an inspector would."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from apps.archive.orders import Order
from apps.cases.models import Publication
from apps.disclosures.states import State
from apps.papers.models import Posting
from tests.bundling import PDF, check, data, days, on_disk, order, packed, posted, text
from tests.cast import Cast, again, walk
from tests.papering import needs_typesetting
from tests.replying import about

pytestmark = needs_typesetting


def test_items_are_in_the_order_of_their_numbers(cast: Cast, tmp_path: Path) -> None:
    items = [posted(cast, title=f"第{n}项") for n in range(7)]
    packed(cast, tmp_path)
    found = re.findall(r'<th scope="row">(.+?)</th>', text(tmp_path, "index.html"))
    assert found == [item.register_no for item in items]


def test_item_is_there_as_paper_and_as_data(cast: Cast, tmp_path: Path) -> None:
    item = posted(cast, title="食堂采购公示", body="<p>全文在此</p>")
    packed(cast, tmp_path)
    paper = PdfReader(tmp_path / "out" / "items" / item.number / "item.pdf")
    said = data(tmp_path, f"items/{item.number}/item.json")
    assert ("食堂采购公示" in paper.pages[0].extract_text(), said["title"], said["text"]) == (
        True, "食堂采购公示", "全文在此",
    )  # fmt: skip


def test_data_tell_what_happened_by_role_and_not_by_name(cast: Cast, tmp_path: Path) -> None:
    item = posted(cast)
    packed(cast, tmp_path)
    history = data(tmp_path, f"items/{item.number}/item.json")["history"]
    names = [person.name for person in (cast.clerk, cast.chair, cast.office, cast.member)]
    assert (len(history), [name for name in names if name in str(history)]) == (4, [])


def test_every_file_is_in_the_sums_and_the_sums_hold(cast: Cast, tmp_path: Path) -> None:
    posted(cast, content=PDF, name="怪 名\\字:1.pdf")
    packed(cast, tmp_path)
    listed = {line[66:] for line in text(tmp_path, "sha256sums.txt").splitlines()}
    root = tmp_path / "out"
    there = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    assert (check(tmp_path).stderr, there - listed, listed - there) == ("", {"sha256sums.txt"}, set())


def test_a_changed_byte_is_found_by_the_sums(cast: Cast, tmp_path: Path) -> None:
    posted(cast, content=PDF)
    packed(cast, tmp_path)
    (file,) = (tmp_path / "out").glob("items/*/files/*")
    file.write_bytes(PDF + b" ")
    assert check(tmp_path).returncode == 1


def test_very_long_name_can_be_unpacked(cast: Cast, tmp_path: Path) -> None:
    posted(cast, content=PDF, name=f"{'长' * 116}.pdf")
    packed(cast, tmp_path)
    (file,) = (tmp_path / "out").glob("items/*/files/*")
    assert (file.suffix, len(file.name.encode()) <= 160) == (".pdf", True)


def test_missing_file_is_listed_and_the_rest_is_there(cast: Cast, tmp_path: Path) -> None:
    item = posted(cast, content=PDF)
    on_disk(item).unlink()
    made = packed(cast, tmp_path)
    place = f"items/{item.number}/files/1-依据.pdf"
    lists = [place in text(tmp_path, name) for name in ("missing.txt", "index.html")]
    assert (made.troubles, lists, (tmp_path / "out" / place).exists(), check(tmp_path).returncode) == (
        1, [True, True], False, 0,
    )  # fmt: skip


def test_altered_file_is_listed_and_is_there(cast: Cast, tmp_path: Path) -> None:
    item = posted(cast, content=PDF)
    on_disk(item).write_bytes(PDF + b"changed")
    packed(cast, tmp_path)
    (file,) = data(tmp_path, f"items/{item.number}/item.json")["files"]
    assert (file["trouble"], file["path"] in text(tmp_path, "missing.txt")) == ("altered", True)
    assert (tmp_path / "out" / file["path"]).read_bytes() == PDF + b"changed"


def test_package_where_nothing_is_missing_says_so(cast: Cast, tmp_path: Path) -> None:
    posted(cast, content=PDF)
    packed(cast, tmp_path)
    said = text(tmp_path, "missing.txt")
    assert (said.count("\n"), "\t" in said) == (1, False)


@pytest.mark.parametrize("reader", ["office", "clerk", "member", "inspector"])
def test_staff_item_is_in_the_package_of_who_reads_it(cast: Cast, tmp_path: Path, reader: str) -> None:
    posted(cast, audience="staff", title="只给教职工")
    packed(cast, tmp_path, getattr(cast, reader))
    assert "只给教职工" in text(tmp_path, "index.html")


def test_staff_item_is_nowhere_in_the_package_of_a_member_who_is_a_parent(cast: Cast, tmp_path: Path) -> None:
    """Whoever has lost the seat, and is still a parent, finds no trace of it, in no file."""
    posted(cast, audience="staff", title="只给教职工", content="只给教职工".encode())
    posted(cast, title="给大家")
    packed(cast, tmp_path, cast.parent)
    files = [path for path in (tmp_path / "out").rglob("*") if path.suffix in (".html", ".csv", ".json", ".txt")]
    assert [path.name for path in files if "只给教职工" in path.read_text()] == []
    assert len(list((tmp_path / "out" / "items").iterdir())) == 1


def test_withdrawn_item_keeps_its_place_without_text_and_files(cast: Cast, tmp_path: Path) -> None:
    item = walk(posted(cast, content=PDF, body="<p>收回的字句</p>"), State.WITHDRAWN, cast)
    packed(cast, tmp_path)
    said = data(tmp_path, f"items/{item.number}/item.json")
    files = sorted(path.name for path in (tmp_path / "out" / "items" / item.number).rglob("*"))
    assert (said["text"], said["title"], files) == ("", item.title, ["item.json", "item.pdf"])


def test_corrected_item_is_there_beside_its_correction(cast: Cast, tmp_path: Path) -> None:
    item = walk(posted(cast), State.SUPERSEDED, cast)
    packed(cast, tmp_path)
    said = data(tmp_path, f"items/{item.number}/item.json")
    assert (tmp_path / "out" / "items" / said["corrected_by"]).is_dir()


def test_items_of_another_school_are_left_out(cast: Cast) -> None:
    posted(cast)
    theirs = Order(cast.inspector, cast.other_school, *days(0, 0))
    assert (theirs.items.count(), order(cast).items.count()) == (0, 1)


@pytest.mark.parametrize(("first", "last", "count"), [(0, 0, 1), (-1, -1, 0), (1, 1, 0), (-1, 1, 1)])
def test_first_and_last_day_are_both_in_the_period(cast: Cast, first: int, last: int, count: int) -> None:
    posted(cast)
    assert Order(cast.office, cast.school, *days(first, last)).items.count() == count


def test_replies_are_there_in_their_public_words(cast: Cast, tmp_path: Path) -> None:
    about(cast, posted(cast), question="公开的问题")
    packed(cast, tmp_path)
    letter = Publication.objects.visible_to(cast.office).get().case.text
    said = text(tmp_path, "replies.csv")
    assert ("公开的问题" in said, letter in said) == (True, False)


def test_register_has_a_line_for_each_item(cast: Cast, tmp_path: Path) -> None:
    items = [posted(cast), posted(cast)]
    packed(cast, tmp_path)
    rows = load_workbook(tmp_path / "out" / "register.xlsx").worksheets[0].iter_rows(values_only=True, min_row=2)
    assert [row[0] for row in rows] == [item.register_no for item in items]


def test_index_leads_only_to_files_of_the_package(cast: Cast, tmp_path: Path) -> None:
    posted(cast, content=PDF, name="收费 依据#1.pdf")
    packed(cast, tmp_path)
    links = re.findall(r'(?:href|src)="([^"]+)"', text(tmp_path, "index.html"))
    files = [link for link in links if not link.startswith("#")]
    assert [link for link in files if not (tmp_path / "out" / unquote(link)).is_file()] == []
    assert len(files) > 10


def test_photo_of_the_physical_board_is_there(cast: Cast, tmp_path: Path) -> None:
    item = posted(cast)
    posting = Posting.objects.create(
        disclosure=item, place="校门口公开栏", hung_at=item.posted_at, recorded_by=again(cast.office), photo="gone.jpg"
    )
    packed(cast, tmp_path)
    assert f"items/{item.number}/photos/{posting.pk}.jpg" in text(tmp_path, "missing.txt")
