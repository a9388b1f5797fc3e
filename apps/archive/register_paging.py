"""Pages of the register by key: a page begins after a number, so that it costs the same however far down it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Q

from apps.archive.register import Line, after, batch_of, complete, lines, lines_of
from apps.archive.register_filters import Filters
from apps.disclosures.models import Disclosure

PER_PAGE = 20


@dataclass(frozen=True)
class Page:
    """The lines of a page, and the number after which the next begins; empty on the last."""

    lines: list[Line]
    following: str


def page_of(filters: Filters, key: str) -> Page:
    """The page after a number, such as 2026-012; the first when the key is of another year, or none."""
    before = _read(key, filters.year_chosen)
    found = batch_of(filters.narrowed().filter(after(before) if before else Q()), PER_PAGE + 1)
    shown, has_more = found[:PER_PAGE], len(found) > PER_PAGE
    rows = lines_of(shown, filters.user) if shown else []
    if filters.is_whole:
        first = (before.register_serial or 0) + 1 if before else 1
        last = shown[-1].register_serial if has_more else filters.given
        rows = list(complete(rows, filters.year_chosen or 0, first, last or 0))
    return Page(rows, shown[-1].number if has_more else "")


def all_lines(filters: Filters):
    """Every line of the list, read while they are written."""
    found = lines(filters.narrowed(), filters.user)
    return complete(found, filters.year_chosen or 0, 1, filters.given) if filters.is_whole else found


def _read(key: str, year: int | None) -> Disclosure | None:
    found = re.fullmatch(r"([0-9]{4})-([0-9]{1,9})", key)
    if not found or (year and int(found[1]) != year):
        return None
    return Disclosure(register_year=int(found[1]), register_serial=int(found[2]))
