"""How often the matters of a school are due, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from apps.catalogue.models import Heading
from apps.duties.choosing import choices_of, stretch_at, stretches
from apps.duties.models import Choice
from apps.duties.rhythms import Anchor, Note, Rhythm, Timing, default_timing, notes
from apps.duties.wording import counted_in_words
from apps.organization.models import Unit


@dataclass(frozen=True)
class Practice:
    """How one school discloses one matter: what holds today, what the catalogue says, what was chosen."""

    heading: Heading
    timing: Timing
    default: Timing
    choices: list[Choice]
    note: Note | None

    @property
    def is_disputed(self) -> bool:
        """Schools do this differently, and the portal says so."""
        return bool(self.note and self.note.alternatives)

    @property
    def reason(self) -> str:
        return self.note.reason if self.note else ""

    @property
    def now(self) -> str:
        return in_words(self.timing)

    @property
    def usual(self) -> str:
        return in_words(self.default)

    @property
    def is_usual(self) -> bool:
        return self.timing == self.default


def practices_of(school: Unit) -> list[Practice]:
    """Every matter in use, those that schools do differently first; two queries."""
    choices = choices_of(school)
    found = [practice_of(heading, choices.get(heading.pk, [])) for heading in Heading.objects.filter(is_active=True)]
    return sorted(found, key=lambda practice: (not practice.is_disputed, practice.heading.code))


def practice_of(heading: Heading, choices: list[Choice]) -> Practice:
    timing = stretch_at(stretches(heading, choices), timezone.localdate()).timing
    return Practice(heading, timing, default_timing(heading), choices, notes().get(heading.code))


def in_words(timing: Timing) -> str:
    """Every month: 10 working days after the last day of the period."""
    rhythm = capfirst(Rhythm(timing.rhythm).label)
    if timing.rhythm == Rhythm.ANY_TIME:
        return str(rhythm)
    day = timing.day if timing.anchor == Anchor.DAY else Anchor(timing.anchor).label
    counted = counted_in_words(timing.days, timing.counting, timing.side)
    return _("%(rhythm)s. Counted from %(day)s: %(counted)s.") % {"rhythm": rhythm, "day": day, "counted": counted}
