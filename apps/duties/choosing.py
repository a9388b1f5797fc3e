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
from apps.duties.rhythms import Rhythm, Timing, chosen_timing, default_timing, notes
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
    return stretch_at(stretches(heading, choices), on).timing


def stretch_at(found: list[Stretch], day: datetime.date) -> Stretch:
    """The one that holds on a day."""
    return next(stretch for stretch in found if stretch.holds(day))


def reasons_against(school: Unit, since: datetime.date, reason: str, actor: User) -> list[str]:
    """What speaks against choosing from this day on, in sentences."""
    found = []
    if not allows(actor, "duties.arrange", school):
        found.append(_("Only the disclosure office decides how often the school discloses a matter."))
    if since <= timezone.localdate():
        found.append(_("What is due until today stays as it was. Choose tomorrow or a later day."))
    if not reason.strip():
        found.append(_("Say why, in a sentence: readers see it beside the matter."))
    return found


def open_rhythms(heading: Heading) -> tuple[Rhythm, ...]:
    """The rhythms that a school may choose: all where nobody has confirmed a basis; else the catalogue's own, and
    those in which schools are known to differ."""
    if not heading.is_confirmed:
        return tuple(Rhythm)
    note = notes().get(heading.code)
    return (default_timing(heading).rhythm, *(note.alternatives if note else ()))


def beyond_the_basis(heading: Heading, rhythm: str, days: int | None) -> list[str]:
    """A school gives itself no more time than a confirmed basis gives it, in sentences."""
    default = default_timing(heading)
    if rhythm not in open_rhythms(heading):
        return [_("A confirmed basis says how often this is disclosed. The school cannot choose otherwise.")]
    if days is not None and default.is_statutory and rhythm == default.rhythm and days > default.days:
        return [_("A confirmed basis gives %(days)d days. Choose as many or fewer.") % {"days": default.days}]
    return []


@transaction.atomic
def choose_rhythm(
    heading: Heading, school: Unit, rhythm: str, *, since: datetime.date, reason: str, actor: User,
    days: int | None = None,
) -> Choice:  # fmt: skip
    """Let everything under a heading that is due from a day on follow another rhythm. Raises Refused."""
    from apps.duties.opening import open_duties

    if reasons := [*reasons_against(school, since, reason, actor), *beyond_the_basis(heading, rhythm, days)]:
        raise Refused(reasons)
    made = Choice.objects.create(
        school=school, heading=heading, rhythm=Rhythm(rhythm), days=days, since=since, reason=reason.strip(),
        chosen_by=actor, chosen_as=acting_as(actor, "duties.arrange", school),
    )  # fmt: skip
    open_duties(school, actor=actor)
    return made
