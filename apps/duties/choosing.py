"""Which timing holds for a heading in a school: the school's choice, else the catalogue's."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.catalogue.models import Heading
from apps.disclosures.workflow import Refused
from apps.duties.models import Choice
from apps.duties.rhythms import Rhythm, Timing, chosen_timing, default_timing
from apps.organization.models import Unit
from apps.organization.roles import acting_as, allows


@dataclass(frozen=True)
class Stretch:
    """A timing and the days for which it holds: whatever is due on one of them follows it."""

    timing: Timing
    first: datetime.date
    last: datetime.date

    def holds(self, day: datetime.date) -> bool:
        return self.first <= day <= self.last


def choices_of(school: Unit) -> dict[int, list[Choice]]:
    """The school's choices by heading, each in the order of its days."""
    found = defaultdict(list)
    for choice in Choice.objects.filter(school=school).order_by("heading", "since", "id"):
        found[choice.heading_id].append(choice)
    return found


def stretches(heading: Heading, choices: list[Choice]) -> list[Stretch]:
    """The timings of a heading one after another, without a gap: of two choices for a day the later one holds."""
    begins = [(datetime.date.min, default_timing(heading))]
    for choice in choices:
        begins = [begin for begin in begins if begin[0] < choice.since]
        begins.append((choice.since, chosen_timing(heading, Rhythm(choice.rhythm), choice.days)))
    ends = [day - datetime.timedelta(days=1) for day, _timing in begins[1:]] + [datetime.date.max]
    return [Stretch(timing, first, last) for (first, timing), last in zip(begins, ends, strict=True)]


def timing_of(heading: Heading, school: Unit, on: datetime.date) -> Timing:
    """The timing that holds on a day."""
    choices = list(Choice.objects.filter(school=school, heading=heading).order_by("since", "id"))
    return next(stretch.timing for stretch in stretches(heading, choices) if stretch.holds(on))


def reasons_against(school: Unit, since: datetime.date, reason: str, actor: User) -> list[str]:
    """What speaks against this choice, in sentences."""
    found = []
    if not allows(actor, "duties.arrange", school):
        found.append(_("Only the disclosure office decides how often the school discloses a matter."))
    if since < timezone.localdate():
        found.append(_("What was due before today stays as it was. Choose today or a later day."))
    if not reason.strip():
        found.append(_("Say why, in a sentence: readers see it beside the matter."))
    return found


@transaction.atomic
def choose_rhythm(
    heading: Heading, school: Unit, rhythm: str, *, since: datetime.date, reason: str, actor: User,
    days: int | None = None,
) -> Choice:  # fmt: skip
    """Let everything under a heading that is due from a day on follow another rhythm. Raises Refused."""
    from apps.duties.opening import open_duties

    if reasons := reasons_against(school, since, reason, actor):
        raise Refused(reasons)
    made = Choice.objects.create(
        school=school, heading=heading, rhythm=Rhythm(rhythm), days=days, since=since, reason=reason.strip(),
        chosen_by=actor, chosen_as=acting_as(actor, "duties.arrange", school),
    )  # fmt: skip
    open_duties(school, actor=actor)
    return made
