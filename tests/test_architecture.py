"""The arrangement, held by reading the source: the board asks only for what is visible, and nobody names a kind."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS, TEMPLATES = ROOT / "apps", ROOT / "templates"
KINDS = [folder.parent.name for folder in APPS.glob("kinds/*/apps.py")]

DOORS = {"visible_to", "workable_by", "seen_by", "countable", "could_be_given_to", "objections_to", "of_receipt"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
SIDE_DOORS = {"corrections", "replaces", "disclosures", "raw", "cursor", "extra"}
OPEN_MODELS = {
    "Announcement", "Banner", "BoxOpening", "CalendarLink", "Checklist", "Choice", "Contact", "Duty", "ExportJob",
    "File", "GreyDays", "Heading", "InboxEntry", "MailWish", "Meeting", "Membership", "Package", "Page", "Paper",
    "Pause", "Plan", "Posting", "PublishedName", "Register", "Reminder", "Responsibility", "Revision", "Round",
    "SchoolYear", "SpentProof", "StandIn", "Start", "Subscription", "Term", "Unit", "User", "Vacation",
    "WriterAddress",
}  # fmt: skip
EXITS = (
    "archive",
    "board",
    "casework",
    "counter",
    "dutywork",
    "groupwork",
    "notifications",
    "pages",
    "papers",
    "punctuality",
    "replies",
    "reuse",
)
INDEXING = {
    "cards.py", "excerpts.py", "files.py", "following.py", "hits.py", "places.py", "rebuilding.py", "rebuild_search.py",
    "text.py",
}  # fmt: skip
"""Modules of the search that write the index, read of it only what was found by asking first, or (hits.py) learn from
it how long a time to ask about."""
MIGRATING = {"loading.py"}
"""Writes the texts that come with the portal, before anybody reads."""
SHORT_CUTS = {"get_object_or_404", "get_list_or_404"}


def ways_around(tree: ast.Module) -> list[str]:
    """Every expression by which the board could reach an item that its reader may not read."""
    asked_first = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in DOORS}
    return [ast.unparse(node) for node in ast.walk(tree) if _leads_around(node, asked_first)]


def _leads_around(node: ast.AST, asked_first: set[int]) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SHORT_CUTS:
        return isinstance(node.args[0], ast.Name) and node.args[0].id[0].isupper()
    if not isinstance(node, ast.Attribute):
        return False
    is_open = isinstance(node.value, ast.Name) and node.value.id in OPEN_MODELS
    is_manager = node.attr in MANAGERS and not is_open and id(node) not in asked_first
    return is_manager or node.attr in SIDE_DOORS


def asking() -> list[Path]:
    """The modules by which something leaves the portal."""
    found = {
        path for room in (*EXITS, "search") for path in APPS.glob(f"{room}/**/*.py") if "migrations" not in path.parts
    }
    return sorted(path for path in found if path.name not in INDEXING | MIGRATING)


@pytest.mark.parametrize("path", asking(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_exits_ask_only_what_is_visible(path: Path) -> None:
    assert ways_around(ast.parse(path.read_text())) == []


@pytest.mark.parametrize(
    "source",
    [
        "Disclosure.objects.filter(pk=1)",
        "Disclosure.objects.on_board().visible_to(reader)",
        "Attachment.objects.get(pk=1)",
        "kind._default_manager.get(pk=1)",
        "item.corrections.first()",
        "item.replaces.title",
        "unit.disclosures.all()",
        "get_object_or_404(Disclosure, pk=1)",
        "connection.cursor()",
    ],
)
def test_way_around_is_seen(source: str) -> None:
    assert ways_around(ast.parse(source))


@pytest.mark.parametrize("source", ["Disclosure.objects.visible_to(reader)", "Unit.objects.all()", "item.replaces_id"])
def test_open_way_is_left_alone(source: str) -> None:
    assert ways_around(ast.parse(source)) == []


def words_of(path: Path) -> Iterator[str]:
    """The words of a source file that mean something to a machine: in Python names and strings that are no prose."""
    if path.suffix != ".py":
        yield from re.findall(r"\w+", path.read_text())
        return
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.NAME or (token.type == tokenize.STRING and not re.search(r"\s", token.string)):
                yield from re.findall(r"\w+", token.string)


def is_at_home(path: Path, kind: str) -> bool:
    return path.is_relative_to(APPS / "kinds" / kind)


@pytest.mark.parametrize("kind", KINDS)
def test_kind_is_named_only_at_home(kind: str) -> None:
    sources = [
        path for folder in (APPS, TEMPLATES) for end in ("py", "html", "txt") for path in folder.rglob(f"*.{end}")
    ]
    named = [path for path in sources if not is_at_home(path, kind) and kind in words_of(path)]
    assert [str(path.relative_to(ROOT)) for path in named] == []
