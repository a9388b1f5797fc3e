"""The secret calendar link, and the file behind it."""

from __future__ import annotations

import datetime
import re

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from apps.calendars.models import CalendarDay
from apps.catalogue.models import Heading
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.duties.exempting import draft_exemption
from apps.duties.placing import choose
from apps.dutywork import calendar_pages
from apps.dutywork.models import CalendarLink
from tests.cast import again, draft, walk
from tests.duties import happened, opened
from tests.dutyworking import LINK, TODAY, monthly, page, school_with_duties
from tests.visiting import visiting


@pytest.fixture
def school(cast):
    school_with_duties(cast)
    with time_machine.travel(TODAY, tick=False):
        yield cast.school


def renewed(user) -> str:
    """The path of a new link, as its page shows it."""
    shown = visiting(user).post(LINK, {"do": "renew"}).content.decode()
    return re.search(r'value="https?://[^/]+(/calendar/[^"]+)"', shown)[1]


def events(path: str) -> dict[str, object]:
    calendar = Calendar.from_ical(Client().get(path).content)
    return {str(event["uid"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


def own(path: str):
    return events(path)[f"duty-{monthly('2026-03').pk}"]


def test_duty_is_an_event_on_its_last_day(cast, school):
    event = own(renewed(cast.clerk))
    assert event.decoded("dtstart") == monthly("2026-03").due_on


def test_calendar_has_the_duties_of_its_person_only(cast, school):
    assert events(renewed(cast.other_clerk)).keys().isdisjoint(events(renewed(cast.clerk)))


def test_calendar_says_what_was_typed_of_an_event(cast, school):
    matter = Heading.objects.filter(cadence="on_event").first()
    happened(matter.code, cast.department, TODAY.date())
    opened(cast, TODAY)
    assert f"{matter.code} 事件" in Client().get(renewed(cast.clerk)).content.decode()


def test_calendar_tells_of_no_item(cast, school):
    choose(draft(cast, heading=monthly().heading, title="未公开的草稿"), monthly("2026-03"), actor=cast.clerk)
    assert "未公开" not in Client().get(renewed(cast.clerk)).content.decode()


def test_same_duties_make_the_same_file(cast, school):
    path = renewed(cast.clerk)
    assert Client().get(path).content == Client().get(path).content


def test_duty_that_moved_keeps_its_uid_and_grows_in_sequence(cast, school):
    path = renewed(cast.clerk)
    before = own(path)
    CalendarDay.objects.create(date=datetime.date(2026, 4, 8), is_working=False, name="停课")
    opened(cast, TODAY)
    after = own(path)
    assert (after["uid"], after["sequence"]) == (before["uid"], before["sequence"] + 1)
    assert after.decoded("dtstart") > before.decoded("dtstart")


def test_duty_that_does_not_apply_is_cancelled(cast, school):
    path = renewed(cast.clerk)
    item = draft_exemption(monthly("2026-03"), actor=cast.clerk, reason="食堂停业检修，没有发生收支。")
    walk(Disclosure.objects.get(pk=item.pk).specific, State.POSTED, cast)
    event = own(path)
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)


def test_secret_is_not_kept(cast, school):
    token = renewed(cast.clerk).split("/")[-1].removesuffix(".ics")
    assert token not in str(CalendarLink.objects.values())


def test_secret_is_shown_once(cast, school):
    renewed(cast.clerk)
    assert "/calendar/" not in page(cast.clerk, LINK).content.decode().replace(LINK, "")


def test_new_link_ends_the_old_one(cast, school):
    old = renewed(cast.clerk)
    renewed(cast.clerk)
    assert Client().get(old).status_code == 410


def test_ended_link_is_gone(cast, school):
    path = renewed(cast.clerk)
    visiting(cast.clerk).post(LINK, {"do": "end"})
    assert Client().get(path).status_code == 410


def test_link_of_who_left_is_gone(cast, school):
    path = renewed(cast.clerk)
    cast.clerk.memberships.update(until=datetime.date(2026, 3, 17))
    assert Client().get(path).status_code == 410


def test_link_of_a_closed_account_is_gone(cast, school):
    path = renewed(cast.clerk)
    person = again(cast.clerk)
    person.is_active = False
    person.save()
    assert Client().get(path).status_code == 410


@pytest.mark.parametrize("token", ["x", "a" * 43, "a" * 500])
def test_link_that_never_was_is_unknown(db, token):
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_calendar_is_not_read_without_end(cast, school):
    path = renewed(cast.clerk)
    answers = [Client().get(path).status_code for _time in range(calendar_pages.MOST_AN_HOUR + 1)]
    assert (answers[0], answers[-1]) == (200, 429)


def test_calendar_costs_a_fixed_number_of_queries(cast, school, django_assert_max_num_queries):
    path = renewed(cast.clerk)
    with django_assert_max_num_queries(10):
        Client().get(path)
