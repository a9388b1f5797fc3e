"""When a matter is due, in words: the rhythm that the school follows, its time limit, and why it chose another."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from apps.catalogue.models import Heading
from apps.duties.choosing import stretch_at, stretches
from apps.duties.models import Choice
from apps.duties.models.choices import latest_before
from apps.duties.rhythms import Anchor, Rhythm, Timing
from apps.pages.timing import FORMS, time_limit


@dataclass(frozen=True)
class When:
    """Words for readers; `reason` is the school's own, empty where it follows the catalogue."""

    rhythm: str
    limit: str
    reason: str


def when_due(heading: Heading, choices: list[Choice], day: datetime.date) -> When:
    """What holds for a matter on a day, of the choices that a school made for it."""
    timing = stretch_at(stretches(heading, choices), day).timing
    choice = latest_before(choices, day)
    rhythm = str(Rhythm(timing.rhythm).label)
    if choice:
        return When(rhythm, limit_in_words(timing), choice.reason)
    is_told = heading.time_limit_days or timing.anchor == Anchor.DAY
    return When(rhythm, time_limit(heading) if is_told else limit_in_words(timing), "")


def limit_in_words(timing: Timing) -> str:
    """Within 10 working days after the last day of the period; nothing for what is due at any time."""
    if timing.rhythm == Rhythm.ANY_TIME:
        return ""
    form = f"{timing.counting}_days_{timing.side}" if timing.days else "by"
    return str(FORMS[form]) % {"days": timing.days, "event": Anchor(timing.anchor).label}
