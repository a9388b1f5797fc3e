"""Whom a case concerns: who is named in it or in its item never sees it; a member of a group makes it the group's."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from apps.accounts.models import User
from apps.cases.circles import second
from apps.cases.models import Case
from apps.cases.types import GRAVITY, Concern, Type
from apps.disclosures.folding import fold
from apps.organization.models import Membership, Post, Role, Unit

WATCHERS = Q(role=Role.SUPERVISION, post=Post.CHAIR) | Q(role=Role.INSPECTOR)
"""Who decides what is about the supervision group."""
POSTS = ("校长", "副校长", "书记", "副书记", "园长", "院长", "主任", "副主任", "老师")
"""What stands after a surname when somebody is named without their first name."""
HEADS = ("校长", "书记", "园长", "院长")
"""Whom a complaint means that names only the post."""
SHORTEST_NAME = 2
"""Characters of a name that is looked for in a text."""


def named_in(case: Case, text: str) -> list[User]:
    """People of the school, or set over it, who are named in the text, however it is written or broken.

    Members of the two groups also by surname and post.
    """
    plain = _plain(text)
    in_groups = _seats(case, Q(role__in=(Role.LEADERSHIP, Role.SUPERVISION)))
    return [
        person
        for person in _people(case)
        if _stands(_plain(person.name), plain) or (person.pk in in_groups and _stands_with_post(person.name, plain))
    ]


def means_a_head(case: Case, text: str) -> bool:
    """Whether it is a complaint that speaks of the head of the school: then it goes past the leadership group."""
    return case.type == Type.COMPLAINT and any(post in _plain(text) for post in HEADS)


def named_by_the_item(case: Case) -> list[User]:
    """People of the school whom the item is about."""
    names = case.disclosure.specific.names() if case.disclosure else set()
    return [person for person in _people(case) if person.name in names] if names else []


def concern(case: Case, people: Collection[User], at_least: Concern = Concern.NOBODY) -> bool:
    """Let it concern these people too; returns whether it changed who may see it. In the transaction of a step."""
    known = set(case.about.values_list("pk", flat=True))
    added = {person.pk for person in people} - known
    least = max(Concern(case.concern), at_least, key=GRAVITY.index)
    raised, kept = _circle(case, least, added, known)
    case.about.add(*kept)
    is_raised = raised != case.concern
    if is_raised:
        case.concern = raised
        case.save(update_fields=["concern"])
    return bool(kept) or is_raised


def _circle(case: Case, least: Concern, added: set[int], known: set[int]) -> tuple[Concern, set[int]]:
    """The circle that decides, and whom of those the case is kept from.

    A case about a member of a group goes past that group. Somebody must be left to decide: when all are named to whom
    it would go, it stays with the others of the group; when nobody is left at all, its watchers read it all the same,
    for a name in a text is a guess, and nobody may block an item by naming everybody.
    """
    found = max(least, _group_of(case, added), key=GRAVITY.index)
    for circle in reversed(GRAVITY[GRAVITY.index(least) : GRAVITY.index(found) + 1]):
        if _is_decidable(case, circle, known | added):
            return circle, added
    return Concern.SUPERVISION, added - _seats(case, WATCHERS)


def _is_decidable(case: Case, circle: Concern, barred: set[int]) -> bool:
    """Whether one is left who checks a reply, and another who writes it."""
    workers = _seats(case, ~Q(role=Role.PARENT)) - barred
    held = Q(role__in=second(case.type, circle))
    deciders = _seats(case, held & WATCHERS if circle == Concern.SUPERVISION else held) - barred
    return bool(deciders) and len(workers) > 1


def _group_of(case: Case, people: set[int]) -> Concern:
    if people & _seats(case, Q(role=Role.SUPERVISION)):
        return Concern.SUPERVISION
    if people & _seats(case, Q(role=Role.LEADERSHIP)):
        return Concern.LEADERSHIP
    return Concern.STAFF if people else Concern.NOBODY


def _plain(text: str) -> str:
    """Letters and numbers only, in one script: no blank, sign or line between two characters hides a name."""
    return "".join(filter(str.isalnum, fold(text)))


def _stands(name: str, text: str) -> bool:
    return len(name) >= SHORTEST_NAME and name in text


def _stands_with_post(name: str, text: str) -> bool:
    return bool(name) and any(_plain(name[0]) + post in text for post in POSTS)


def _seats(case: Case, role: Q) -> set[int]:
    return set(Membership.objects.current().filter(role, _here(case, "")).values_list("user", flat=True))


def _people(case: Case) -> list[User]:
    return list(User.objects.filter(_here(case, "memberships__")).distinct())


def _here(case: Case, road: str) -> Q:
    """In the school, below it, or set over it."""
    below = Q(**{f"{road}unit__in": Unit.objects.under([case.school_id])})
    return below | Q(**{f"{road}unit__in": case.school.lineage})
