"""What a paper says: the same for every reader of the item, and the same tomorrow unless the item changes."""

from __future__ import annotations

import datetime
import re
from base64 import b64encode
from contextlib import suppress
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from apps.board.history import History
from apps.board.portal import Way
from apps.calendars.working_days import SATURDAY
from apps.catalogue.models import Audience
from apps.disclosures import dates
from apps.disclosures.addresses import absolute
from apps.disclosures.daygrid import Cell, Run, runs_of
from apps.disclosures.models import Disclosure
from apps.disclosures.publicity import Period, period_of
from apps.disclosures.states import State
from apps.organization.models import Contact, Unit
from apps.papers import glyphs

INK = "#1d1c1a"
WITHIN_THE_PAGE = re.compile(r' href="#[^"]*"')
"""Links to parts of the page that a paper need not have."""


def document_of(item: Disclosure, reader: Any, frame: str) -> str:
    """The item in a frame of papers, as HTML in the portal's own language; `item` is the kind's own row."""
    with translation.override(settings.LANGUAGE_CODE):
        return composed(f"{item.kind}/detail.html", {"frame": frame, **_context(item, reader)})


def composed(template: str, context: dict[str, Any]) -> str:
    """The document, which also tells which of its characters no font here has."""
    context = {**context, "seal": seal(), "site": settings.SITE_URL.partition("://")[2]}
    text = render_to_string(template, context)
    with suppress(glyphs.NoFonts):  # then it is not printed at all, and printing says so
        if missing := [f"U+{ord(char):04X}" for char in glyphs.lacking(text)]:
            text = render_to_string(template, {**context, "missing": missing})
    return WITHIN_THE_PAGE.sub("", text).replace("<svg ", '<svg font-family="Paper Sans" ')


def seal() -> str:
    """The square mark of the board; it stands in the document, so that nothing is fetched."""
    drawing = Path(finders.find("img/seal.svg")).read_bytes()
    return f"data:image/svg+xml;base64,{b64encode(drawing).decode()}"


def qr_code(address: str) -> segno.QRCode:
    """An address to be scanned from paper, readable with 15 % of the code gone."""
    return segno.make(address, error="m", micro=False)


def qr_of(address: str) -> str:
    """The code as it stands in a document."""
    return qr_code(address).svg_data_uri(border=0, dark=INK)


def _context(item: Disclosure, reader: Any) -> dict[str, Any]:
    period, address = period_of(item), absolute(item.get_absolute_url())
    events = list(item.events.defer("detail"))
    return {
        "item": item,
        "period": period,
        "cells": cells_of(period) if period else [],
        "off": [_off(run) for run in runs_of(period.skipped)] if period else [],
        "records": History(item, events, period).records,
        "posted_as": next(event.actor_title for event in events if event.name == "post"),
        "ways": ways_to(item.school),
        "address": address,
        "qr": qr_of(address),
        "is_withdrawn": item.state == State.WITHDRAWN,
        "is_superseded": item.state == State.SUPERSEDED,
        "correction": _correction(item, reader),
        "is_public": item.audience == Audience.PUBLIC,
    }


def _correction(item: Disclosure, reader: Any) -> Disclosure | None:
    """What holds instead, if everybody who may read this item may read that, too."""
    if item.state != State.SUPERSEDED:
        return None
    later = Disclosure.objects.visible_to(reader).on_board().filter(replaces=item.pk, school=item.school)
    return later.filter(audience__in={Audience.PUBLIC, item.audience}).first()


def ways_to(school: Unit) -> list[Way]:
    """How the school is reached."""
    contacts = Contact.objects.filter(unit=school)
    return [Way(contact.form, contact.value, contact.hours) for contact in contacts]


def cells_of(period: Period) -> list[Cell]:
    """The days of a period as they are printed: none of them is today, for the paper hangs longer."""
    placed: list[tuple[datetime.date, Cell]] = [
        (day, Cell(str(day.day), "day day--swap" if day.weekday() >= SATURDAY else "day", "", dates.weekday(day)))
        for day in period.days
    ]
    placed += [(run.days[0].date, Cell("", "day day--off", run.reasons)) for run in runs_of(period.skipped)]
    return [cell for _date, cell in sorted(placed, key=lambda pair: pair[0])]


def _off(run: Run) -> str:
    """Days that do not count, and why."""
    first, last = (dates.month_day(day.date) for day in (run.days[0], run.days[-1]))
    days = first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
    return _("%(days)s, %(reason)s") % {"days": days, "reason": run.reasons}
