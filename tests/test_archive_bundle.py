"""A package that goes on where it stopped: after a kill, after a stop; nothing half-written, whatever happens."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from apps.archive import making
from apps.archive.bundle import BeingWritten, Bundle
from apps.archive.making import pack
from apps.disclosures.states import State
from apps.organization.models import Membership
from tests.bundling import PDF, on_disk, order, posted
from tests.cast import Cast, again, walk
from tests.mailserver import PATIENCE, database_address
from tests.papering import needs_typesetting

SAME = {"school": 1}


def filled(path: Path, names: str, *, is_kept: bool = True) -> None:
    """A package with an entry for each letter that is then left lying as a program leaves it that is stopped."""
    with Bundle(path, SAME) as bundle:
        for name in names:
            bundle.add(f"{name}.txt", [name.encode() * 1000])
            if is_kept:
                bundle.keep([{"name": name}])


def finished(path: Path, names: str = "") -> dict[str, bytes]:
    """What lies in it after somebody went on with these entries and finished it."""
    with Bundle(path, SAME) as bundle:
        for name in names:
            bundle.add(f"{name}.txt", [name.encode() * 1000])
        bundle.finish()
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_finished_package_is_alone(tmp_path: Path) -> None:
    finished(tmp_path / "p.zip", "ab")
    assert [path.name for path in tmp_path.iterdir()] == ["p.zip"]


def test_package_that_is_not_finished_is_not_at_its_place(tmp_path: Path) -> None:
    filled(tmp_path / "p.zip", "ab")
    assert not (tmp_path / "p.zip").exists()


def test_entries_that_were_kept_stay(tmp_path: Path) -> None:
    filled(tmp_path / "p.zip", "ab")
    assert finished(tmp_path / "p.zip", "c") == {f"{name}.txt": name.encode() * 1000 for name in "abc"}


def test_entries_that_were_not_kept_are_cut_off(tmp_path: Path) -> None:
    filled(tmp_path / "p.zip", "ab", is_kept=False)
    assert list(finished(tmp_path / "p.zip", "c")) == ["c.txt"]


def test_records_and_sums_of_what_was_kept_are_read_again(tmp_path: Path) -> None:
    filled(tmp_path / "p.zip", "ab")
    with Bundle(tmp_path / "p.zip", SAME) as bundle:
        assert ([record["name"] for record in bundle.records()], [name for _sum, name in bundle.sums()]) == (
            ["a", "b"], ["a.txt", "b.txt"],
        )  # fmt: skip


def test_half_a_line_of_the_journal_is_cut_off(tmp_path: Path) -> None:
    filled(tmp_path / "p.zip", "ab")
    with (tmp_path / "p.zip.journal").open("a") as journal:
        journal.write('{"end": 99')
    assert list(finished(tmp_path / "p.zip", "c")) == ["a.txt", "b.txt", "c.txt"]


def test_damaged_part_begins_anew(tmp_path: Path) -> None:
    filled(tmp_path / "p.zip", "ab")
    part = tmp_path / "p.zip.part"
    part.write_bytes(part.read_bytes()[:60] + b"\0" * 60)
    assert list(finished(tmp_path / "p.zip", "c")) == ["c.txt"]


def test_other_order_begins_anew(tmp_path: Path) -> None:
    filled(tmp_path / "p.zip", "ab")
    with Bundle(tmp_path / "p.zip", {"school": 2}) as bundle:
        assert list(bundle.records()) == []


def test_second_writer_is_refused(tmp_path: Path) -> None:
    with Bundle(tmp_path / "p.zip", SAME), pytest.raises(BeingWritten):
        Bundle(tmp_path / "p.zip", SAME)


KILLED = """
import sys, django
django.setup()
from pathlib import Path
from apps.archive.bundle import Bundle
def pieces():
    yield b"c" * 100_000
    print("in the middle", flush=True)
    sys.stdin.read()
bundle = Bundle(Path(sys.argv[1]), {"school": 1})
for name in "ab":
    bundle.add(f"{name}.txt", [name.encode() * 1000])
    bundle.keep([{"name": name}])
