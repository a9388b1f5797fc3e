"""Who is away and who stands in; and what people who left leave on the desk of the office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from apps.disclosures.workflow import Refused
from apps.duties.models import Arrangement, Duty, Part, Responsibility, StandIn
from apps.duties.people import abandoned, duties_of
from apps.duties.recording import log
from apps.duties.standing_in import come_back, stand_in
from apps.organization.models import Membership
from tests.cast import Cast, again
from tests.duties import heading
from tests.visiting import visiting

ABSENCES = reverse("dutywork:absences")
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def long_ago(cast: Cast) -> Iterator[None]:
    Membership.objects.update(since=date(2025, 1, 1))
    with translation.override("en"):
        yield


def today() -> date:
    return timezone.localdate()


def away(cast: Cast, who: Any, other: Any, first: int = 0, last: int = 5, by: Any = None) -> StandIn:
    return stand_in(
        who,
        other,
        since=today() + first * DAY,
        until=today() + last * DAY,
        reason="出差",
        actor=again(by or cast.office),
    )


@transaction.atomic
def open_duty(cast: Cast) -> Duty:
    duty = Duty.objects.create(
        heading=heading("0905"), unit=cast.department, school=cast.school, key="x", rhythm="monthly",
        starts_on=today() - 30 * DAY, ends_on=today(), opens_on=today() - 30 * DAY, due_on=today() + 9 * DAY,
    )  # fmt: skip
    log(duty, "open", actor=cast.office)
    return duty


def handled_by(cast: Cast, who: Any) -> Duty:
    Responsibility.objects.create(
        heading=heading("0905"), unit=cast.department, part=Part.HANDLER, person=who, since=today() - 30 * DAY
    )
    return open_duty(cast)


def test_person_says_who_stands_in(cast: Cast) -> None:
    away(cast, cast.clerk, cast.other_clerk, by=cast.clerk)
    assert StandIn.objects.get().stand_in == cast.other_clerk
    assert Arrangement.objects.get().actor == cast.clerk


def test_colleague_does_not_say_it(cast: Cast) -> None:
    with pytest.raises(Refused, match="Only this person and the disclosure office"):
        away(cast, cast.clerk, cast.other_clerk, by=cast.other_clerk)


REFUSED = [
    ("clerk", "clerk", "Nobody stands in for themselves"),
    ("clerk", "other_chair", "does not work in the same school"),
    ("clerk", "teacher", "does not work in the same school"),
]


@pytest.mark.parametrize(("who", "other", "why"), REFUSED, ids=["oneself", "another school", "no role"])
def test_wrong_stand_in_is_refused_in_words(cast: Cast, who: str, other: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        away(cast, getattr(cast, who), getattr(cast, other))


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [(-1, 3, "today or a later day"), (3, 1, "before the first day"), (5, 9, "stands in for this person")],
)
def test_wrong_days_are_refused_in_words(cast: Cast, first: int, last: int, why: str) -> None:
    away(cast, cast.clerk, cast.office, 5, 6)
    with pytest.raises(Refused, match=why):
        away(cast, cast.clerk, cast.other_clerk, first, last)


def test_two_people_are_away_in_the_same_days(cast: Cast) -> None:
    away(cast, cast.clerk, cast.office)
    away(cast, cast.chair, cast.deputy)
    assert StandIn.objects.count() == 2


def test_nobody_stands_in_who_is_away_too(cast: Cast) -> None:
    away(cast, cast.other_clerk, cast.office)
    with pytest.raises(Refused, match="is away in these days too"):
        away(cast, cast.clerk, cast.other_clerk)


def test_nobody_goes_who_stands_in_for_another(cast: Cast) -> None:
    away(cast, cast.clerk, cast.other_clerk)
    with pytest.raises(Refused, match="stands in for somebody"):
        away(cast, cast.other_clerk, cast.office)


def test_who_is_back_early_ends_yesterday(cast: Cast) -> None:
    StandIn.objects.create(
        person=cast.clerk, stand_in=cast.office, since=today() - 3 * DAY, until=today() + 3 * DAY, reason="出差"
    )
    come_back(StandIn.objects.get(), actor=again(cast.clerk))
    assert StandIn.objects.get().until == today() - DAY


def test_absence_that_never_began_is_struck_out(cast: Cast) -> None:
    come_back(away(cast, cast.clerk, cast.office, 2), actor=again(cast.office))
    assert StandIn.objects.get().struck_at
    assert away(cast, cast.clerk, cast.office, 2)


def test_duties_go_to_who_stands_in(cast: Cast) -> None:
    duty = open_duty(cast)
    away(cast, cast.clerk, cast.other_clerk)
    assert duty in duties_of(cast.other_clerk)
    assert duty not in duties_of(cast.clerk)


def test_duty_of_a_handler_who_left_goes_to_the_clerk_of_the_unit(cast: Cast) -> None:
    duty = handled_by(cast, cast.office)
    cast.office.memberships.update(until=today() - DAY)
    assert duty in duties_of(cast.clerk)


@pytest.mark.parametrize("how", ["membership", "account"])
def test_duties_of_who_left_are_abandoned_at_once(cast: Cast, how: str) -> None:
    duty = handled_by(cast, cast.clerk)
    if how == "membership":
        cast.clerk.memberships.update(until=today() - DAY)
    else:
        type(cast.clerk).objects.filter(pk=cast.clerk.pk).update(is_active=False)
    assert list(abandoned(cast.school)) == [duty]


def test_office_finds_them_on_its_desk(cast: Cast) -> None:
    handled_by(cast, cast.clerk)
    cast.clerk.memberships.update(until=today() - DAY)
    shown = visiting(cast.office).get(reverse("desk:home")).content.decode()
    assert "许文 has left" in shown
    assert "Choose a handler" in shown


def test_others_do_not_find_them(cast: Cast) -> None:
    handled_by(cast, cast.clerk)
    cast.clerk.memberships.update(until=today() - DAY)
    assert "许文 has left" not in visiting(cast.chair).get(reverse("desk:home")).content.decode()


def sent(who: Any, **fields: Any) -> Any:
    return visiting(who).post(ABSENCES, {"since": today(), "until": today() + DAY, "reason": "出差", **fields})


def test_form_enters_an_absence(cast: Cast) -> None:
    sent(cast.clerk, person=cast.clerk.pk, other=cast.other_clerk.pk)
    assert StandIn.objects.get().person == cast.clerk


def test_clerk_is_offered_only_themselves(cast: Cast) -> None:
    assert sent(cast.clerk, person=cast.chair.pk, other=cast.deputy.pk).status_code == 200
    assert not StandIn.objects.exists()


def test_refused_form_keeps_what_was_typed(cast: Cast) -> None:
    answer = sent(cast.clerk, person=cast.clerk.pk, other=cast.clerk.pk, reason="参加区里的培训")
    assert (answer.status_code, "参加区里的培训" in answer.content.decode()) == (409, True)


def test_absence_of_another_school_is_not_found(cast: Cast) -> None:
    row = StandIn.objects.create(
        person=cast.other_chair, stand_in=cast.other_teacher, since=today(), until=today(), reason="出差"
    )
    assert visiting(cast.office).post(reverse("dutywork:back", args=[row.pk])).status_code == 404


def test_button_ends_an_absence(cast: Cast) -> None:
    row = away(cast, cast.clerk, cast.other_clerk)
    visiting(cast.clerk).post(reverse("dutywork:back", args=[row.pk]))
    assert StandIn.objects.get().struck_at
