"""Case about whom × reader: seen or not, in every question that can be asked of cases."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from apps.accounts.models import User
from apps.cases.filing import file_case
from apps.cases.models import Case
from apps.cases.types import Concern, Type
from apps.cases.workflow import take
from apps.disclosures.models import Disclosure
from apps.disclosures.workflow import Refused
from apps.organization.models import Role
from tests.casing import HEAD, SORTS, TEXT, filed, head_of, posted, walked
from tests.cast import Cast, again, draft, factory_of, person

# o office, c chair and v deputy of the leadership group, s member of the supervision group, h its chair, i inspector.
# Never: clerk, teacher, parent, stranger, another school's chair and teacher, a superuser, whoever is not signed in.
SEEN = {
    "nobody": "ochvis",
    "staff ticked": "ochvis",
    "leadership ticked": "his",
    "supervision ticked": "hi",
    "about the clerk": "ochvis",
    "about the office": "chvis",
    "about the chair": "his",
    "about the deputy": "his",
    "about the member": "hi",
    "about the head": "i",
    "about the inspector": "ochvs",
    "about the head and the inspector": "s",
    "about the chair and the member": "hi",
    "naming the office": "chvis",
    "naming the chair": "his",
    "naming the member": "hi",
    "naming the head": "i",
    "naming the inspector": "ochvs",
    "naming another school's chair": "ochvis",
    "on an item about the office": "chvis",
    "on an item about the chair": "his",
}
ABOUT = {
    "clerk": ["clerk"],
    "office": ["office"],
    "chair": ["chair"],
    "deputy": ["deputy"],
    "member": ["member"],
    "head": ["head"],
    "inspector": ["inspector"],
    "head and the inspector": ["head", "inspector"],
    "chair and the member": ["chair", "member"],
    "another school's chair": ["other_chair"],
}
COULD_HANDLE = {
    "nobody": "chiostvx",
    "leadership ticked": "hiostx",
    "supervision ticked": "chiotvx",
    "about the clerk": "chiostv",
    "about the chair": "hiostx",
    "about the head": "ciotvx",
}


def readers(cast: Cast) -> dict[str, User | AnonymousUser]:
    return {
        "o": cast.office,
        "c": cast.chair,
        "v": cast.deputy,
        "s": cast.member,
        "h": head_of(cast),
        "i": cast.inspector,
        "x": cast.clerk,
        "t": cast.teacher,
        "(parent)": cast.parent,
        "(stranger)": cast.stranger,
        "(other chair)": cast.other_chair,
        "(other teacher)": cast.other_teacher,
        "(superuser)": User.objects.create_superuser("root"),
        "(signed out)": AnonymousUser(),
    }


def someone(name: str, cast: Cast) -> User:
    return head_of(cast) if name == "head" else getattr(cast, name)


def kinds_with_names() -> list[type[Disclosure]]:
    """Whichever kinds name people: found without knowing any by its name."""
    return [kind for kind in Disclosure.kinds() if "names" in vars(kind)]


def naming(kind: type[Disclosure], cast: Cast, who: User) -> Disclosure:
    """A draft of this kind that names this person in one of its lines."""
    item = draft(cast, factory_of(kind))
    lines = (line for related in kind._meta.related_objects for line in _lines(item, related.get_accessor_name()))
    line = next(line for line in lines if getattr(line, "name", None) in item.names())
    line.name = who.name
    line.save()
    return item


def _lines(item: Disclosure, accessor: str | None) -> list:
    rows = getattr(item, accessor or "", None)
    return list(rows.all()) if hasattr(rows, "all") else []


def case_of(sort: str, cast: Cast) -> Case:
    head_of(cast)
    fields = {"school": cast.school, "text": TEXT}
    if sort.endswith(" ticked"):
        fields["concern"] = Concern(sort.removesuffix(" ticked"))
    elif sort.startswith("about the "):
        fields["about"] = [someone(name, cast) for name in ABOUT[sort.removeprefix("about the ")]]
    elif sort.startswith("naming "):
        (name,) = ABOUT[sort.removeprefix("naming ").removeprefix("the ")]
        fields["text"] = f"{TEXT}经手人是{someone(name, cast).name}，请核实。"
    elif sort.startswith("on an item"):
        fields["disclosure"] = naming(kinds_with_names()[0], cast, someone(sort.rsplit(" ", 1)[1], cast))
    return file_case(Type.COMPLAINT, **fields).case


@pytest.mark.parametrize("sort", SEEN)
def test_case_is_seen_by(cast, sort):
    case = case_of(sort, cast)
    seen = {name for name, who in readers(cast).items() if case in Case.objects.seen_by(who)}
    assert "".join(sorted(seen)) == "".join(sorted(SEEN[sort]))


@pytest.mark.parametrize("sort", ["nobody", "leadership ticked", "about the office", "about the head"])
def test_every_question_of_a_reader_gives_the_same_answer(cast, sort):
    case = case_of(sort, cast)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=60)):
        for who in readers(cast).values():
            seen = Case.objects.seen_by(again(who) if who.pk else who)
            asked = [
                seen.count(),
                seen.open().count(),
                seen.overdue().count(),
                seen.filter(text__contains="四月").count(),
            ]
            assert asked == [int(case in seen)] * 4


@pytest.mark.parametrize("sort", COULD_HANDLE)
def test_case_could_be_given_to(cast, sort):
    case = case_of(sort, cast)
    could = {name for name, who in readers(cast).items() if case in Case.objects.could_be_given_to(who)}
    assert "".join(sorted(could)) == "".join(sorted(COULD_HANDLE[sort]))


def test_objections_to_an_item_are_seen_through_the_same_door(cast):
    item = posted(cast)
    filed("objection", cast, item, about=[cast.chair])
    filed("objection", cast, item)
    asked = Case.objects.objections_to(item)
    assert [asked.seen_by(who).count() for who in (cast.chair, cast.office, cast.member)] == [1, 1, 2]


@pytest.mark.parametrize("kind", kinds_with_names(), ids=lambda kind: kind._meta.app_label)
def test_person_an_item_names_does_not_see_the_objections_to_it(cast, kind):
    case = filed("complaint", cast, naming(kind, cast, cast.office))
    assert case not in Case.objects.seen_by(cast.office)


def test_handler_sees_the_case_and_others_of_the_unit_do_not(cast):
    case = walked(filed("leadership", cast), "assigned", cast)
    colleague = person("孔文", Role.CLERK, cast.other_department)
    assert [case in Case.objects.seen_by(who) for who in (cast.other_clerk, colleague)] == [True, False]


def test_handler_who_is_a_leader_never_gets_a_case_about_the_leadership(cast):
    both = person("严明", Role.CLERK, cast.department)
    both.memberships.create(unit=cast.school, role=Role.LEADERSHIP)
    case = filed("leadership", cast)
    assert case not in Case.objects.could_be_given_to(both)


@pytest.mark.parametrize("role", [Role.OFFICE, Role.SUPERVISION, Role.INSPECTOR])
def test_leader_with_another_seat_does_not_see_a_case_about_the_leadership(cast, role):
    case = filed("leadership", cast)
    cast.deputy.memberships.create(unit=cast.school, role=role, line="union" if role == Role.SUPERVISION else "")
    assert case not in Case.objects.seen_by(again(cast.deputy))


@pytest.mark.parametrize("name", ["office", "member", "inspector", "other_clerk"])
@pytest.mark.parametrize("gone", ["left", "inactive"])
def test_who_is_gone_sees_nothing(cast, name, gone):
    walked(filed("complaint", cast), "assigned", cast)
    who = getattr(cast, name)
    if gone == "left":
        who.memberships.update(until="2020-12-31")
    else:
        User.objects.filter(pk=who.pk).update(is_active=False)
    assert not Case.objects.seen_by(again(who)).exists()


def test_former_leader_named_in_the_text_does_not_see_it_as_clerk(cast):
    cast.deputy.memberships.update(until="2020-12-31")
    cast.deputy.memberships.create(unit=cast.school, role=Role.OFFICE)
    case = filed("complaint", cast, text=f"{TEXT}{cast.deputy.name}当时在场。")
    assert case not in Case.objects.seen_by(again(cast.deputy))


def test_one_letter_that_is_a_name_bars_nobody(cast):
    short = person("时", Role.OFFICE, cast.school)
    assert filed("complaint", cast) in Case.objects.seen_by(short)


def test_case_is_about_the_gravest(cast):
    assert filed("complaint", cast, about=[cast.clerk, cast.chair, cast.member]).concern == Concern.SUPERVISION


def test_what_the_writer_ticked_is_never_lowered(cast):
    assert filed("supervision", cast, about=[cast.clerk]).concern == Concern.SUPERVISION


@pytest.mark.parametrize("sort", SORTS)
def test_public_numbers_leave_out_the_two_groups_and_undecided_objections(cast, sort):
    filed(sort, cast)
    assert Case.objects.countable().exists() is (sort in ("opinion", "complaint"))


def test_merging_keeps_to_one_circle(cast):
    main = walked(filed("complaint", cast), "accepted", cast)
    about = filed("leadership", cast)
    with pytest.raises(Refused):
        take("merge", about, actor=cast.member, into=main)


def test_head_of_the_group_is_known_by_name(cast):
    assert head_of(cast).name == HEAD
