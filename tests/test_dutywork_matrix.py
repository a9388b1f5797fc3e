"""The matrix of responsibilities: who is shown, how it is changed, and what stays of what was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from apps.accounts.models import User
from apps.disclosures.workflow import Refused
from apps.duties.arranging import arrange, hand_over
from apps.duties.models import Arrangement, Part, Responsibility, StandIn
from apps.duties.owners import owners_of
from apps.duties.people import Place, holders_at
from apps.organization.models import Membership, Role, Unit
from tests.cast import Cast, again, person
from tests.duties import heading
from tests.visiting import visiting

MATRIX, MANY = reverse("dutywork:matrix"), reverse("dutywork:many")
CODE = "0905"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def long_ago(cast: Cast) -> Iterator[None]:
    Membership.objects.update(since=date(2025, 1, 1))
    with translation.override("en"):
        yield


def today() -> date:
    return timezone.localdate()


def entered(cast: Cast, who: User, part: str = Part.HANDLER, unit: Unit | None = None, **fields: Any) -> Responsibility:
    values = {"since": today() - 30 * DAY, **fields}
    return Responsibility.objects.create(
        heading=heading(CODE), unit=unit or cast.department, part=part, person=who, **values
    )


def given(cast: Cast, since: date | None = None, **people: User | None) -> list[Responsibility]:
    chosen = {Part(part): who for part, who in people.items()}
    return arrange(heading(CODE), cast.department, chosen, since=since or today(), actor=again(cast.office))


def spans() -> list[tuple[str, date, date | None]]:
    return [(row.person.name, row.since, row.until) for row in Responsibility.objects.order_by("since", "pk")]


def holders(cast: Cast, unit: Unit | None = None) -> Any:
    place = Place(heading(CODE).pk, (unit or cast.department).pk, cast.school.pk)
    return holders_at([place])[place]


def page(who: User, **query: Any) -> str:
    return visiting(again(who)).get(MATRIX, query).content.decode()


def leave(who: User) -> None:
    who.memberships.update(until=today() - DAY)


# Who has a part.


def test_entered_handler_who_left_is_followed_by_the_clerk_of_the_unit(cast: Cast) -> None:
    entered(cast, cast.other_clerk)
    leave(cast.other_clerk)
    assert (holders(cast).handler.person, holders(cast).handler.is_named) == (cast.clerk, False)


def test_closed_account_has_no_part(cast: Cast) -> None:
    entered(cast, cast.other_clerk)
    User.objects.filter(pk=cast.other_clerk.pk).update(is_active=False)
    assert holders(cast).handler.person == cast.clerk


@pytest.mark.parametrize("role", [Role.CLERK, Role.PARENT])
def test_who_went_to_another_school_or_is_only_a_parent_has_left(cast: Cast, role: str) -> None:
    entered(cast, cast.deputy, Part.DEPUTY, cast.school)
    leave(cast.deputy)
    Membership.objects.create(
        user=cast.deputy, role=role, unit=cast.school if role == Role.PARENT else cast.other_school, since=today()
    )
    assert holders(cast, cast.school).deputy is None


def test_several_deputies_by_role_share_the_part(cast: Cast) -> None:
    second = person("孟副", Role.LEADERSHIP, cast.school, post="deputy")
    assert holders(cast).deputy.people == (cast.deputy, second)


def test_stand_in_of_a_holder_by_role_has_the_part(cast: Cast) -> None:
    StandIn.objects.create(person=cast.clerk, stand_in=cast.other_clerk, since=today(), until=today())
    assert (holders(cast).handler.person, holders(cast).handler.instead_of) == (cast.other_clerk, cast.clerk)


# Changing it.


def test_former_holder_ends_the_day_before(cast: Cast) -> None:
    entered(cast, cast.other_clerk)
    given(cast, handler=cast.clerk)
    assert spans() == [("钱文", today() - 30 * DAY, today() - DAY), ("许文", today(), None)]


def test_every_change_is_written_down(cast: Cast) -> None:
    entered(cast, cast.other_clerk)
    given(cast, handler=cast.clerk)
    assert list(Arrangement.objects.values_list("name", "actor_name")) == [("end", "谢言"), ("enter", "谢言")]


def test_same_person_again_changes_nothing(cast: Cast) -> None:
    entered(cast, cast.clerk)
    assert (given(cast, handler=cast.clerk), Arrangement.objects.count()) == ([], 0)


def test_mistake_of_the_same_day_is_struck_out_and_stays(cast: Cast) -> None:
    given(cast, handler=cast.office)
    given(cast, handler=cast.clerk)
    struck = Responsibility.objects.exclude(struck_at=None).get()
    assert (struck.person, holders(cast).handler.person) == (cast.office, cast.clerk)


def test_part_is_given_to_nobody(cast: Cast) -> None:
    entered(cast, cast.clerk)
    given(cast, handler=None)
    assert holders(cast).handler.is_named is False


def test_part_that_somebody_has_later_is_refused_in_words(cast: Cast) -> None:
    entered(cast, cast.clerk, since=today() + 10 * DAY)
    with pytest.raises(Refused, match="Somebody else has this part in these days"):
        given(cast, handler=cast.office)


def test_past_is_not_rewritten(cast: Cast) -> None:
    entered(cast, cast.clerk)
    with pytest.raises(Refused, match="Choose today or a later day"):
        given(cast, today() - 3 * DAY, handler=cast.office)


@pytest.mark.parametrize(("part", "name"), [("first", "clerk"), ("handler", "other_clerk"), ("handler", "teacher")])
def test_person_without_the_role_is_refused(cast: Cast, part: str, name: str) -> None:
    with pytest.raises(Refused, match="no role for this part"):
        given(cast, **{part: getattr(cast, name)})


def test_only_the_office_arranges(cast: Cast) -> None:
    with pytest.raises(Refused, match="Only the disclosure office"):
        arrange(heading(CODE), cast.department, {Part.HANDLER: cast.clerk}, since=today(), actor=again(cast.chair))


def test_refusal_changes_nothing(cast: Cast) -> None:
    entered(cast, cast.clerk)
    with pytest.raises(Refused):
        given(cast, handler=cast.office, first=cast.teacher)
    assert spans() == [("许文", today() - 30 * DAY, None)]


def test_what_somebody_else_changed_meanwhile_is_said(cast: Cast) -> None:
    with pytest.raises(Refused, match="a moment ago"):
        arrange(
            heading(CODE),
            cast.department,
            {Part.HANDLER: cast.clerk},
            since=today(),
            actor=again(cast.office),
            seen=[7],
        )


@pytest.mark.parametrize("change", ["delete", "person", "longer"])
def test_database_keeps_what_was(cast: Cast, change: str) -> None:
    row = entered(cast, cast.clerk, until=today() + DAY)
    rows = Responsibility.objects.filter(pk=row.pk)
    changes = {"person": {"person": cast.office}, "longer": {"until": None}}
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete() if change == "delete" else rows.update(**changes[change])


def test_matters_go_to_a_unit_and_leave_the_others(cast: Cast) -> None:
    entered(cast, cast.clerk)
    changed = hand_over(
        [heading(CODE)],
        cast.other_department,
        cast.other_clerk,
        since=today(),
        alone=True,
        actor=again(cast.office),
    )
    assert (changed, owners_of(cast.school)[heading(CODE).pk]) == (1, [cast.other_department])


# Pages.


def test_matrix_shows_roles_by_which_somebody_has_a_part(cast: Cast) -> None:
    assert "only by role" in page(cast.clerk)


def test_who_left_stands_at_the_top(cast: Cast) -> None:
    entered(cast, cast.other_clerk)
    leave(cast.other_clerk)
    shown = page(cast.office)
    assert shown.index("钱文 has left") < shown.index("All matters with somebody who answers")


def test_stand_in_is_shown_with_the_last_day(cast: Cast) -> None:
    StandIn.objects.create(person=cast.chair, stand_in=cast.deputy, since=today(), until=today())
    assert "stands in for 方正 until" in page(cast.office, standing="away")


@pytest.mark.parametrize(
    ("name", "status"), [("office", 200), ("inspector", 200), ("member", 200), ("teacher", 404), ("parent", 404)]
)
def test_matrix_is_for_who_works_on_duties(cast: Cast, name: str, status: int) -> None:
    assert visiting(getattr(cast, name)).get(MATRIX).status_code == status


def test_matrix_is_not_public(cast: Cast, client: Any) -> None:
    assert client.get(MATRIX).status_code == 302


def test_condition_that_is_not_understood_is_said(cast: Cast) -> None:
    assert "left out" in page(cast.office, unit="x", standing="y")


@pytest.mark.parametrize("units", [0, 3])
def test_queries_do_not_grow_with_the_rows(cast: Cast, units: int, django_assert_max_num_queries: Any) -> None:
    for number in range(units):
        unit = Unit.objects.create(name=f"第{number}处", level="department", parent=cast.school)
        entered(cast, cast.office, unit=unit)
    browser = visiting(cast.office)
    with django_assert_max_num_queries(40):
        browser.get(MATRIX)


def form_of(cast: Cast, **fields: Any) -> Any:
    address = reverse("dutywork:parts", args=[CODE, cast.department.pk])
    return visiting(again(cast.office)).post(address, {"since": today(), "seen": "", **fields})


def test_form_enters_the_three_parts(cast: Cast) -> None:
    form_of(cast, first=cast.chair.pk, deputy=cast.deputy.pk, handler=cast.clerk.pk)
    assert set(Responsibility.objects.values_list("part", "person__name")) == {
        ("first", "方正"),
        ("deputy", "贺兰"),
        ("handler", "许文"),
    }


def test_form_that_was_overtaken_keeps_what_was_typed(cast: Cast) -> None:
    entered(cast, cast.clerk)
    answer = form_of(cast, handler=cast.office.pk)
    assert answer.status_code == 409
    assert f'<option value="{cast.office.pk}" selected>' in answer.content.decode()


def test_form_of_another_school_is_not_found(cast: Cast) -> None:
    address = reverse("dutywork:parts", args=[CODE, cast.other_school.pk])
    assert visiting(cast.office).get(address).status_code == 404


def test_form_for_many_hands_over_the_matters_of_a_class(cast: Cast) -> None:
    fields = {"headings": [heading(CODE).pk], "unit": cast.department.pk, "handler": cast.clerk.pk, "since": today()}
    visiting(cast.office).post(f"{MANY}?section=09", fields)
    assert spans() == [("许文", today(), None)]
