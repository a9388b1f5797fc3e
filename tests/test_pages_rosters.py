"""The six ones: the groups by seat, names only by consent, and how one reaches the school."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.disclosures.factories import UserFactory
from apps.organization.models import Contact, Membership, Post, Unit
from apps.pages.models import PublishedName
from apps.pages.rosters import Place, places
from tests.boarding import browser
from tests.cast import Cast
from tests.office import at_the_desk, filled

ADD = reverse("admin:pages_publishedname_add")
MOST_QUERIES = 4


def place_of(unit: Unit) -> Place:
    return next(place for place in places() if place.unit == unit)


def seat_of(person: object) -> Membership:
    return Membership.objects.get(user=person)


def page(cast: Cast) -> str:
    return browser(cast, "anonymous").get("/contacts/").content.decode()


def test_supervision_group_is_shown_by_line(cast: Cast) -> None:
    assert len(place_of(cast.school).supervision) == len(cast.supervisors)


def test_chair_comes_first(cast: Cast) -> None:
    Membership.objects.filter(user=cast.supervisors[-1]).update(post="chair")
    assert place_of(cast.school).supervision[0].title.startswith(str(Post.CHAIR.label))


def test_no_name_is_shown_without_consent(cast: Cast) -> None:
    people = [cast.chair, cast.deputy, *cast.supervisors]
    assert [person.name for person in people if person.name in page(cast)] == []


def test_name_is_shown_after_consent(cast: Cast) -> None:
    PublishedName.objects.create(membership=seat_of(cast.chair))
    assert (cast.chair.name in page(cast), cast.deputy.name in page(cast)) == (True, False)


@pytest.mark.parametrize(("days", "seats"), [(-1, 1), (0, 2), (1, 2)])
def test_seat_ends_with_its_last_day(cast: Cast, days: int, seats: int) -> None:
    last = timezone.localdate() + datetime.timedelta(days=days)
    Membership.objects.filter(user=cast.deputy).update(until=last)
    assert len(place_of(cast.school).leadership) == seats


def test_groups_of_another_school_stand_apart(cast: Cast) -> None:
    assert (len(place_of(cast.school).leadership), len(place_of(cast.other_school).leadership)) == (2, 1)


def test_box_says_where_and_when_it_is_opened(cast: Cast) -> None:
    Contact.objects.create(unit=cast.school, form="box", value="校门内传达室东墙", hours="每周二开箱")
    assert ("校门内传达室东墙" in page(cast), "每周二开箱" in page(cast)) == (True, True)


def test_contact_of_a_department_stands_with_its_school(cast: Cast) -> None:
    contact = Contact.objects.create(unit=cast.department, form="hotline", value="0000-555-0177")
    assert place_of(cast.school).hotlines == [contact]


def test_bureau_without_a_contact_is_left_out(cast: Cast) -> None:
    assert cast.bureau not in [place.unit for place in places()]


def test_page_of_an_empty_portal_says_so(db: None, client: object) -> None:
    assert "The school has not entered its groups" in browser(None, "anonymous").get("/contacts/").content.decode()


def test_contacts_take_few_queries(cast: Cast) -> None:
    client = browser(cast, "anonymous")
    with CaptureQueriesContext(connection) as queries:
        client.get("/contacts/")
    assert len(queries) <= MOST_QUERIES


# Who may show a name.


def test_office_records_the_consent(cast: Cast) -> None:
    client, seat = at_the_desk(cast.office), seat_of(cast.chair)
    client.post(ADD, filled(client.get(ADD), membership=seat.pk))
    assert PublishedName.objects.get().membership == seat


@pytest.mark.parametrize("who", ["other_chair", "clerk"])
def test_office_shows_no_name_outside_the_groups_of_its_school(cast: Cast, who: str) -> None:
    client = at_the_desk(cast.office)
    client.post(ADD, filled(client.get(ADD), membership=seat_of(getattr(cast, who)).pk))
    assert not PublishedName.objects.exists()


def test_consent_that_is_taken_back_hides_the_name(cast: Cast) -> None:
    kept = PublishedName.objects.create(membership=seat_of(cast.chair))
    at_the_desk(cast.office).post(reverse("admin:pages_publishedname_delete", args=[kept.pk]), {"post": "yes"})
    assert cast.chair.name not in page(cast)


@pytest.mark.parametrize("who", ["clerk", "chair", "superuser"])
def test_others_show_no_name(cast: Cast, who: str) -> None:
    person = UserFactory(is_superuser=True) if who == "superuser" else getattr(cast, who)
    assert at_the_desk(person).get(ADD).status_code == 403
