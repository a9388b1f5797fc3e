"""A ZIP that goes on where it stopped, and that nobody finds before it is whole.

Until then it is two files beside the place where it will lie: the entries (.part) and a journal of those that are
whole (.journal). Whoever writes holds a lock on the first, which the system takes back from a process that is killed.
"""

from __future__ import annotations

import datetime
import errno
import fcntl
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from django.utils import timezone

PACKED_ALREADY = (".pdf", ".xlsx", ".docx", ".jpg", ".jpeg", ".png")
CHUNK = 1024 * 1024
MEMBER = ("filename", "compress_type", "CRC", "compress_size", "file_size", "header_offset")
"""What the directory at the end of a ZIP says of an entry, and the journal until then."""


class BeingWritten(Exception):
    """Another process is writing this package."""


class Bundle:
    """The package at `path` while it is written; `order` says what is packed, as plain data.

    What was written before for the same order is taken up again; raises BeingWritten while somebody else is at it.
    """

    def __init__(self, path: Path, order: dict[str, Any]) -> None:
        self.path, self.order = path, order
        self.part, self.journal = _parts_of(path)
        self.begun_at = timezone.now()
        self._fresh: list[list[Any]] = []
        self._file = _locked(self.part)
        self._open = ExitStack()
        if not self._goes_on():
            self.restart()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._close()
        if is_full(error):  # it holds up everybody: what lies there unfinished makes room
            remove_parts(self.path)

    def restart(self) -> None:
        """Throw away what was written and begin anew."""
        self.begun_at = timezone.now()
        self.journal.unlink(missing_ok=True)
        self.journal.touch(0o640)
        self._open_at(0)
        self._note({"order": self.order, "begun": self.begun_at.isoformat()})

    def add(self, name: str, chunks: Iterable[bytes]) -> str:
        """Write an entry piece by piece; its SHA-256 in hexadecimal."""
        packing = zipfile.ZIP_STORED if name.lower().endswith(PACKED_ALREADY) else zipfile.ZIP_DEFLATED
        info = self._entry(filename=name, compress_type=packing)
        digest = sha256()
        with self._zip.open(info, "w") as entry:
            for chunk in chunks:
                digest.update(chunk)
                entry.write(chunk)
        self._fresh.append([*(getattr(info, field) for field in MEMBER), digest.hexdigest()])
        return digest.hexdigest()

    def keep(self, records: list[dict[str, Any]]) -> None:
        """Whatever happens to the process, the entries so far stay, and these records of them."""
        _to_the_disk(self._file)
        self._note({"end": self._zip.start_dir, "members": self._fresh, "records": records})
        self._fresh = []

    def records(self) -> Iterator[dict[str, Any]]:
        """What was kept of the entries so far, in their order."""
        return (record for line in self._lines() for record in line.get("records", ()))

    def sums(self) -> Iterator[tuple[str, str]]:
        """SHA-256 and name of every entry so far."""
        for member in (member for line in self._lines() for member in line.get("members", ())):
            yield member[-1], member[0]
        yield from ((member[-1], member[0]) for member in self._fresh)

    def finish(self) -> None:
        """Write the directory, and only then give the package its name."""
        self._zip.close()
        _to_the_disk(self._file)
        self.part.replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        self.journal.unlink()

    def _goes_on(self) -> bool:
        """Take up what is whole; False when there is nothing for this order, or the entries are not what was noted."""
        lines = self._lines()
        head = next(lines, None)
        if head is None or head["order"] != self.order:
            return False
        kept = [(line["end"], line["members"]) for line in lines]
        self.begun_at = datetime.datetime.fromisoformat(head["begun"])
        self._open_at(kept[-1][0] if kept else 0)
        _cut_half_a_line(self.journal)
        infos = [self._entry(**dict(zip(MEMBER, member, strict=False))) for _end, members in kept for member in members]
        self._zip.infolist().extend(infos)
        return all(map(self._is_whole, infos))

    def _is_whole(self, info: zipfile.ZipInfo) -> bool:
        try:
            with self._zip.open(info) as entry:
                while entry.read(CHUNK):
                    pass
        except (zipfile.BadZipFile, EOFError, OSError):
            return False
        return True

    def _entry(self, **values: Any) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(values.pop("filename"), timezone.localtime(self.begun_at).timetuple()[:6])
        info.external_attr = 0o644 << 16
        for name, value in values.items():
            setattr(info, name, value)
        return info

    def _open_at(self, end: int) -> None:
        """An archive that goes on at this place of the file; what comes after it is cut off."""
        self._fresh = []
        self._open.close()
        self._file.truncate(end)
        self._file.seek(end)
        self._zip = zipfile.ZipFile(self._file, "w")
        self._open.callback(_leave, self._zip)

    def _note(self, line: dict[str, Any]) -> None:
        with self.journal.open("a") as journal:
            journal.write(json.dumps(line, ensure_ascii=False) + "\n")
            _to_the_disk(journal)

    def _lines(self) -> Iterator[dict[str, Any]]:
        """The whole lines of the journal."""
        with suppress(FileNotFoundError), self.journal.open() as lines:
            yield from (json.loads(line) for line in lines if line.endswith("\n"))

    def _close(self) -> None:
        self._open.close()
        with suppress(OSError):
            self._file.close()


def is_full(error: BaseException | None) -> bool:
    """Whether it is the disk, or the share of it that this program may use, that stopped it."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def remove_parts(path: Path) -> None:
    """Delete what was written of a package that is not finished."""
    for part in _parts_of(path):
        part.unlink(missing_ok=True)


def _parts_of(path: Path) -> tuple[Path, Path]:
    return path.with_name(f"{path.name}.part"), path.with_name(f"{path.name}.journal")


def _locked(path: Path) -> IO[bytes]:
    file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o640), "r+b")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_here = os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        is_here = False
    if not is_here:  # it is held, or was given its name while we came
        file.close()
        raise BeingWritten
    return file


def _leave(archive: zipfile.ZipFile) -> None:
    with suppress(OSError, ValueError):  # of a package that is not finished nobody needs the directory
        archive.close()


def _to_the_disk(file: IO[Any]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _cut_half_a_line(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(sum(len(line) for line in file if line.endswith(b"\n")))
