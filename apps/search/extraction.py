"""Reads the words out of one file. Run as a program of its own, so that a hostile file takes nobody with it:

    python extraction.py .pdf <file >text

It writes line by line, so that what was read before it was stopped is not lost, and ends with one of the codes below.
It needs no portal, no database and no environment.
"""

from __future__ import annotations

import io
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import datetime

READ, ENCRYPTED, LONG = 0, 3, 4
MOST_MEMORY = 768 * 1024 * 1024
MOST_SECONDS = 10
"""Of processor time."""
MOST_CHARACTERS = 300_000
"""About two hundred pages; what follows is not read."""
MOST_UNPACKED = 100 * 1024 * 1024
"""A packed file that says it is larger is not unpacked."""
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
UNWANTED = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
BETWEEN_CHINESE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s+(?=[\u3000-\u9fff\uff00-\uffef])")


class Encrypted(Exception):
    """The file asks for a password."""


def pdf(data: bytes) -> Iterator[str]:
    """One line for each page: where a line ends on paper says nothing."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Encrypted
        for page in reader.pages:
            yield page.extract_text()
    except (DependencyError, FileNotDecryptedError) as error:
        raise Encrypted from error


def docx(data: bytes) -> Iterator[str]:
    """One line for each paragraph; what stands in the cell of a table is a paragraph too."""
    from defusedxml.ElementTree import iterparse

    with _unpacked(data).open("word/document.xml") as document:
        words: list[str] = []
        for _event, element in iterparse(document):
            if element.tag == f"{WORD}t":
                words.append(element.text or "")
            elif element.tag in (f"{WORD}tab", f"{WORD}br"):
                words.append(" ")
            elif element.tag == f"{WORD}p":
                yield "".join(words)
                words.clear()
                element.clear()


def xlsx(data: bytes) -> Iterator[str]:
    """One line for each row, after the name of its sheet."""
    from openpyxl import load_workbook

    _unpacked(data)
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        yield sheet.title
        for row in sheet.iter_rows(values_only=True):
            yield " | ".join(_shown(value) for value in row if value is not None)


def _shown(value: object) -> str:
    """A cell as a reader sees it: a day without its midnight, a whole number without its point."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _unpacked(data: bytes) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(data))
    if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
        raise MemoryError
    return archive


READERS = {".pdf": pdf, ".docx": docx, ".xlsx": xlsx}


def write_words(ending: str, data: bytes) -> int:
    """Write the words of a file to standard output; returns the code to end with."""
    left = MOST_CHARACTERS
    try:
        for line in READERS[ending](data):
            clean = BETWEEN_CHINESE.sub("", " ".join(UNWANTED.sub(" ", line).split()))
            if clean:
                print(clean[:left], flush=True)  # noqa: T201  this is what it is for
            left -= len(clean)
            if left < 0:
                return LONG
    except Encrypted:
        return ENCRYPTED
    return READ


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    sys.exit(write_words(sys.argv[1], sys.stdin.buffer.read()))
