"""The badges of an item: the only words and marks for its state (visual.md §3)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext_lazy

from apps.disclosures.models import Disclosure
from apps.disclosures.states import State


@dataclass(frozen=True)
class Badge:
    """A word in a frame of its own shape, so that colour is never the only sign."""

    name: str
    label: Promise | str
    drawing: str = ""

    @property
    def html(self) -> SafeString:
        drawing = mark_safe(f'<svg viewBox="0 0 12 12" aria-hidden="true">{self.drawing}</svg>' if self.drawing else "")
        return format_html('<span class="state state--{}">{}{}</span>', self.name, drawing, self.label)


DRAFT = Badge("draft", pgettext_lazy("badge", "Draft"), '<circle cx="6" cy="6" r="4.5" stroke-dasharray="1.6 2"/>')
IN_REVIEW = Badge(
    "review",
    pgettext_lazy("badge", "In review"),
    '<circle cx="6" cy="6" r="4.6"/><path d="M6 1.4a4.6 4.6 0 0 1 0 9.2z" fill="currentColor" stroke="none"/>',
)
RETURNED = Badge(
    "returned", pgettext_lazy("badge", "Returned"), '<path d="M4.5 2 2 4.5 4.5 7M2 4.5h5a3 3 0 0 1 0 6H4"/>'
)
APPROVED = Badge("approved", pgettext_lazy("badge", "Approved"), '<path d="m2.5 6.3 2.4 2.4 4.6-5.2"/>')
LIVE = Badge("live", pgettext_lazy("badge", "In publicity"))
ENDED = Badge(
    "ended",
    pgettext_lazy("badge", "Publicity ended"),
    '<circle cx="6" cy="6" r="5"/><path d="m3.6 6.2 1.7 1.7 3.1-3.7"/>',
)
CORRECTED = Badge(
    "corrected", pgettext_lazy("badge", "Corrected"), '<path d="M2 10.4h8M7.9 1.6l1.7 1.7-4.9 4.9-2.3.6.6-2.3z"/>'
)
WITHDRAWN = Badge("withdrawn", pgettext_lazy("badge", "Withdrawn"), '<path d="M2 6h8"/>')

BY_STATE = {
    State.IN_REVIEW: IN_REVIEW,
    State.APPROVED: APPROVED,
    State.SUPERSEDED: CORRECTED,
    State.WITHDRAWN: WITHDRAWN,
}


def badges_of(item: Disclosure) -> list[Badge]:
    """In their order; empty for a posted item without a publicity period. Asks the base row only."""
    if item.state == State.DRAFT:
        return [RETURNED if item.version else DRAFT]
    if item.state in BY_STATE:
        return [BY_STATE[State(item.state)]]
    period = [LIVE] if item.in_publicity else [ENDED] if item.publicity_over else []
    return period + ([CORRECTED] if item.replaces_id else [])
