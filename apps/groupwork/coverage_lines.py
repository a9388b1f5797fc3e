"""What coverage finds, line by line: what it is about, what was found, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.catalogue.models import Audience, Heading
from apps.disclosures.dates import near
from apps.disclosures.templatetags.portal import listed
from apps.groupwork.coverage import Coverage
from apps.groupwork.coverage_next import Next, Steps

SHOWN = 20
"""Items that a question names on the page; the file has all."""


@dataclass(frozen=True)
class Line:
    """What it is about, where, what was found, and what this person can do."""

    subject: str
    found: str
    next: Next
    where: str = ""


@dataclass(frozen=True)
class Section:
    """A question; `total` counts also the lines that are not shown."""

    slug: str
    title: str | Promise
    hint: str
    nothing: str | Promise
    lines: list[Line]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.lines)

    @property
    def is_long(self) -> bool:
        """Longer than one looks at unasked."""
        return len(self.lines) > SHOWN // 2


def sections_of(coverage: Coverage, most: int | None = SHOWN) -> list[Section]:
    """Every question that this reader may ask; so many named items in each (None: all)."""
    steps = Steps(coverage)
    asked = [_duties, _silent, _drafts, _never, _idle, _audiences, _nobody, _taken_down]
    return [question(coverage, steps, most) for question in asked if question != _drafts or coverage.sees_drafts]


def _section(slug: str, title: Any, hint: str, nothing: Any, lines: list[Line], total: int | None = None) -> Section:
    return Section(slug, title, hint, nothing, lines, len(lines) if total is None else total)


def _duties(coverage: Coverage, steps: Steps, most: int | None) -> Section:
    lines = []
    for unit, tally in coverage.overdue():
        overdue = ngettext("%(n)d overdue", "%(n)d overdue", tally.missing) % {"n": tally.missing}
        late = ngettext("%(n)d disclosed late", "%(n)d disclosed late", tally.late) % {"n": tally.late}
        said = [words for words, number in ((overdue, tally.missing), (late, tally.late)) if number]
        lines.append(Line(str(unit), listed(said), steps.of_duties(unit, "missing" if tally.missing else "late")))
    hint = _("Of all duties since the school counts them. What is overdue can still be disclosed; it then stays late.")
    return _section("duties", gettext_lazy("Duties overdue or late"), hint, _("Nothing is overdue or late."), lines)


def _silent(coverage: Coverage, steps: Steps, most: int | None) -> Section:
    lines = []
    for unit in coverage.units:
        last = coverage.last(unit=unit.pk)
        if last is None or last < coverage.since:
            lines.append(Line(str(unit), _since(last), steps.of_unit(unit)))
    hint = ngettext(
        "Units that posted nothing in %(n)d school day, since %(day)s. Vacations and days of rest are not counted.",
        "Units that posted nothing in %(n)d school days, since %(day)s. Vacations and days of rest are not counted.",
        coverage.pause,
    ) % {"n": coverage.pause, "day": near(coverage.since)}
    return _section("silent", gettext_lazy("Units that are silent"), hint, _("Every unit has posted since."), lines)


def _since(last: Any) -> str:
    return _("nothing posted since %(day)s") % {"day": near(last)} if last else _("never posted anything")


def _drafts(coverage: Coverage, steps: Steps, most: int | None) -> Section:
    lines = [
        Line(
            item.title,
            _("untouched since %(day)s") % {"day": near(item.touched_at)},
            steps.of_draft(item),
            str(item.unit),
        )
        for item in coverage.drafts.select_related("unit__parent")[:most]
    ]
    hint = _("Nobody has changed them for 30 days. Go on with them.")
    return _section(
        "drafts",
        gettext_lazy("Drafts that lie"),
        hint,
        _("No draft lies."),
        lines,
        _total(coverage.drafts, lines, most),
    )


def _never(coverage: Coverage, steps: Steps, most: int | None) -> Section:
    used = {row["heading"] for row in coverage.served}
    lines = [
        Line(_named(heading), _("never; how often: %(cadence)s") % {"cadence": heading.get_cadence_display()}, step)
        for heading, step in steps.of_headings(h for h in coverage.headings if h.pk not in used)
    ]
    hint = _("Matters of the catalogue under which this school has posted nothing, ever.")
    return _section("never", gettext_lazy("Matters never disclosed"), hint, _("Every matter was disclosed."), lines)


def _idle(coverage: Coverage, steps: Steps, most: int | None) -> Section:
    last = {heading.pk: coverage.last(heading=heading.pk) for heading in coverage.headings}
    idle = (h for h in coverage.headings if (day := last[h.pk]) and day < coverage.year.first)
    lines = [Line(_named(heading), _since(last[heading.pk]), step) for heading, step in steps.of_headings(idle)]
    hint = _("Matters that were disclosed before, and not since this school year began on %(day)s.") % {
        "day": near(coverage.year.first)
    }
    title = gettext_lazy("Matters not disclosed in this school year")
    return _section("idle", title, hint, _("None was left out."), lines)


def _named(heading: Heading) -> str:
    return f"{heading.code} {heading.title}"


def _audiences(coverage: Coverage, steps: Steps, most: int | None) -> Section:
    """Of the school as a whole, then of each unit."""
    lines = list(_unserved(coverage, steps, str(_("The whole school")), {}))
    if len(coverage.units) > 1:
        for unit in coverage.units:
            lines += _unserved(coverage, steps, str(unit), {"unit": unit.pk})
    hint = _("Whom the items were meant for. What is public can be read by all, but is not addressed to them.")
    title = gettext_lazy("Audiences not served")
    return _section("audiences", title, hint, _("Every unit served every audience this school year."), lines)


def _unserved(coverage: Coverage, steps: Steps, subject: str, where: dict[str, Any]) -> Iterator[Line]:
    never, paused = [], []
    for audience in Audience:
        if coverage.last(audience=audience.value, **where) is None:
            never.append(audience.label)
        elif not coverage.of_year(audience=audience.value, **where):
            paused.append(audience.label)
    said = [_("never: %(audiences)s") % {"audiences": listed(never)}] if never else []
    said += [_("not in this school year: %(audiences)s") % {"audiences": listed(paused)}] if paused else []
    if said:
        yield Line(subject, "; ".join(said), steps.of_directory())


def _nobody(coverage: Coverage, steps: Steps, most: int | None) -> Section:
    lines = [
        Line(_named(heading), _("nobody is entered"), steps.of_people())
        for heading in coverage.headings
        if heading.pk not in coverage.entered
    ]
    hint = _("Until somebody is entered, the head of the leadership group answers and a clerk of the unit handles it.")
    title = gettext_lazy("Matters without a responsible person")
    return _section("nobody", title, hint, _("Somebody is entered for every matter."), lines)


def _taken_down(coverage: Coverage, steps: Steps, most: int | None) -> Section:
    found = list(coverage.taken_down.select_related("unit__parent")[:most])
    lines = [
        Line(item.title, _("shown until %(day)s") % {"day": near(item.display_until)}, step, str(item.unit))
        for item, step in steps.of_taken_down(found)
    ]
    hint = _("Their last day was in this school year: readers no longer see them. A paper on the wall comes down too.")
    title = gettext_lazy("Items taken down")
    return _section(
        "taken-down", title, hint, _("None was taken down."), lines, _total(coverage.taken_down, lines, most)
    )


def _total(found: QuerySet[Any], lines: list[Line], most: int | None) -> int:
    """Counted only when the page is full."""
    return found.order_by().count() if most is not None and len(lines) == most else len(lines)
