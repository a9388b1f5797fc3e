"""What speaks against a step, rule by rule: each returns sentences, none when it has nothing against it."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.disclosures.dates import full_moment
from apps.disclosures.models import Disclosure, Event
from apps.disclosures.opinions import FEWEST, Review, contributors
from apps.disclosures.signals import remarks_requested
from apps.disclosures.states import ON_BOARD
from apps.organization.models import Role
from apps.organization.roles import memberships_of

Rule = Callable[[Disclosure, User], list[str]]


def problems(item: Disclosure) -> list[str]:
    """What this draft still misses before it can be submitted, the envelope's rules first, then the kind's."""
    return [*_envelope(item), *_publicity(item), *_correction(item), *item.specific.unready()]


def remarks(item: Disclosure) -> list[str]:
    """What whoever writes or checks this item should know, in sentences that stop no step.

    An app that fails to answer is left out; Django writes it into the log.
    """
    answers = (answer for _receiver, answer in remarks_requested.send_robust(Disclosure, item=item))
    return [sentence for answer in answers if isinstance(answer, list) for sentence in answer]


def _envelope(item: Disclosure) -> list[str]:
    found = []
    if not item.summary:
        found.append(_("Say in one or two plain sentences what this is about."))
    if item.made_on > timezone.localdate():
        found.append(_("The day it was made lies in the future."))
    if item.publish_at and item.publish_at < timezone.now():
        found.append(_("The time set for posting is over. Choose a later one, or none."))
    if item.display_until and item.display_until < timezone.localdate():
        found.append(_("The last day on the board is over. Choose a later one, or none."))
    return found


def _publicity(item: Disclosure) -> list[str]:
    """Fewer days than the catalogue heading asks for are refused (regulations.md §1)."""
    least = item.heading.publicity_days or 0
    found = []
    if (item.publicity_days or 0) < least:
        found.append(
            _("“%(heading)s” needs at least %(least)d working days of publicity.")
            % {"heading": item.heading.title, "least": least}
        )
    if item.publicity_days and not item.objection_contact:
        found.append(_("Say who takes objections: department, room and telephone."))
    return found


def _correction(item: Disclosure) -> list[str]:
    if not item.replaces:
        return []
    found = []
    if not item.change_note:
        found.append(_("Say what was corrected and why."))
    return found + _original_is_gone(item)


def _original_is_gone(item: Disclosure) -> list[str]:
    if item.replaces and item.replaces.state not in ON_BOARD:
        return [_("The item to be corrected is no longer posted, so it cannot be corrected.")]
    return []


def is_complete(item: Disclosure, actor: User) -> list[str]:
    return problems(item)


def has_enough_reviewers(item: Disclosure, actor: User) -> list[str]:
    """The submitter counts as a contributor from now on; who recused themselves from an earlier version may speak."""
    review = Review(item)
    left = len({seat.user_id for seat in review.seats} - review.must_recuse - {actor.pk})
    if left >= FEWEST:
        return []
    return [
        ngettext(
            "Only %(left)d member of the supervision group may speak on this; at least %(fewest)d are needed.",
            "Only %(left)d members of the supervision group may speak on this; at least %(fewest)d are needed.",
            left,
        )
        % {"left": left, "fewest": FEWEST}
    ]


def speaks_once(item: Disclosure, actor: User) -> list[str]:
    return [_("You have already given your opinion on this version.")] if Review(item).opinion_of(actor) else []


def is_independent(item: Disclosure, actor: User) -> list[str]:
    """Separation of duties: who wrote, who leads and whom it is about give no opinion."""
    found = []
    if actor.pk in contributors(item):
        found.append(_("You had a hand in this text, so you cannot give an opinion on it."))
    if any(m.role == Role.LEADERSHIP and m.unit_id in item.unit.lineage for m in memberships_of(actor)):
        found.append(_("Members of the leadership group give no opinion in the review."))
    if actor.get_full_name() in item.specific.names():
        found.append(_("This item is about you. Choose to recuse yourself."))
    return found


def is_due(item: Disclosure, actor: User) -> list[str]:
    if not item.publish_at or item.publish_at <= timezone.now():
        return []
    when = {"when": full_moment(item.publish_at)}
    return [_("It is set to be posted on %(when)s and will be posted then by itself.") % when]


def corrects_what_is_posted(item: Disclosure, actor: User) -> list[str]:
    return _original_is_gone(item)


def period_is_over(item: Disclosure, actor: User) -> list[str]:
    if not item.publicity_ends_at:
        return [_("This item has no publicity period, so there is nothing to conclude.")]
    if item.in_publicity:
        return [_("The publicity period runs until %(when)s.") % {"when": full_moment(item.publicity_ends_at)}]
    return []


def proposal_of_withdrawal(item: Disclosure) -> Event | None:
    """The proposal to withdraw that waits for a second person; None when there is none or it was dropped."""
    last = item.events.named("propose_withdrawal", "drop_withdrawal").last()
    return last if last and last.name == "propose_withdrawal" else None


def is_not_proposed(item: Disclosure, actor: User) -> list[str]:
    if proposal_of_withdrawal(item):
        return [_("A withdrawal is already proposed. A second person confirms or drops it.")]
    return []


def is_proposed(item: Disclosure, actor: User) -> list[str]:
    return [] if proposal_of_withdrawal(item) else [_("Nobody has proposed to withdraw this item yet.")]


def is_second_person(item: Disclosure, actor: User) -> list[str]:
    proposal = proposal_of_withdrawal(item)
    if proposal and proposal.actor_id == actor.pk:
        return [_("You proposed the withdrawal; somebody else confirms it.")]
    return []


def concerns(item: Disclosure, step: str) -> bool:
    """Whether there is anything for this step to act on; if not, it is not worth a button nor a sentence."""
    if step == "conclude":
        return item.publicity_ends_at is not None
    if step in ("drop_withdrawal", "withdraw"):
        return proposal_of_withdrawal(item) is not None
    return True


RULES: dict[str, tuple[Rule, ...]] = {
    "submit": (is_complete, has_enough_reviewers),
    "endorse": (speaks_once, is_independent),
    "return": (speaks_once, is_independent),
    "recuse": (speaks_once,),
    "post": (is_due, corrects_what_is_posted),
    "conclude": (period_is_over,),
    "propose_withdrawal": (is_not_proposed,),
    "drop_withdrawal": (is_proposed,),
    "withdraw": (is_proposed,),
}
