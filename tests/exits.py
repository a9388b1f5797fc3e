"""Every way out of the portal, in one table: who adds an address adds its line.

A secret of its own stands in each part of an item: the title, the summary, the text, a line, a column that stays
inside, a file and its name. An exit says which parts it shows of an item whose reader may read it. test_exits.py
walks all of them, in every state, as every reader.
"""

from __future__ import annotations

import gzip
import html
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote

from django.http import HttpResponse
from django.test import Client
from pypdf import PdfReader

from apps.disclosures.models import Disclosure
from apps.duties.models import Placement
from tests.papering import SETS_TYPE

BAIT = "暗号"
"""Stands beside each secret, so that a search finds it without knowing it."""
SECRETS = {
    "title": "zqtitle7",
    "summary": "zqsummary7",
    "text": "zqtext7",
    "line": "zqline7",
    "inside": "zqinside7",
    "file name": "zqname7",
    "file": "zqfile7",
    "reply": "zqreply7",
}
NAMES = {"title"}
TOLD = {"title", "summary"}
ALL = {"title", "summary", "text", "line", "file name"}
ANSWERED = {"title", "reply"}
"""A published reply about an item is an exit of that item."""


@dataclass(frozen=True)
class Exit:
    """An address, and the parts it shows of an item that its reader may read."""

    name: str
    address: Callable[[Disclosure], str]
    shows: frozenset[str]
    may_show: frozenset[str] = frozenset()
    """Parts that it shows of some items."""
    is_list: bool = False
    """It shows what is in force; what was corrected or withdrawn is reached by its own address only."""
    of_withdrawn: frozenset[str] = frozenset()
    """What is left of a withdrawn item."""
    for_everybody: bool = False
    """It is the same for every reader, and so shows only what is public."""
    is_for_work: bool = False
    """It opens for those who work here, whatever others may read."""
    shows_unposted: bool = False
    """Whoever works on an item sees it here before it is posted."""
    masks_people: bool = False
    """Of a kind that names people it shows no words, only the number."""
    part: re.Pattern[str] = re.compile(".*", re.DOTALL)
    """The part of the answer that is looked at."""

    def parts_of(self, item: Disclosure, *, is_readable: bool) -> frozenset[str]:
        """What it must show of this item to a reader."""
        if self.for_everybody and item.audience != "public":
            return frozenset()
        if not is_readable or (self.is_list and item.state not in ("posted", "concluded")):
            return frozenset()
        if item.state == "withdrawn":
            return self.of_withdrawn
        return frozenset() if self.masks_people and type(item).names is not Disclosure.names else self.shows


def number_of(item: Disclosure) -> str:
    """The register number; for an item that has none yet, one that somebody might try."""
    return item.number if item.register_serial else "2026-001"


def duty_of(item: Disclosure) -> int:
    """The key of the duty that the item is for."""
    return Placement.objects.get(disclosure=item.pk).duty_id


def own(name: str, ending: str, shows: set[str], *, withdrawn: set[str] = frozenset(), **more: Any) -> Exit:
    """An exit at the item's own address."""

    def address(item: Disclosure) -> str:
        return f"/r/{number_of(item)}{ending}"

    return Exit(name, address, frozenset(shows), of_withdrawn=frozenset(withdrawn), **more)


def listed(name: str, address: str, shows: set[str], may_show: set[str] = frozenset(), **more: Any) -> Exit:
    """An exit that shows many items; {kind} in its address is that of the item."""
    return Exit(
        name,
        lambda item: address.format(kind=item.kind, bait=BAIT),
        frozenset(shows),
        frozenset(may_show),
        is_list=True,
        **more,
    )


def about(name: str, address: str, **more: Any) -> Exit:
    """An exit that shows the reply about the item, as long as the item may be read; {key} is that of the reply."""

    def whole(item: Disclosure) -> str:
        case = item.cases.first()
        return address.format(key=case.publication.pk if case else 1, bait=BAIT)

    return Exit(name, whole, frozenset(ANSWERED), of_withdrawn=frozenset(ANSWERED), **more)


def registered(name: str, address: str) -> Exit:
    """The register of disclosures, which keeps what was corrected or withdrawn."""

    def whole(item: Disclosure) -> str:
        return f"/desk/archive/{address}?year={item.register_year or ''}"

    return Exit(name, whole, frozenset(NAMES), of_withdrawn=frozenset(NAMES), is_for_work=True)


HEAD = re.compile("<head>.*</head>", re.DOTALL)
BEFORE_REPLIES = re.compile(r'.*?(?=<section class="sec" aria-labelledby="replies-h">|\Z)', re.DOTALL)
REPLIES = re.compile(r'<section class="sec" aria-labelledby="replies-h">.*', re.DOTALL)

