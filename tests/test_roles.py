import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from django.utils import timezone

from apps.accounts.models import User
from apps.disclosures.factories import MembershipFactory
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.organization.models import Membership, Role, SchoolRules, Unit
from apps.organization.roles import acting_as, units_where
from tests.cast import Cast, again, draft, person, walk

TODAY = timezone.localdate
DAY = datetime.timedelta(days=1)

# What each role may, in its unit and below.
MAY = {
    Role.CLERK: "view view_draft draft",
    Role.LEADERSHIP: "view view_draft draft submit withdraw",
    Role.SUPERVISION: "view endorse withdraw",
    Role.OFFICE: "view view_draft draft post conclude withdraw",
    Role.STAFF: "",
    Role.PARENT: "",
    Role.INSPECTOR: "view view_draft",
}
ALL = ["view", "view_draft", "draft", "submit", "endorse", "post", "conclude", "withdraw"]


def allowed(user, where) -> set[str]:
    return {name for name in ALL if user.has_perm(f"disclosures.{name}", where)}


@pytest.mark.parametrize("role", Role)
def test_a_role_may_what_the_table_says(cast, role):
    assert allowed(person("某人", role, cast.school, line="party"), cast.school) == set(MAY[role].split())


@pytest.mark.parametrize("where", ["bureau", "school", "department", "other_department", "other_school"])
@pytest.mark.parametrize(
    ("holder", "reach"),
    [
        ("bureau", {"bureau", "school", "department", "other_department", "other_school"}),
        ("school", {"school", "department", "other_department"}),
        ("department", {"department"}),
    ],
)
def test_a_role_reaches_its_unit_and_what_is_below(cast, holder, reach, where):
    clerk = person("某人", Role.CLERK, getattr(cast, holder))
    assert clerk.has_perm("disclosures.draft", getattr(cast, where)) is (where in reach)


@pytest.mark.parametrize("holder", ["bureau", "school", "department"])
def test_the_list_of_units_agrees_with_the_single_answer(cast, holder):
    clerk = person("某人", Role.CLERK, getattr(cast, holder))
    single = {unit for unit in Unit.objects.all() if clerk.has_perm("disclosures.draft", unit)}
    assert set(units_where(clerk, "disclosures.draft")) == single


def test_a_permission_on_an_item_is_that_on_its_unit(cast):
    item = draft(cast)
    assert (cast.clerk.has_perm("disclosures.draft", item), cast.other_clerk.has_perm("disclosures.draft", item)) == (
        True,
        False,
    )


def test_a_permission_without_a_unit_means_anywhere(cast):
    assert cast.clerk.has_perm("disclosures.draft")


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (-10, None, True),
        (0, 0, True),
        (-10, 0, True),
        (-10, -1, False),
        (1, None, False),
    ],
)
def test_a_role_holds_from_its_first_to_its_last_day(cast, since, until, holds):
    last = None if until is None else TODAY() + until * DAY
    clerk = person("某人", Role.CLERK, cast.school, since=TODAY() + since * DAY, until=last)
    assert clerk.has_perm("disclosures.draft", cast.school) is holds


def test_roles_add_up(cast):
    Membership.objects.create(user=cast.member, unit=cast.school, role=Role.CLERK)
    assert allowed(again(cast.member), cast.school) == {"view", "view_draft", "draft", "endorse", "withdraw"}


def test_a_disabled_account_may_nothing(cast):
    cast.office.is_active = False
    assert allowed(cast.office, cast.school) == set()


def test_nobody_may_nothing(cast):
    assert allowed(AnonymousUser(), cast.school) == set()


def test_a_superuser_has_no_short_cut_on_a_unit(cast):
    assert allowed(User.objects.create_superuser("root"), cast.school) == set()


def test_a_superuser_has_no_short_cut_on_an_item(cast):
    assert allowed(User.objects.create_superuser("root"), draft(cast)) == set()


def test_a_superuser_configures_the_portal(db):
    assert User.objects.create_superuser("root").has_perm("organization.change_unit")


@pytest.mark.parametrize(
    ("who", "works_on"),
    [
        ("clerk", {"draft", "in_review", "posted"}),
        ("other_clerk", set()),
        ("chair", {"draft", "in_review", "posted"}),
        ("member", {"in_review", "posted"}),
        ("office", {"draft", "in_review", "posted"}),
        ("inspector", {"draft", "in_review", "posted"}),
        ("teacher", set()),
        ("parent", set()),
        ("stranger", set()),
        ("other_chair", set()),
    ],
)
def test_the_working_side_shows_what_the_role_may_see(cast, who, works_on):
    for state in (State.DRAFT, State.IN_REVIEW, State.POSTED):
        walk(draft(cast), state, cast)
    seen = Disclosure.objects.workable_by(getattr(cast, who)).values_list("state", flat=True)
    assert set(seen) == works_on


def test_the_title_of_a_deed_is_of_the_role_that_allows_it(cast):
    Membership.objects.create(user=cast.member, unit=cast.school, role=Role.STAFF)
    Membership.objects.create(user=cast.member, unit=cast.bureau, role=Role.CLERK)
    both = again(cast.member)
    titles = [acting_as(both, permission, cast.school) for permission in ("disclosures.endorse", "disclosures.draft")]
    assert titles == [membership.title for membership in _of(both, Role.SUPERVISION, Role.CLERK)]


def _of(user: User, *roles: Role) -> list[Membership]:
    return [user.memberships.get(role=role) for role in roles]


def test_a_deed_without_a_role_has_no_title(cast):
    assert acting_as(cast.stranger, "disclosures.draft", cast.school) == ""


def test_the_clock_cannot_sign_in(db):
    clock = User.objects.clock()
    assert (clock.is_active, clock.has_usable_password()) == (False, False)


def test_there_is_one_clock(db):
    assert User.objects.clock() == User.objects.clock()


def test_a_supervision_member_speaks_for_somebody(cast):
    with pytest.raises(IntegrityError, match="membership_supervision_speaks_for_somebody"):
        MembershipFactory(role=Role.SUPERVISION, line="", unit=cast.school)


def test_a_membership_does_not_end_before_it_begins(cast):
    with pytest.raises(IntegrityError, match="membership_ends_after_it_begins"):
        MembershipFactory(unit=cast.school, since=TODAY(), until=TODAY() - DAY)


def test_a_quorum_is_never_under_two(cast):
    with pytest.raises(IntegrityError, match="rules_quorum_is_two_or_more"):
        SchoolRules.objects.create(school=cast.school, quorum=1)


@pytest.mark.parametrize(
    ("unit", "school"),
    [("bureau", None), ("school", "school"), ("department", "school"), ("other_school", "other_school")],
)
def test_a_unit_knows_its_school(cast, unit, school):
    assert getattr(cast, unit).school == (getattr(cast, school) if school else None)


def cast_units(cast: Cast) -> list[Unit]:
    return [cast.bureau, cast.school, cast.department]


def test_a_lineage_is_a_unit_and_those_above(cast):
    assert cast.department.lineage == [unit.pk for unit in reversed(cast_units(cast))]
