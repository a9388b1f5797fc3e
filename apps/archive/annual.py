"""The figures of a school year for the annual report (R06; contents as in Art. 50): each derived here and nowhere else.

Only counts: nothing names an item, and nothing tells of a person. A count of zero is a figure too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.board.portal import midnight
from apps.calendars.models import Term
from apps.calendars.working_days import ONE_DAY
from apps.cases.models import Case, Publication
from apps.cases.types import TYPES, Type
from apps.catalogue.models import Audience, Heading
from apps.disclosures.models import Disclosure
from apps.disclosures.states import ON_BOARD, State
from apps.disclosures.templatetags.portal import listed
from apps.duties.conditions import Condition, Tally
from apps.duties.models import Duty
from apps.groupwork.years import Year
from apps.notifications.models import Subscription
from apps.organization.models import Unit
from apps.papers.models import Posting
from apps.replies.numbers import FEWEST, Numbers, report_of
from apps.replies.terms import Stretch

Value = int | str | None
"""None where too few cases would tell of a person, or where there is nothing to divide."""


MOST_PERIODS = 12
"""Periods of one matter that the report names."""


@dataclass(frozen=True)
class Row:
    key: str
    name: str
    values: tuple[Value, ...]
    counts: tuple[int, ...] = ()
    """What the values say in words, for a comparison."""


@dataclass(frozen=True)
class Table:
    """A part of the report: what it counts, a sentence, and a table whose first column are the names.

    Without columns it is a list.
    """

    key: str
    title: str
    words: str
    columns: tuple[str, ...]
    rows: list[Row]


def tables_of(school: Unit, year: Year, reader: User) -> list[Table]:
    """The whole report in figures, in the order of Art. 50; so many queries, whatever the size of the school.

    The same for every reader who works with the school as a whole: only what was posted is counted.
    """
    numbers = report_of(_received(school, year)).types
    by_type = dict(zip(Type, numbers, strict=True))
    return [
        _items(school, year, reader),
        _channels(school, year, reader),
        _duties(school, year),
        _not_in_time(school, year),
        _applications(school, year, by_type[Type.APPLICATION]),
        _cases(school, year, by_type),
    ]


def as_data(tables: Iterable[Table]) -> dict[str, dict[str, list[Any]]]:
    """The figures without words: what two days are compared by."""
    return {table.key: {row.key: list(row.counts or row.values) for row in table.rows} for table in tables}


def _during(year: Year, name: str) -> Q:
    begins, ends = midnight(year.first), midnight(year.last + ONE_DAY)
    return Q((f"{name}__gte", begins), (f"{name}__lt", ends))


def _posted(school: Unit, year: Year, reader: User) -> Any:
    """What was posted in the year and is not withdrawn: a correction belongs to the item that it corrects."""
    kept = Disclosure.objects.workable_by(reader).filter(school=school, state__in=(*ON_BOARD, State.SUPERSEDED))
    return kept.filter(_during(year, "posted_at")).order_by()


def _items(school: Unit, year: Year, reader: User) -> Table:
    found = _posted(school, year, reader)
    audiences = {name: Count("pk", filter=Q(replaces=None, audience=name)) for name in Audience.values}
    counts = {row.pop("heading__code"): row for row in found.values("heading__code").annotate(**audiences)}
    headings = Heading.objects.filter(Q(is_active=True) | Q(code__in=counts))
    classes: dict[str, Row] = {}
    for heading in headings.order_by("-code"):
        section = heading.code[:2]
        before = classes.get(section, Row(section, "", (0,) * len(Audience))).values
        row = counts.get(heading.code, {})
        added = tuple(old + row.get(name, 0) for old, name in zip(before, Audience.values, strict=True))
        classes[section] = Row(section, heading.section_title, added)
    rows = [_with_total(classes[section]) for section in sorted(classes)]
    rows.append(_sum(_("All classes"), rows))
    corrections = found.exclude(replaces=None).count()
    withdrawn = Disclosure.objects.workable_by(reader).filter(_during(year, "withdrawn_at"), school=school).count()
    words = _("Corrections posted: %(corrections)d. Items withdrawn: %(withdrawn)d; they are not counted below.")
    return Table(
        "items",
        _("Items disclosed, by class"),
        words % {"corrections": corrections, "withdrawn": withdrawn},
        (_("Class"), *(str(label) for label in Audience.labels), _("together")),
        rows,
    )


def _with_total(row: Row) -> Row:
    return Row(row.key, row.name, (*row.values, sum(row.values)))


def _sum(name: str, rows: list[Row]) -> Row:
    return Row("all", name, tuple(sum(column) for column in zip(*(row.values for row in rows), strict=True)))


def _channels(school: Unit, year: Year, reader: User) -> Table:
    hung = Exists(Posting.objects.filter(disclosure=OuterRef("pk"), struck_at=None))
    found = (
        _posted(school, year, reader).filter(replaces=None).aggregate(all=Count("pk"), hung=Count("pk", filter=Q(hung)))
    )
    ends = midnight(year.last + ONE_DAY)
    lasting = Q(ended_at=None) | Q(ended_at__gte=ends)
    subscriptions = Subscription.objects.filter(lasting, confirmed_at__lt=ends).count()
    rows = [
        Row("portal", _("items on the portal"), (found["all"],)),
        Row("wall", _("of these also hung on a physical board"), (found["hung"],)),
        Row("mail", _("subscriptions by mail to this portal at the end of the year"), (subscriptions,)),
    ]
    return Table("channels", _("By channel"), "", (_("Channel"), _("how many")), rows)


def duties_of(school: Unit, year: Year) -> Any:
    """The duties of the terms that begin in the year, as the public pages count them by term."""
    terms = Term.objects.filter(school=school, starts_on__range=(year.first, year.last))
    beside = Q(term=None, starts_on__range=(year.first, year.last))
    return Duty.objects.of_school(school).owed().judged().filter(Q(term__in=terms) | beside)


def _duties(school: Unit, year: Year) -> Table:
    """A column for each term, one for what stands in none if there is any, and one for the whole year."""
    found = duties_of(school, year).tallies("term")
    terms = Term.objects.filter(school=school, starts_on__range=(year.first, year.last)).order_by("starts_on")
    columns = {str(term): found.get(term.pk, Tally()) for term in terms}
    if None in found:
        columns[_("without a term")] = found[None]
    columns[_("the whole year")] = together(found.values())
    tallies = columns.values()
    rows = [
        Row(name, str(Condition(name).label), tuple(getattr(t, name) for t in tallies)) for name in Condition.values
    ]
    rows.append(Row("share", _("percent on time"), tuple(tally.share for tally in tallies)))
    words = _("Percent on time: disclosed on time, of everything that had to be disclosed by the day of the figures.")
    return Table("duties", _("Duties to disclose"), words, (_("Duties"), *columns), rows)


def together(tallies: Iterable[Tally]) -> Tally:
    several = list(tallies)
    return Tally(**{name: sum(getattr(tally, name) for tally in several) for name in Condition.values})


def _not_in_time(school: Unit, year: Year) -> Table:
    """One row for a matter and a unit, with the periods that are concerned."""
    found: dict[tuple[str, str], list[Duty]] = defaultdict(list)
    duties = duties_of(school, year).filter(condition__in=(Condition.LATE, Condition.MISSING))
    duties = duties.select_related("heading", "unit", "term", "occurrence__announced_by")
    for duty in duties.order_by("heading__code", "unit", "starts_on", "pk"):
        own = "" if duty.unit_id == school.pk else f" · {duty.unit}"
        found[f"{duty.heading.code} {duty.unit_id}", f"{duty.heading.title}{own}"].append(duty)
    rows = [_row_of(key, name, those) for (key, name), those in found.items()]
    words = "" if rows else _("Nothing was late, and nothing is overdue.")
    return Table("not_in_time", _("Disclosed late, or not disclosed"), words, (), rows)


def _row_of(key: str, name: str, duties: list[Duty]) -> Row:
    late = [duty.label for duty in duties if duty.condition == Condition.LATE]
    missing = [duty.label for duty in duties if duty.condition == Condition.MISSING]
    said = [_labelled(_("late"), late), _labelled(_("overdue"), missing)]
    return Row(key, name, ("; ".join(filter(None, said)),), (len(late), len(missing)))


def _labelled(name: str, labels: list[str]) -> str:
    """How many and which, as many as one reads; empty of none."""
    said = {"name": name, "number": len(labels), "periods": listed(labels[:MOST_PERIODS])}
    if len(labels) > MOST_PERIODS:
        return _("%(name)s %(number)d: %(periods)s and others") % said
    return _("%(name)s %(number)d: %(periods)s") % said if labels else ""


def _received(school: Unit, year: Year) -> Stretch:
    """The cases received in the year, in the manner of the public numbers (what is countable, decision 21)."""
    return Stretch("", year.name, _during(year, "received_at") & Q(school=school))


def _applications(school: Unit, year: Year, numbers: Numbers) -> Table:
    decided = Case.objects.countable().filter(_received(school, year).where, type=Type.APPLICATION).with_decision()
    found = dict(decided.exclude(settled_at=None).order_by().values_list("found").annotate(n=Count("pk")))
    rows = [
        Row("received", _("received"), (numbers.received,)),
        Row("decided", _("answered"), (numbers.decided,)),
        Row("on_time", _("answered within the time limit"), (_cautious(numbers, numbers.on_time),)),
        *(
            Row(
                finding,
                _("answered: %(finding)s") % {"finding": finding.label},
                (_cautious(numbers, found.get(finding, 0)),),
            )
            for finding in TYPES[Type.APPLICATION].findings
        ),
    ]
    return Table("applications", _("Applications for disclosure"), _few(), (_("Applications"), _("how many")), rows)


def _cases(school: Unit, year: Year, by_type: dict[Type, Numbers]) -> Table:
    rows = [
        Row(
            type,
            str(type.label),
            (
                numbers.received,
                numbers.decided,
                _cautious(numbers, numbers.on_time),
                _cautious(numbers, numbers.adopted),
            ),
        )
        for type, numbers in by_type.items()
        if type != Type.APPLICATION
    ]
    replies = Publication.objects.visible_to(AnonymousUser()).filter(case__school=school)
    public = replies.filter(_during(year, "published_at")).count()
    words = ngettext("%(n)d reply was published.", "%(n)d replies were published.", public) % {"n": public}
    columns = (_("Type"), _("received"), _("answered"), _("within the time limit"), _("adopted or upheld"))
    return Table("cases", _("Objections, opinions and replies"), f"{words} {_few()}", columns, rows)


def _cautious(numbers: Numbers, value: int) -> Value:
    """Of few cases only how many there were; of none, everything is zero."""
    return value if numbers.is_ranked or not numbers.received else None


def _few() -> str:
    return _(
        "Of fewer than %(fewest)d cases only their number is told. "
        "Cases about members of the two groups are not counted."
    ) % {"fewest": FEWEST}
