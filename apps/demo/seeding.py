"""Fills an empty portal: items and cases walk the real road, each deed at the hour at which it is said to happen."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from apps.accounts.models import User
from apps.calendars.management.commands.fill_calendar import outcome
from apps.demo.acting import act_out
from apps.demo.cast import BUREAU, DEPARTMENTS, SCHOOL, Cast, engage
from apps.demo.documents import pdf
from apps.demo.letters import CLOCK, Act
from apps.demo.planning import Plan, plan_for
from apps.demo.roads import Deed, Doing, Item
from apps.disclosures.attachments import check, fingerprint
from apps.disclosures.models import Attachment, Disclosure
from apps.disclosures.recording import record_writing
from apps.disclosures.workflow import take
from apps.organization.models import Unit


def is_seeded() -> bool:
    """Seeding is one transaction: where the school is, everything is."""
    return Unit.objects.filter(name=SCHOOL, parent__name=BUREAU).exists()


def holds_other_data() -> bool:
    """Units, people or disclosures that the demo did not make; the portal's own clock is nobody."""
    people = User.objects.exclude(username=User.CLOCK)
    return any(rows.exists() for rows in (Unit.objects, people, Disclosure.objects))


@transaction.atomic
def seed(report: Callable[[str], object]) -> None:
    """Make the school, its people, its items and its cases; all of it or nothing."""
    today = timezone.localdate()
    for year in range(today.year - 1, today.year + 2):
        report(outcome(year))
    plan = plan_for(today)
    enact(plan, report)
    report(gettext("%(count)d items are in the portal.") % {"count": len(plan.items)})
    report(gettext("%(count)d cases are in the portal.") % {"count": len(plan.letters)})


def enact(plan: Plan, report: Callable[[str], object]) -> None:
    """Engage the people and do every deed of the plan; tells how far it is, month by month."""
    cast = engage([*plan.years, *plan.terms, *plan.vacations])
    for month, deeds in groupby(plan.deeds(), lambda deed: f"{timezone.localtime(deed.at):%Y-%m}"):
        done = list(deeds)
        for deed in done:
            _do(deed, cast)
        count = sum(not isinstance(deed, Act) or deed.who != CLOCK for deed in done)
        report(gettext("%(month)s: %(count)d steps") % {"month": month, "count": count})


def _do(deed: Deed | Act | Doing, cast: Cast) -> None:
    with time_machine.travel(deed.at, tick=False):
        if isinstance(deed, Act):
            act_out(deed, cast)
        elif isinstance(deed, Doing):
            deed.call(cast)
        elif deed.name == "draft":
            _draft(deed.item, cast.people[deed.who], cast)
        elif deed.name == "edit":
            _edit(deed.item, cast.people[deed.who])
        else:
            take(deed.name, Disclosure(pk=deed.item.pk), actor=cast.people[deed.who], reason=deed.reason)


def _draft(item: Item, actor: User, cast: Cast) -> None:
    leader = next(department.leader for department in DEPARTMENTS if department.name == item.unit)
    made = item.factory(
        **{**item.values, **item.first},
        unit=cast.units[item.unit],
        heading=item.heading,
        drafter=actor,
        responsible=cast.people[leader],
        replaces_id=item.corrects and item.corrects.pk,
    )
    item.pk = made.pk
    for position, (label, text) in enumerate(item.documents.items()):
        _attach(made, position, label, text)


def _attach(item: Disclosure, position: int, label: str, text: str) -> None:
    upload = SimpleUploadedFile(f"{label}.pdf", pdf(label, text))
    Attachment.objects.create(
        disclosure=item,
        file=upload,
        name=upload.name,
        label=label,
        media_type=check(upload),
        size=upload.size,
        sha256=fingerprint(upload),
        uploaded_by=item.drafter,
        position=position,
    )


def _edit(item: Item, actor: User) -> None:
    """Write what the first version lacked."""
    text = Disclosure.objects.get(pk=item.pk).specific
    for name in item.first:
        setattr(text, name, item.values[name])
    text.save()
    record_writing(text, actor=actor, changed=[str(text._meta.get_field(name).verbose_name) for name in item.first])
