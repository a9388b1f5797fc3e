"""The supervision group as seats: who has taken part, and, once one has spoken oneself, who said what."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.disclosures.opinions import Review
from apps.disclosures.templatetags.portal import listed
from apps.disclosures.workflow import STEPS
from apps.organization.models import Line, Membership

CHARACTERS = {
    Line.PARTY: "党",
    Line.ADMINISTRATION: "政",
    Line.UNION: "工",
    Line.YOUTH: "团",
    Line.TEACHERS: "教",
    Line.COMMUNITY: "社",
    Line.PARENTS: "家",
}
"""One character for the line a member speaks for."""


@dataclass(frozen=True)
class Seat:
    """One member's place: the character of the line, how it looks, and what a screen reader says. Never a name."""

    character: str
    looks: str
    spoken: str


@dataclass(frozen=True)
class Opinion:
    """What somebody said, under the role in which it was said."""

    title: str
    said: str
    reason: str


def seats_of(review: Review, member: User) -> list[Seat]:
    """The seats in the order of the group. They never tell what anybody said."""
    spoke = {opinion.actor_id for opinion in review.opinions}
    return [_seat(seat, seat.user_id in spoke, seat.user_id in review.must_recuse, member) for seat in review.seats]


def _seat(seat: Membership, has_spoken: bool, is_barred: bool, member: User) -> Seat:
    is_me = seat.user_id == member.pk
    looks = "seat--in" if has_spoken else "seat--out" if is_barred else ""
    part = _("has taken part") if has_spoken else _("takes no part") if is_barred else _("has not taken part yet")
    words = [seat.title, _("this is you"), part] if is_me else [seat.title, part]
    spoken = listed(words)
    return Seat(CHARACTERS[Line(seat.line)], f"seat {looks} {'seat--me' if is_me else ''}".strip(), spoken)


def opinions_for(review: Review, member: User) -> list[Opinion]:
    """The opinions this member may see: none until their own is given."""
    return [
        Opinion(opinion.actor_title, str(STEPS[opinion.name].label), opinion.reason)
        for opinion in review.seen_by(member)
    ]
