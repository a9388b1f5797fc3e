"""The part of the disclosure guide that changes by itself: classes, rhythms, the time limit, whom to ask (Art. 12)."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.utils import timezone, translation

from apps.calendars.working_days import ONE_DAY
from apps.cases.types import TYPES, Type
from apps.catalogue.models import Heading
from apps.disclosures.factories import HeadingFactory
from apps.duties.choosing import choose_rhythm
from apps.organization.models import Contact, Unit
from apps.pages.guide import standing
from tests.boarding import browser
from tests.cast import Cast, again

GUIDE = "/about/guide/"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def today_of(cast: Cast, address: str = GUIDE) -> str:
    """The part, without its marks."""
    page = browser(cast, "anonymous").get(address).content.decode()
    part = page.partition('id="today"')[2].partition('id="versions"')[0]
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", part))


def one_school(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.other_school.pk).update(level=Unit.Level.BUREAU, parent=None)


def test_classes_are_counted_from_the_catalogue(cast: Cast) -> None:
    HeadingFactory(code="0599", section="收费", section_en="Fees")
    Heading.objects.filter(code__startswith="02").update(is_active=False)
    found = {each.code: (each.title, each.count) for each in standing().classes}
    assert (found["05"], "02" in found) == (("Fees", 6), False)


def test_matter_switched_off_leaves_the_page(cast: Cast) -> None:
    Heading.objects.exclude(code="0103").update(is_active=False)
    assert "1 matter in these classes: School profile 1" in today_of(cast)


def test_rhythms_of_all_matters_add_up(cast: Cast) -> None:
    found = standing()
    assert sum(number for _rhythm, number in found.rhythms) == found.count


def test_rhythm_that_the_only_school_chose_holds(cast: Cast) -> None:
    one_school(cast)
    Heading.objects.exclude(code="0103").update(is_active=False)
    heading = Heading.objects.get(code="0103")
    given = {"since": timezone.localdate() + ONE_DAY, "reason": "每学期更新", "actor": again(cast.office)}
    choose_rhythm(heading, cast.school, "term_start", **given)
    with time_machine.travel(timezone.now() + ONE_DAY, tick=False):
        found = standing().rhythms
    assert [(str(rhythm), number) for rhythm, number in found] == [("at the beginning of each term", 1)]


def test_rhythm_of_one_school_among_several_says_nothing_of_the_others(cast: Cast) -> None:
    Heading.objects.exclude(code="0103").update(is_active=False)
    heading = Heading.objects.get(code="0103")
    given = {"since": timezone.localdate() + ONE_DAY, "reason": "每学期更新", "actor": again(cast.office)}
    choose_rhythm(heading, cast.school, "term_start", **given)
    with time_machine.travel(timezone.now() + ONE_DAY, tick=False):
        found = standing().rhythms
    assert [str(rhythm) for rhythm, _number in found] == ["every school year"]


def test_contact_that_the_office_changes_is_on_the_page_at_once(cast: Cast) -> None:
    contact = Contact.objects.create(unit=cast.school, form="office", value="行政楼203", hours="8:30—17:00")
    before = today_of(cast)
    Contact.objects.filter(pk=contact.pk).update(value="行政楼305")
    assert ("行政楼203" in before, "行政楼305" in today_of(cast)) == (True, True)


def test_time_limit_is_the_one_that_cases_have(cast: Cast) -> None:
    assert f"within {TYPES[Type.APPLICATION].days} working days" in today_of(cast)


def test_every_link_of_the_part_opens(cast: Cast) -> None:
    client = browser(cast, "anonymous")
    part = client.get(GUIDE).content.decode().partition('id="today"')[2].partition('id="versions"')[0]
    addresses = {link.partition("#")[0] for link in re.findall('href="(/[^"]*)"', part)}
    assert [address for address in addresses if client.get(address).status_code != 200] == []


def test_every_class_leads_to_its_place_in_the_directory(cast: Cast) -> None:
    client = browser(cast, "anonymous")
    part = client.get(GUIDE).content.decode().partition('id="today"')[2]
    directory = client.get("/directory/").content.decode()
    assert [place for place in re.findall("#(class-[0-9]+)", part) if f'id="{place}"' not in directory] == []


@pytest.mark.parametrize("address", ["/about/guide/1/", "/about/rules/"])
def test_part_stands_under_the_guide_that_holds_only(cast: Cast, address: str) -> None:
    assert today_of(cast, address) == ""


def test_guide_takes_as_many_queries_for_many_as_for_few(cast: Cast, django_assert_num_queries: Any) -> None:
    client = browser(cast, "anonymous")
    with django_assert_num_queries(FEW):
        client.get(GUIDE)
    for number in range(20):
        HeadingFactory(code=f"97{number:02d}")
        Contact.objects.create(unit=cast.school, form="office", value=f"行政楼{number}")
    with django_assert_num_queries(FEW):
        client.get(GUIDE)


FEW = 7
"""Three of the frame and the text, four of the part."""
