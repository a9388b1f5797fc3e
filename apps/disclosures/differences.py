"""What changed between two versions: field by field, and line by line, each line known by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from apps.disclosures.content import Content
from apps.disclosures.models import Disclosure
from apps.disclosures.templatetags.portal import money
from apps.disclosures.wording import SHORT, Piece, passages

FINGERPRINT = re.compile(r"\b([0-9a-f]{8})[0-9a-f]{56}\b")
AMOUNT = re.compile(r"-?[0-9]+[.][0-9]{2}")
MOST = 0.75
"""A line under another name is taken for the same line when this share of its other columns stayed."""

Row = dict[str, str]
Likeness = Callable[[Row, Row], float]


@dataclass(frozen=True)
class Passage:
    """A place that differs; in a line, the column in which it stands."""

    pieces: list[Piece]
    column: str = ""

    @property
    def before(self) -> str:
        return "".join(piece.kept + piece.gone for piece in self.pieces)

    @property
    def after(self) -> str:
        return "".join(piece.kept + piece.came for piece in self.pieces)

    @property
    def is_woven(self) -> bool:
        """Some of its words stayed."""
        return any(piece.kept for piece in self.pieces)

    @property
    def is_short(self) -> bool:
        """Before and after fit on a line."""
        return max(len(self.before), len(self.after)) <= SHORT


@dataclass(frozen=True)
class Difference:
    """A field or a line that is not what it was, or a remark on a table."""

    where: str
    passages: list[Passage] = field(default_factory=list)
    remark: str = ""


def differences(before: Content, after: Content, kind: type[Disclosure]) -> list[Difference]:
    """What differs between two texts of a kind, in the order of its form, in the portal's own language."""
    names = _naming_columns(kind)
    found = [Difference(name, places) for name, places in _changed(before["fields"], after["fields"])]
    for table in {**before["tables"], **after["tables"]}:
        found += _lines(table, names.get(table, ""), before["tables"].get(table, []), after["tables"].get(table, []))
    return found


def _naming_columns(kind: type[Disclosure]) -> dict[str, str]:
    """The column by which the lines of each table are known, both by the names that `content` gives them."""
    with translation.override(settings.LANGUAGE_CODE):
        tables = {
            str(model._meta.verbose_name_plural): str(column.verbose_name)
            for model in kind.line_models()
            for column in model._meta.concrete_fields
            if column.name == model.known_by
        }
        return {**tables, _("attachments"): _("file")}


def _changed(before: Row, after: Row) -> Iterator[tuple[str, list[Passage]]]:
    for name in {**before, **after}:
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            yield name, [Passage(pieces) for pieces in passages(_readable(old), _readable(new))]


def _lines(table: str, name: str, before: list[Row], after: list[Row]) -> Iterator[Difference]:
    """Lines that changed or came, in their new order; then those that went; then whether the order is another."""
    became = _pairs(before, after, name)
    for number, line in enumerate(after):
        yield from _line(table, name, before[became[number]] if number in became else {}, line)
    for number, line in enumerate(before):
        if number not in became.values():
            yield from _line(table, name, line, {})
    order = list(became.values())
    if order != sorted(order):
        yield Difference(table, remark=_("The lines stand in another order."))


def _line(table: str, name: str, old: Row, new: Row) -> Iterator[Difference]:
    where = " · ".join(filter(None, (table, (new or old).get(name, ""))))
    if not old or not new:
        yield Difference(where, [Passage([Piece("", _in_words(old, name), _in_words(new, name))])])
    elif places := [Passage(p.pieces, column) for column, found in _changed(old, new) for p in found]:
        yield Difference(where, places)


def _pairs(before: list[Row], after: list[Row], name: str) -> dict[int, int]:
    """Which new line was which old one: the same first, then of the same name, then nearly the same."""
    left, became = list(range(len(before))), {}
    for likeness in (_is_same, _of_same_name(name), _nearly_same(name)):
        for number in [n for n in range(len(after)) if n not in became]:
            nearest = max(left, key=lambda n: likeness(before[n], after[number]), default=None)  # noqa: B023
            if nearest is not None and likeness(before[nearest], after[number]):
                became[number] = nearest
                left.remove(nearest)
    return dict(sorted(became.items()))


def _is_same(old: Row, new: Row) -> float:
    return float(old == new)


def _of_same_name(name: str) -> Likeness:
    """Of several lines of one name, the one with most in common: 其他 may stand under income and under expense."""
    return lambda old, new: 1 + _share(old, new, name) if old.get(name) and old.get(name) == new.get(name) else 0


def _nearly_same(name: str) -> Likeness:
    return lambda old, new: share if (share := _share(old, new, name)) >= MOST else 0


def _share(old: Row, new: Row, name: str) -> float:
    """The share of the columns beside the name that stayed."""
    columns = (old.keys() | new.keys()) - {name}
    return sum(old.get(column) == new.get(column) for column in columns) / len(columns) if columns else 0


def _in_words(line: Row, name: str) -> str:
    """A whole line; its name is left to where it stands, unless there is nothing else."""
    others = {column: value for column, value in line.items() if column != name} or line
    return " · ".join(f"{column} {_readable(value)}" for column, value in others.items())


def _readable(value: str) -> str:
    """A figure as it is printed; a file's fingerprint cut to what shows that it is another file."""
    return money(Decimal(value)) if AMOUNT.fullmatch(value) else FINGERPRINT.sub(r"\1…", value)