bundle.add("c.pdf", pieces())
"""


def test_writer_that_is_killed_in_the_middle_of_a_file_loses_that_file_alone(tmp_path: Path) -> None:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "disclosure_portal.settings"}
    command = [sys.executable, "-c", KILLED, str(tmp_path / "p.zip")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, **pipes) as program:
        program.stdout.readline()
        program.kill()
    assert list(finished(tmp_path / "p.zip", "d")) == ["a.txt", "b.txt", "d.txt"]


@contextmanager
def small_disk(size: int) -> Iterator[None]:
    """No file may grow beyond this size: the system refuses to write, as it does when the disk is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def fill_up(path: Path) -> None:
    with Bundle(path, SAME) as bundle:
        for number in range(10):
            bundle.add(f"{number}.pdf", [bytes(50_000)])
            bundle.keep([])


def test_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    with small_disk(200_000), pytest.raises(OSError, match="File too large"):
        fill_up(tmp_path / "p.zip")
    assert list(tmp_path.iterdir()) == []


class Stopped(BaseException):
    """Somebody pressed Ctrl and C."""


def stop_at(number: int) -> object:
    def told(done: int, total: int) -> None:
        if done == number:
            raise Stopped

    return told


def stopped_after_one(cast: Cast, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "BATCH", 1)
    with pytest.raises(Stopped):
        pack(order(cast), path, stop_at(1))


def order_again(cast: Cast, path: Path) -> tuple[list[int], dict[str, object]]:
    """How many items were told while going on, and the data of all that are in the package then."""
    seen: list[int] = []
    pack(order(cast, again(cast.office)), path, lambda done, total: seen.append(done))
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith("/item.json")]
        return seen, {name.split("/")[1]: json.loads(archive.read(name)) for name in names}


@needs_typesetting
def test_package_goes_on_after_the_last_item(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    items = [posted(cast) for _number in range(3)]
    stopped_after_one(cast, tmp_path / "p.zip", monkeypatch)
    seen, found = order_again(cast, tmp_path / "p.zip")
    assert (seen, list(found)) == ([1, 2, 3], [item.number for item in items])


@needs_typesetting
def test_package_begins_anew_when_an_item_in_it_was_withdrawn(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = posted(cast, body="<p>收回的字句</p>")
    posted(cast)
    stopped_after_one(cast, tmp_path / "p.zip", monkeypatch)
    walk(item, State.WITHDRAWN, cast)
    seen, found = order_again(cast, tmp_path / "p.zip")
    assert (seen, found[item.number]["text"]) == ([0, 1, 2], "")


@needs_typesetting
def test_package_begins_anew_when_its_person_reads_less(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted(cast, audience="staff")
    public = posted(cast)
    stopped_after_one(cast, tmp_path / "p.zip", monkeypatch)
    Membership.objects.filter(user=cast.office).delete()
    seen, found = order_again(cast, tmp_path / "p.zip")
    assert (seen, list(found)) == ([0, 1], [public.number])


@needs_typesetting
@pytest.mark.django_db(transaction=True)
def test_program_that_is_killed_goes_on(cast: Cast, tmp_path: Path) -> None:
    """It is held at the file of the sixth item, which is a pipe, and killed there."""
    items = [posted(cast, content=PDF) for _number in range(6)]
    last = on_disk(items[-1])
    last.unlink()
    os.mkfifo(last)
    with program(cast, tmp_path / "p.zip") as first:
        next((line for line in first.stdout or () if "5/6" in line), None)
        first.kill()
    last.unlink()
    last.write_bytes(PDF)
    with program(cast, tmp_path / "p.zip") as second:
        told = second.communicate(timeout=PATIENCE)[0]
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        papers = [name for name in archive.namelist() if name.endswith("/item.pdf")]
        assert (told.count("5/6"), "0/6" in told, len(papers), archive.testzip()) == (1, False, 6, None)


def program(cast: Cast, path: Path) -> subprocess.Popen[str]:
    """`manage.py pack` on the database and the files of this test."""
    environment = os.environ | {"DATABASE_URL": database_address(), "MEDIA_ROOT": str(settings.MEDIA_ROOT)}
    environment["PYTHONUNBUFFERED"] = "1"
    given = order(cast)
    days = ["--from", given.first.isoformat(), "--to", given.last.isoformat()]
    command = [sys.executable, "manage.py", "pack", "--school", cast.school.name, *days]
    command += ["--as", cast.office.username, "--output", str(path)]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True)
