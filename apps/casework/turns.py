"""Whose turn it is: the cases that wait for a person, as one query, and who has a case now, in words."""

from __future__ import annotations

from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.cases.circles import first_part, second_part
from apps.cases.duties import Duty, is_handled, roles_of
from apps.cases.models import Case
from apps.cases.querysets import CaseQuerySet
from apps.cases.states import OPEN, State
from apps.disclosures.templatetags.portal import listed
from apps.organization.models import Role
from apps.organization.roles import with_memberships

IDENTITY = ("ask_identity", "open_identity", "refuse_identity")
HIDING = ("propose_hiding", "drop_hiding", "hide")


def waiting_for(user: User) -> CaseQuerySet:
    """The cases that this person handles, and those in which the next step is theirs; never one they may not see."""
    told = Case.objects.seen_by(user).annotate(
        drafted=Max("replies__pk"),
        drafted_by_another=Max("replies__pk", filter=~Q(replies__drafted_by=user.pk)),
        identity_told=Max("events__pk", filter=Q(events__name__in=IDENTITY)),
        identity_asked=Max("events__pk", filter=_by_another("ask_identity", user)),
        hiding_told=Max("events__pk", filter=Q(events__name__in=HIDING)),
        hiding_proposed=Max("events__pk", filter=_by_another("propose_hiding", user)),
    )
    return Case.objects.seen_by(user).filter(pk__in=told.filter(_turn_of(user)).values("pk"))


def _turn_of(user: User) -> Q:
    first, second = first_part(user), second_part(user)
    is_left_alone = Q(state=State.ASSIGNED) & ~Q(pk__in=Case.objects.seen_by(user).filter(_handled(user)).values("pk"))
    has_climbed = Q(state__in=OPEN, climbed__gt=0)
    return (
        Q(handler=user.pk, state__in=OPEN)
        | first & (Q(state__in=(State.RECEIVED, State.ACCEPTED)) | is_left_alone | has_climbed)
        | second & Q(state=State.DRAFTED, drafted=F("drafted_by_another"))
        | (first | second) & Q(identity_told=F("identity_asked"))
        | second & Q(hiding_told=F("hiding_proposed"))
    )


def _handled(user: User) -> Q:
    """Of the cases this person sees, those whose handler may still handle them (is_handled, as a query)."""
    handlers = Case.objects.seen_by(user).filter(state=State.ASSIGNED).values("handler")
    found = Q(pk__in=[])
    for handler in with_memberships(list(User.objects.filter(pk__in=handlers))):
        found |= Q(handler=handler.pk, pk__in=Case.objects.could_be_given_to(handler).values("pk"))
    return found


def _by_another(name: str, user: User) -> Q:
    return Q(events__name=name) & ~Q(events__actor=user.pk)


def whose_turn(case: Case) -> str:
    """Who has this case now, for whoever looks at it; empty when it is over."""
    match case.state:
        case State.ASSIGNED if is_handled(case):
            return _("Now with %(name)s, %(unit)s, who drafts the reply.") % {"name": case.handler, "unit": case.unit}
        case State.RECEIVED | State.ACCEPTED | State.ASSIGNED:
            return _("Now with: %(who)s.") % {"who": _roles(case, Duty.FIRST)}
        case State.ASKED:
            return _("The writer was asked and has not answered yet. The time rests meanwhile.")
        case State.DRAFTED:
            return _("The reply is drafted. Somebody who did not draft it checks it: %(who)s.") % {
                "who": _roles(case, Duty.SECOND)
            }
        case State.REPLIED:
            return _("The reply was sent. The writer may ask for another reply once; else the portal closes the case.")
    return ""


def _roles(case: Case, duty: Duty) -> str:
    return listed(dict.fromkeys(Role(role).label for role in roles_of(case, duty)))
