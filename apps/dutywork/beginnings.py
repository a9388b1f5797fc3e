"""“Draft now”: what the form of a kind begins with when a draft is written for a duty."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.disclosures.admin.forms import basis_from
from apps.disclosures.dates import near
from apps.disclosures.drafting import Beginning, NextPeriod, first_values, lines_after
from apps.disclosures.models import Disclosure
from apps.duties.models import Duty, Purpose
from apps.duties.placing import choose
from apps.duties.rhythms import IN_PERIODS
from apps.dutywork.seeing import draftable_by
from apps.dutywork.wording import title_seen_by
from apps.organization.roles import allows

NUMBER = r"(?:\d+|[一二三四])"
VARIABLE = re.compile(rf"({NUMBER}|[-–—])")
LONGEST_TITLE = Disclosure._meta.get_field("title").max_length or 0


def begin(kind: type[Disclosure], query: QueryDict, actor: User, **others: Any) -> Beginning | None:
    """Answers `beginning_requested` for an address that names a duty this person has to see to."""
    duty = named_in(query, actor)
    if duty is None:
        return None
    last = last_item(duty, kind, actor)
    period = NextPeriod(duty.starts_on, duty.ends_on, duty.term) if duty.rhythm in IN_PERIODS else None
    values = {**_of_heading(duty), **_without_blanks(first_values(kind, last, period)), **_of_duty(duty, last, actor)}
    lines = lines_after(last, period) if last else {}
    return Beginning(_words(duty, last, actor), values, partial(choose, duty=duty, actor=actor), lines)


def named_in(query: QueryDict, actor: User) -> Duty | None:
    """The duty that the address of a form names; None when it is not this person's."""
    key = query.get("duty", "")
    return draftable_by(actor).filter(pk=key).first() if re.fullmatch("[0-9]{1,18}", key) else None


def last_item(duty: Duty, kind: type[Disclosure], actor: User) -> Disclosure | None:
    """The item of this kind for the period before, else the last that is for no duty; never one of a later period."""
    earlier = Q(placement__purpose=Purpose.FULFILS, placement__duty__ends_on__lt=duty.ends_on)
    whose = {"school": duty.school} if duty.unit_id == duty.school_id else {"unit": duty.unit}
    found = (
        Disclosure.objects.workable_by(actor)
        .on_board()
        .filter(earlier | Q(placement=None), heading=duty.heading, kind=kind._meta.app_label, **whose)
        .order_by(F("placement__duty__ends_on").desc(nulls_last=True), "-posted_at", "-pk")
        .first()
    )
    return found.specific if found else None


def _of_heading(duty: Duty) -> dict[str, Any]:
    heading = duty.heading
    return {
        "audience": heading.audience,
        "publicity_days": heading.publicity_days,
        "basis": basis_from(heading),
    }


def _without_blanks(values: dict[str, Any]) -> dict[str, Any]:
    """What the last item left open comes from the catalogue."""
    return {name: value for name, value in values.items() if value not in (None, "")}


def _of_duty(duty: Duty, last: Disclosure | None, actor: User) -> dict[str, Any]:
    """A duty of the whole school is met by any of its units: the one that did so last, if this person writes there."""
    units = [last.unit, duty.unit] if last and duty.unit_id == duty.school_id else [duty.unit]
    unit = next(({"unit": unit.pk} for unit in units if allows(actor, "disclosures.draft", unit)), {})
    return {"heading": duty.heading_id, "title": title_for(duty, last.title if last else "", actor), **unit}


def title_for(duty: Duty, last_title: str, actor: User) -> str:
    """The last title with its period replaced when it names one as the portal does; else matter and period.

    Titles are in the portal's own language, whoever drafts.
    """
    with translation.override(settings.LANGUAGE_CODE):
        label, title = duty.label, title_seen_by(actor, duty)
    if duty.rhythm not in IN_PERIODS:
        return title[:LONGEST_TITLE]
    moved, count = like(label).subn(lambda _found: label, last_title, count=1)
    return (moved if count else title)[:LONGEST_TITLE]


def like(label: str) -> re.Pattern[str]:
    """Any other period of the same sort: 2026年9月 is like 2025年12月."""
    return re.compile("".join(map(_like, VARIABLE.split(label))))


def _like(piece: str) -> str:
    if not VARIABLE.fullmatch(piece):
        return re.escape(piece)
    return "[-–—]" if piece in "-–—" else NUMBER


def _words(duty: Duty, last: Disclosure | None, actor: User) -> str:
    due = {"duty": title_seen_by(actor, duty), "day": near(duty.due_on) if duty.due_on else ""}
    said = _("This draft is for “%(duty)s”, due on %(day)s.") if duty.due_on else _("This draft is for “%(duty)s”.")
    copied = (
        _("Words and lines come from “%(title)s”; its amounts and dates do not. Read every line before you save.")
        % {"title": last.title}
        if last
        else _("There is no earlier item to begin with. What the catalogue says is filled in.")
    )
    return f"{said % due} {copied}"
