"""Searching in a test: who finds which titles."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser

from apps.disclosures.factories import AttachmentFactory
from apps.disclosures.models import Disclosure
from apps.search.matching import matching
from apps.search.models import FileText
from apps.search.query import Query
from tests.cast import Cast, draft, walk


def posted(cast: Cast, **fields: Any) -> Disclosure:
    """A posted notice that says nothing but what is given."""
    return walk(draft(cast, **{"title": "事项", "summary": "如题", **fields}), "posted", cast)


def finds(typed: str, reader: Any = None) -> set[int]:
    """The keys of listed items that this reader, or anybody, finds by what was typed."""
    listed = Disclosure.objects.visible_to(reader or AnonymousUser()).on_board()
    return set(matching(listed, Query.read(typed)).values_list("pk", flat=True))


def attach(item: Disclosure, text: str = "", *, name: str = "依据.pdf", **fields: Any) -> None:
    """A file with these words, read already."""
    file = AttachmentFactory(disclosure=item, name=name, **fields)
    if text:
        FileText.objects.create(sha256=file.sha256, state=FileText.State.READ, text=text)
