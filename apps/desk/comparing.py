"""What changed since the text was last seen: by the supervision group, or by the public."""

from __future__ import annotations

from dataclasses import dataclass

from apps.disclosures.content import content_of
from apps.disclosures.differences import Difference, differences
from apps.disclosures.models import Disclosure, Event
from apps.disclosures.states import SENT_BACK


@dataclass(frozen=True)
class Comparison:
    """Against the returned version, or against the posted item that this one corrects."""

    differences: list[Difference]
    returned: Event | None = None
    replaced: Disclosure | None = None


def comparison_of(item: Disclosure) -> Comparison | None:
    """None for a first version that corrects nothing."""
    submissions, kind = list(item.events.named("submit")), type(item.specific)
    if len(submissions) > 1:
        before, after = (event.detail["content"] for event in submissions[-2:])
        return Comparison(differences(before, after, kind), returned=item.events.named(*SENT_BACK).last())
    if item.replaces:
        found = differences(content_of(item.replaces), content_of(item), kind)
        return Comparison(found, replaced=item.replaces)
    return None
