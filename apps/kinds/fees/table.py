"""The fee table as a page shows it: the groups, what they come to, and the documents they rest on."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from apps.kinds.fees.grades import STAGES, in_words

if TYPE_CHECKING:
    from apps.disclosures.models import Attachment
    from apps.kinds.fees.models import FeeItem, FeeTotal

GROUPS = {
    "waived": _("Free of charge"),
    "service": _("Service charges (voluntary)"),
    "agency": _("Collected for others (voluntary, settled at cost)"),
    "administrative": _("Administrative charges"),
    "": _("Nature not stated yet"),
}


class Group(NamedTuple):
    """One part of the fee table."""

    title: str
    items: list[FeeItem]


class Document(NamedTuple):
    """A basis document: its number, the file that holds it, who issued it and the items that rest on it."""

    number: str
    file: Attachment | None
    issuers: list[str]
    items: list[str]


class Run(NamedTuple):
    """Neighbouring grades that pay the same."""

    grades: str
    amount: Decimal


class Stage(NamedTuple):
    """Primary or junior high school; without a title when only one of them has totals."""

    title: str
    runs: list[Run]


class Table:
    """The items of a schedule, each with its basis documents looked for among the attached files."""

    def __init__(self, items: list[FeeItem], files: list[Attachment]) -> None:
        self.items, self._files = items, files
        for item in items:
            item.documents = [(number, attached(number, files)) for number in item.document_numbers]

    @cached_property
    def groups(self) -> list[Group]:
        """What is free first, then by nature."""
        groups = (
            Group(str(title), [item for item in self.items if item.group == key]) for key, title in GROUPS.items()
        )
        return [group for group in groups if group.items]

    @property
    def waived(self) -> list[FeeItem]:
        return [item for item in self.items if item.is_waived]

    @property
    def voluntary(self) -> list[FeeItem]:
        return [item for item in self.items if item.is_voluntary and not item.is_waived]

    @property
    def due(self) -> list[FeeItem]:
        """What every pupil it concerns has to pay."""
        return [item for item in self.items if not item.is_voluntary and not item.is_waived]

    @property
    def counted(self) -> list[FeeItem]:
        """The items of which the totals are made."""
        return [item for item in self.items if item.per_term]

    @property
    def documents(self) -> list[Document]:
        """In the order of the table, each once."""
        numbers = dict.fromkeys(number for item in self.items for number in item.document_numbers)
        return [self._document(number) for number in numbers]

    def _document(self, number: str) -> Document:
        resting = [item for item in self.items if number in item.document_numbers]
        return Document(
            number,
            attached(number, self._files),
            list(dict.fromkeys(item.approving_body for item in resting if item.approving_body)),
            list(dict.fromkeys(item.name for item in resting)),
        )


def attached(number: str, files: list[Attachment]) -> Attachment | None:
    """The file whose title or name has the document's number."""
    return next((file for file in files if number in file.label or number in file.name), None)


def stages_of(totals: list[FeeTotal]) -> list[Stage]:
    """The totals by stage; neighbouring grades with the same total stand in one row."""
    by_grade = {total.grade: total.amount for total in totals}
    found = [(title, {g: by_grade[g] for g in grades if g in by_grade}) for grades, title in STAGES]
    filled = [(title, amounts) for title, amounts in found if amounts]
    return [Stage(str(title) if len(filled) > 1 else "", runs_of(amounts)) for title, amounts in filled]


def runs_of(amounts: dict[int, Decimal]) -> list[Run]:
    """Yuan by grade, in the order of the grades."""
    same = groupby(enumerate(amounts.items()), lambda entry: (entry[1][0] - entry[0], entry[1][1]))
    return [Run(in_words(grade for _place, (grade, _amount) in run), amount) for (_start, amount), run in same]
