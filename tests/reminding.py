"""Duties around the National Day of 2025, and the rounds of the clock that remind of them."""

from __future__ import annotations

import datetime
from datetime import date
from typing import Any

import time_machine
from django.db import transaction
from django.utils import translation

from apps.calendars.filling import fill
from apps.duties.models import Duty, Start
from apps.duties.recording import log
from apps.duties.rhythms import Rhythm
from apps.notifications.models import Reminder
from apps.notifications.reminding import remind
from apps.organization.models import Membership
from tests.cast import Cast
from tests.duties import at, heading
from tests.mailboxes import people, with_addresses

LONG_AGO = date(2025, 1, 1)


def school_of_2025(cast: Cast) -> None:
    """Everybody has had their seat and an address for long; the clock goes through the first school."""
    fill(2025)
    Membership.objects.update(since=LONG_AGO)
    with_addresses()
    Start.objects.create(school=cast.school, on=LONG_AGO)


def owed(cast: Cast, due_on: date, rhythm: str = Rhythm.MONTHLY, code: str = "0905", **fields: Any) -> Duty:
    """A duty of the department, opened on the first of September."""
    values = {
        "heading": heading(code),
        "unit": cast.department,
        "school": cast.school,
        "key": f"{due_on} {rhythm}",
        "rhythm": rhythm,
        "starts_on": date(2025, 9, 1),
        "ends_on": date(2025, 9, 30),
        "opens_on": date(2025, 9, 1),
        "due_on": due_on,
        "opened_at": at(2025, 9, 1),
        **fields,
    }
    with time_machine.travel(values["opened_at"], tick=False), transaction.atomic():
        duty = Duty.objects.create(**values)
        log(duty, "open", actor=cast.office)
    return duty


def tick(day: date, hour: int = 9) -> list[str]:
    """One turn of the clock at an hour of a day; what it says, in English."""
    with time_machine.travel(at(day.year, day.month, day.day, hour), tick=False), translation.override("en"):
        return remind(None)


def days(first: date, last: date) -> list[date]:
    return [first + datetime.timedelta(days=number) for number in range((last - first).days + 1)]


def told(cast: Cast, **conditions: Any) -> dict[str, set[str]]:
    """Who was reminded on which day, by their parts; the supervision group by its number of people."""
    names = {person.pk: part for part, person in people(cast).items()}
    found: dict[str, set[str]] = {}
    for reminder in Reminder.objects.filter(**conditions):
        found.setdefault(f"{reminder.told_on:%m-%d}", set()).add(names[reminder.person_id])
    return found
