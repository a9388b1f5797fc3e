"""The annual report as a draft that walks the normal road, and what has changed since it was drafted."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.archive.annual import as_data, tables_of
from apps.catalogue.models import Heading
from apps.disclosures.dates import near
from apps.disclosures.models import Disclosure
from apps.disclosures.recording import record, record_writing
from apps.disclosures.richtext import sanitise
from apps.disclosures.signals import remarks_requested
from apps.disclosures.states import State
from apps.disclosures.templatetags.portal import listed
from apps.disclosures.workflow import Refused
from apps.duties.models import Duty
from apps.duties.placing import choose
from apps.groupwork.years import Year
from apps.organization.models import Unit
from apps.organization.roles import allows

HEADING = "1204"
"""The matter 信息公开年度报告 of the catalogue. A heading's code never changes, whatever the office calls it."""
FIGURES = "annual_figures"
NAMES = {FIGURES: gettext_lazy("Figures of the school year entered")}
"""The event that keeps the figures of the day: what the history of the item calls it."""
LEAST = 10
"""Characters about problems and improvement."""


def body_of(school: Unit, year: Year, words: str, reader: User) -> str:
    """The text of the report: figures as tables, then what the office wrote about problems and improvement."""
    context = {
        "year": year,
        "tables": tables_of(school, year, reader),
        "day": timezone.localdate(),
        "words": linebreaks(words, autoescape=True) if words else "",
    }
    return sanitise(render_to_string("archive/annual_body.html", context))


def report_of_year(school: Unit, year: Year, reader: User) -> Disclosure | None:
    """The report that was drafted for a school year, for who sees it; a withdrawn one leaves room for another."""
    drafted = (
        Disclosure.objects.workable_by(reader)
        .exclude(state=State.WITHDRAWN)
        .filter(school=school, events__name=FIGURES, events__detail__year=year.first.isoformat())
    )
    return drafted.order_by("-pk").first()


def duty_of(school: Unit, year: Year) -> Duty | None:
    """The duty that the report of a year is for: the first that is due when the year is over."""
    owed = Duty.objects.owed().of_school(school).filter(heading__code=HEADING, due_on__gt=year.last)
    return owed.select_related("heading", "unit__parent").order_by("due_on", "pk").first()


def reasons_against(school: Unit, year: Year, words: str, actor: User) -> list[str]:
    """What speaks against drafting it, in sentences."""
    found = []
    if not allows(actor, "disclosures.draft", school):
        found.append(_("You do not have the role to write items of this school."))
    if year.last >= timezone.localdate():
        found.append(_("This school year still runs. Draft its report when it is over."))
    if not Heading.objects.filter(code=HEADING, is_active=True).exists():
        found.append(_("The catalogue has no heading %(code)s in use. Switch it on first.") % {"code": HEADING})
    if len(words.strip()) < LEAST:
        found.append(_("Write at least %(least)d characters about problems and improvement.") % {"least": LEAST})
    return found


@transaction.atomic
def draft_report(school: Unit, year: Year, *, actor: User, words: str) -> Disclosure:
    """The draft of the report of a school year; pressed twice, or by two, it is one. Raises Refused."""
    locked = Unit.objects.select_for_update().get(pk=school.pk)
    if drafted := report_of_year(locked, year, actor):
        return drafted
    if reasons := reasons_against(locked, year, words, actor):
        raise Refused(reasons)
    with translation.override(settings.LANGUAGE_CODE):
        item = _written(locked, year, actor, words)
    item.save()
    record_writing(item, actor=actor)
    detail = {"year": year.first.isoformat(), "figures": as_data(tables_of(locked, year, actor))}
    record(item, FIGURES, actor=actor, permission="disclosures.draft", detail=detail)
    if duty := duty_of(locked, year):
        choose(item, duty, actor=actor)
    return item


def _written(school: Unit, year: Year, actor: User, words: str) -> Disclosure:
    heading = Heading.objects.get(code=HEADING)
    said = {"year": year.name}
    return Disclosure.plain_kind()(
        unit=school,
        heading=heading,
        title=_("Annual report on disclosure, %(year)s") % said,
        summary=_("What the school disclosed in %(year)s, how punctually, and how it answered, in figures.") % said,
        body=body_of(school, year, words, actor),
        audience=heading.audience,
        publicity_days=heading.publicity_days,
        made_on=timezone.localdate(),
        drafter=actor,
        state=State.DRAFT,
    )


def changes_since(item: Disclosure, reader: User) -> list[str]:
    """The titles of the parts whose figures are others by now than when the report was drafted."""
    kept = item.events.named(FIGURES).order_by("-pk").first()
    if kept is None:
        return []
    year = Year.at(item.school, datetime.date.fromisoformat(kept.detail["year"]))
    before, now = kept.detail["figures"], tables_of(item.school, year, reader)
    return [table.title for table in now if as_data([table])[table.key] != before.get(table.key)]


@receiver(remarks_requested)
def figures_have_changed(sender: Any, item: Disclosure, **kwargs: Any) -> list[str]:
    """Told while the report can still be changed. Counted as for its drafter; nobody counts for one who has left."""
    drafter = User.objects.filter(pk=item.drafter_id).first() if item.heading.code == HEADING else None
    if drafter is None or not allows(drafter, "duties.view", item.school):
        return []
    if not (changed := changes_since(item, drafter)):
        return []
    drafted = item.events.named(FIGURES).latest("pk").at
    said = {"day": near(drafted), "parts": listed(changed)}
    return [_("Figures have changed since this report was drafted on %(day)s: %(parts)s.") % said]
