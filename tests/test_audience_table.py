"""Reader × audience × state: who may read what. Written by hand, not derived from the code."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from apps.accounts.models import User
from apps.disclosures.models import Disclosure
from apps.disclosures.states import State
from apps.organization.models import Membership, Role
from tests.cast import Cast, again, draft, person, walk

PUBLIC = {"public"}
PARENTS = {"public", "parents"}
STAFF = {"public", "parents", "staff"}

READS = {
    "anonymous": PUBLIC,
    "stranger": PUBLIC,
    "parent": PARENTS,
    "teacher": STAFF,
    "clerk": STAFF,
    "other_clerk": STAFF,
    "chair": STAFF,
    "office": STAFF,
    "member": STAFF,
    "inspector": STAFF,
    "former_teacher": PUBLIC,
    "future_teacher": PUBLIC,
    "disabled_teacher": PUBLIC,
    "other_chair": PUBLIC,
    "other_teacher": PUBLIC,
    "other_parent": PUBLIC,
    "superuser": PUBLIC,
}
ON_BOARD = (State.POSTED, State.CONCLUDED)
AT_ITS_ADDRESS = (*ON_BOARD, State.WITHDRAWN, State.SUPERSEDED)
HIDDEN = (State.DRAFT, State.IN_REVIEW, State.APPROVED)


def readers(cast: Cast) -> dict[str, User | AnonymousUser]:
    today = timezone.localdate()
    disabled = person("离岗", Role.STAFF, cast.school)
    disabled.is_active = False
    disabled.save(update_fields=["is_active"])
    return {name: getattr(cast, name) for name in READS if hasattr(cast, name)} | {
        "anonymous": AnonymousUser(),
        "former_teacher": person("旧识", Role.STAFF, cast.school, until=today - datetime.timedelta(days=1)),
        "future_teacher": person("新来", Role.STAFF, cast.school, since=today + datetime.timedelta(days=1)),
        "disabled_teacher": disabled,
        "superuser": User.objects.create_superuser("root"),
    }


def read_by(reader: User | AnonymousUser) -> set[str]:
    return set(Disclosure.objects.visible_to(reader).values_list("audience", flat=True))


@pytest.mark.parametrize("state", AT_ITS_ADDRESS)
def test_each_reader_reads_their_audiences(cast, state):
    for audience in STAFF:
        walk(draft(cast, audience=audience), state, cast)
    visible = {
        name: set(Disclosure.objects.filter(state=state).visible_to(reader).values_list("audience", flat=True))
        for name, reader in readers(cast).items()
    }
    assert visible == READS


@pytest.mark.parametrize("state", HIDDEN)
def test_nobody_reads_what_is_not_posted(cast, state):
    for audience in STAFF:
        walk(draft(cast, audience=audience), state, cast)
    assert {name: read_by(reader) for name, reader in readers(cast).items()} == dict.fromkeys(READS, set())


@pytest.mark.parametrize("state", State)
def test_the_board_lists_what_is_neither_withdrawn_nor_corrected(cast, state):
    item = walk(draft(cast), state, cast)
    listed = Disclosure.objects.visible_to(AnonymousUser()).on_board().filter(pk=item.pk).exists()
    assert listed is (state in ON_BOARD)


def test_an_item_is_read_on_its_last_day(cast):
    walk(draft(cast, display_until=timezone.localdate()), State.POSTED, cast)
    assert read_by(AnonymousUser()) == {"public"}


@pytest.mark.parametrize("reader", ["anonymous", "teacher", "inspector"])
def test_nobody_reads_an_item_after_its_last_day(cast, reader):
    walk(draft(cast, display_until=timezone.localdate()), State.POSTED, cast)
    people = readers(cast)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
        assert read_by(people[reader]) == set()


def test_an_item_of_a_kind_that_is_gone_is_not_read(cast, monkeypatch):
    walk(draft(cast), State.POSTED, cast)
    monkeypatch.setattr(Disclosure, "kinds", staticmethod(list))
    assert not Disclosure.objects.visible_to(AnonymousUser()).exists()


def test_a_parent_whose_child_left_reads_no_more(cast):
    walk(draft(cast, audience="parents"), State.POSTED, cast)
    Membership.objects.filter(user=cast.parent).update(until=timezone.localdate() - datetime.timedelta(days=1))
    assert read_by(again(cast.parent)) == set()


def test_a_teacher_elsewhere_who_is_a_parent_here_reads_as_a_parent(cast):
    for audience in STAFF:
        walk(draft(cast, audience=audience), State.POSTED, cast)
    Membership.objects.create(user=cast.other_teacher, unit=cast.school, role=Role.PARENT)
    assert read_by(again(cast.other_teacher)) == PARENTS


def test_a_department_reads_with_its_school(cast):
    walk(draft(cast, audience="staff", unit=cast.school), State.POSTED, cast)
    assert read_by(cast.other_clerk) == {"staff"}


@pytest.mark.parametrize("role", [Role.STAFF, Role.PARENT, Role.OFFICE])
def test_people_of_the_bureau_are_not_people_of_its_schools(cast, role):
    item = walk(draft(cast, audience="staff"), State.POSTED, cast)
    above = person("局员", role, cast.bureau)
    assert not Disclosure.objects.visible_to(above).filter(pk=item.pk).exists()
