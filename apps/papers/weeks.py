"""The week's board: everything that hangs on the wall in a week, as one PDF to print and pin up."""

from __future__ import annotations

import datetime
import io
import re
from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation

from apps.board.portal import midnight
from apps.disclosures.addresses import absolute
from apps.disclosures.models import Disclosure
from apps.papers.composing import composed, qr_of
from apps.papers.keeping import kept
from apps.papers.making import paper_of
from apps.papers.models import Paper
from apps.papers.printing import Pdf, pdf_of

EVERYBODY = AnonymousUser()
"""A physical board is read by whoever passes."""


@dataclass(frozen=True)
class Week:
    """A week from Monday to Sunday, by its ISO number."""

    monday: datetime.date

    @classmethod
    def read(cls, text: str) -> Self:
        """The week written as 2026-W47; raises ValueError."""
        found = re.fullmatch(r"([0-9]{4})-W([0-9]{2})", text)
        if not found:
            raise ValueError(text)
        return cls(datetime.date.fromisocalendar(int(found[1]), int(found[2]), 1))

    @classmethod
    def current(cls) -> Self:
        today = timezone.localdate()
        return cls(today - datetime.timedelta(days=today.weekday()))

    def __str__(self) -> str:
        return f"{self.monday:%G-W%V}"

    @property
    def sunday(self) -> datetime.date:
        return self.monday + datetime.timedelta(days=6)

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    def step(self, weeks: int) -> Week:
        """A week before (negative) or after; raises OverflowError at the ends of the calendar."""
        return Week(self.monday + datetime.timedelta(weeks=weeks))

    @property
    def is_to_come(self) -> bool:
        return self.monday > timezone.localdate()


def items_of(week: Week) -> list[Disclosure]:
    """What was posted or in its publicity period in that week, as the public may read it now, by register number."""
    begins, ends = midnight(week.monday), midnight(week.step(1).monday)
    is_posted = Q(posted_at__gte=begins, posted_at__lt=ends)
    is_open = Q(publicity_starts_on__lte=week.sunday, publicity_ends_at__gte=begins)
    listed = Disclosure.objects.visible_to(EVERYBODY).on_board().select_related("unit", "school")
    return list(listed.filter(is_posted | is_open).order_by("register_year", "register_serial"))


def board_of(week: Week, items: list[Disclosure]) -> Paper:
    """A list of the items and the poster of each, in one file. Raises NotPrinted."""
    posters = [paper_of(item.specific, Paper.Format.POSTER_A4, EVERYBODY) for item in items]
    front = _front(week, items, posters)
    text = "\n".join([front, *(poster.digest for poster in posters)])
    return kept(text, lambda: _bound(front, items, posters), format=Paper.Format.WEEK, week=str(week))


def _front(week: Week, items: list[Disclosure], posters: list[Paper]) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        address = absolute(reverse("board:home"))
        rows = list(zip(items, posters, strict=True))
        return composed(
            "papers/week.html", {"week": week, "rows": rows, "school": items[0].school, "qr": qr_of(address)}
        )


def _bound(front: str, items: list[Disclosure], posters: list[Paper]) -> Pdf:
    """The front page and the posters as one file, with a bookmark for each."""
    from pypdf import PdfWriter

    first = pdf_of(front, address=settings.SITE_URL)
    writer, bound = PdfWriter(clone_from=io.BytesIO(first.content)), io.BytesIO()
    for item, poster in zip(items, posters, strict=True):
        with poster.file.open("rb") as file:
            writer.append(
                io.BytesIO(file.read()), outline_item=f"{item.register_no} {item.title}", import_outline=False
            )
    writer.write(bound)
    return Pdf(bound.getvalue(), len(writer.pages))