PAPERS = [
    own("poster A4", "/poster-a4.pdf", ALL - {"file name"}, withdrawn=NAMES),
    own("poster A3", "/poster-a3.pdf", ALL - {"file name"}, withdrawn=NAMES),
    own("item PDF", "/item.pdf", ALL, withdrawn=NAMES),
    own("QR code", "/qr.svg", set()),
    listed("wall of the week", "/week.pdf", NAMES, ALL, for_everybody=True),
]
EXITS = [
    # pages
    own("page", "", ALL | {"reply"}, withdrawn=NAMES | {"reply"}),
    own("share card", "", NAMES, may_show=frozenset(TOLD), withdrawn=NAMES, part=HEAD),
    Exit(
        "subscribing",
        lambda item: f"/subscriptions/?item={number_of(item)}",
        frozenset(NAMES),
        of_withdrawn=frozenset(NAMES),
    ),
    own("objection", "/object/", NAMES, withdrawn=NAMES),
    own("report of a mistake", "/mistake/", NAMES, withdrawn=NAMES),
    Exit(
        "opinion about an item",
        lambda item: f"/counter/opinion/?item={number_of(item)}",
        frozenset(NAMES),
        of_withdrawn=frozenset(NAMES),
    ),
    own("changes", "/changes/", set(), may_show=frozenset(ALL)),
    Exit(
        "file",
        lambda item: item.attachments.get().get_absolute_url(),
        frozenset({"file"}),
        frozenset({"file name"}),
        shows_unposted=True,
    ),
    listed("board", "/", NAMES, TOLD, part=BEFORE_REPLIES),
    about("latest replies", "/", part=REPLIES),
    about("replies", "/replies/"),
    about("replies of a search", "/replies/?q={bait}"),
    about("reply", "/replies/{key}/"),
    listed("numbers of replies", "/replies/numbers/", set()),
    listed("numbers of replies CSV", "/replies/numbers.csv", set()),
    listed("list", "/{kind}/", NAMES, TOLD),
    listed("list of all", "/search/", NAMES, TOLD),
    listed("search", "/search/?q={bait}", NAMES, {*ALL, "file"}),
    listed("search, best first", "/search/?q={bait}&sort=best", NAMES, {*ALL, "file"}),
    listed("directory", "/directory/", set(), NAMES),
    listed("directory CSV", "/directory.csv", set()),
    listed("schools side by side", "/directory/schools/", set()),
    listed("schools side by side CSV", "/directory/schools.csv", set()),
    Exit("duty", lambda item: f"/directory/{duty_of(item)}/", frozenset(NAMES), is_list=True),
    # paper
    *(PAPERS if SETS_TYPE else ()),
    # the working side
    listed("desk", "/desk/", set(), NAMES, is_for_work=True, shows_unposted=True),
    listed("duties", "/desk/duties/", set(), is_for_work=True),
    listed("duties of the week", "/desk/duties/week/", set(), is_for_work=True),
    listed("duties of the term", "/desk/duties/term/", set(), is_for_work=True),
    Exit(
        "duty at work",
        lambda item: f"/desk/duties/{duty_of(item)}/",
        frozenset(NAMES),
        of_withdrawn=frozenset(NAMES),
        is_for_work=True,
        shows_unposted=True,
    ),
    registered("register", "register/"),
    registered("register, printed", "register/print/"),  # the PDF sets the same rows; typesetting takes seconds
    registered("register CSV", "register.csv"),
    registered("register XLSX", "register.xlsx"),
    registered("register JSON", "register.json"),
    listed("coverage", "/desk/groups/coverage/", set()),
    listed("coverage CSV", "/desk/groups/coverage.csv", set()),
    listed("annual report", "/desk/archive/annual/", set()),
    # data
    listed("feed", "/feed.atom", NAMES, TOLD, masks_people=True),
    listed("feed of a kind", "/feed.atom?kind={kind}", NAMES, TOLD, masks_people=True),
    listed("feed of a search", "/feed.atom?q={bait}", NAMES, TOLD, masks_people=True),
    listed("items CSV", "/data/items.csv", TOLD),
    listed("items XLSX", "/data/items.xlsx", TOLD),
    listed("items JSON", "/data/items.json", TOLD),
    listed("found CSV", "/data/items.csv?q={bait}", TOLD),
    own("lines CSV", "/lines.csv", {"line"}),
    own("lines XLSX", "/lines.xlsx", {"line"}),
    own("lines JSON", "/lines.json", {"line"}),
    listed("API items", "/api/v1/items", TOLD),
    listed("API search", "/api/v1/items?q={bait}", TOLD),
    Exit("API item", lambda item: f"/api/v1/items/{number_of(item)}", frozenset(ALL), of_withdrawn=frozenset(NAMES)),
    Exit("API lines", lambda item: f"/api/v1/items/{number_of(item)}/lines", frozenset({"line"})),
    Exit("API files", lambda item: f"/api/v1/items/{number_of(item)}/attachments", frozenset({"file name"})),
    listed("sitemap", "/sitemap.xml", set(), for_everybody=True),
    listed("sitemap of the year", "/sitemap-2026.xml", set(), for_everybody=True),
]


def seen_by(browser: Client, way_out: Exit, item: Disclosure) -> frozenset[str]:
    """The parts of the item that are in the answer, whatever it is packed in."""
    address = way_out.address(item)
    answer = _unpacked(browser.get(address))
    for asked in (address, unquote(address)):  # what was asked is no secret
        answer = answer.replace(asked, "")
    found = way_out.part.search(answer)
    words = found[0] if found else ""
    return frozenset(part for part, secret in SECRETS.items() if secret in words)


def _unpacked(response: HttpResponse) -> str:
    """All that can be read in an answer: pages as text, the insides of spreadsheets and PDFs, names in headers."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if response.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    return unquote(html.unescape(f"{response.headers} {_words(body)}"))


@cache
def _words(body: bytes) -> str:
    """Read once: most readers get the same."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as folder:
            return " ".join(folder.read(name).decode() for name in folder.namelist() if name.endswith(".xml"))
    if body.startswith(b"%PDF"):
        return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages))
    text = body.decode(errors="replace")
    text = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text)
    return re.sub(r"</?(?:mark|wbr)[^>]*>", "", text)
