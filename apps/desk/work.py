"""What waits for a person who signs in, section by section; a role without such work has no such section."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.desk.drafts import sections_of_drafts
from apps.desk.kinds import LIMIT
from apps.desk.queue import queue_of
from apps.desk.rows import Row, Section, first, items_where
from apps.disclosures.addresses import office_address
from apps.disclosures.dates import moment, near
from apps.disclosures.models import Disclosure
from apps.disclosures.opinions import Review
from apps.disclosures.querysets import DisclosureQuerySet
from apps.disclosures.rules import is_second_person, proposal_of_withdrawal
from apps.disclosures.states import ON_BOARD, State


def sections_of(user: User) -> list[Section]:
    """The sections with something in them: first what waits for this person, then how the rest stands."""
    ready, returned, drafts = sections_of_drafts(user)
    found = [_opinions(user), ready, _to_post(user), _to_conclude(user), _withdrawals(user), returned]
    return [section for section in [*found, drafts, _in_review(user), _approved(user)] if section.total]


def _opinions(user: User) -> Section:
    queue = queue_of(user)
    rows = [
        Row(item, reverse("desk:review", args=[item.pk]), _("Read and decide"), [_submitted(item)])
        for item in queue.waiting
    ]
    return Section("opinions", _("Waiting for my opinion"), _("for my opinion"), rows, len(rows) + queue.more)


def _submitted(item: Disclosure) -> str:
    return _("Submitted on %(day)s.") % {"day": near(item.submitted_at)}


def _postable(user: User) -> DisclosureQuerySet:
    """Approved, this person may post it, and no later time is set at which the portal posts it by itself."""
    items = items_where(user, "disclosures.post").filter(state=State.APPROVED)
    return items.filter(Q(publish_at=None) | Q(publish_at__lte=timezone.now()))


def _to_post(user: User) -> Section:
    items, total = first(_postable(user))
    rows = [Row(item, office_address(item, "step", "post"), _("Post")) for item in items]
    return Section("post", _("Approved, waiting to be posted"), _("to post"), rows, total)


def _to_conclude(user: User) -> Section:
    over = items_where(user, "disclosures.conclude").filter(state=State.POSTED, publicity_ends_at__lte=timezone.now())
    items, total = first(over.order_by("publicity_ends_at", "pk"))
    rows = [
        Row(
            item,
            office_address(item, "step", "conclude"),
            _("Conclude"),
            [_("The publicity period ended on %(when)s.") % {"when": moment(item.publicity_ends_at)}],
        )
        for item in items
    ]
    return Section("conclude", _("Publicity ended, to be concluded"), _("to conclude"), rows, total)


def _withdrawals(user: User) -> Section:
    """Proposals somebody else made; the rule reads the events of the few items that were ever proposed."""
    ever = items_where(user, "disclosures.withdraw").filter(state__in=ON_BOARD, events__name="propose_withdrawal")
    rows = []
    for item in ever.distinct():
        proposal = proposal_of_withdrawal(item)
        if proposal and not is_second_person(item, user):
            address = office_address(item, "step", "withdraw")
            rows.append(Row(item, address, _("Confirm or drop"), quote=proposal.reason))
    title = _("Withdrawals that need a second person")
    return Section("withdrawals", title, _("withdrawals"), rows[:LIMIT], len(rows))


def _in_review(user: User) -> Section:
    items, total = first(items_where(user, "disclosures.view_draft").filter(state=State.IN_REVIEW))
    rows = [Row(item, office_address(item), _("Look"), [opinions_missing(Review(item))]) for item in items]
    return Section("review", _("In review"), _("in review"), rows, total, is_mine=False)


def opinions_missing(review: Review) -> str:
    """How many opinions a review still needs."""
    return ngettext("%(count)d more opinion is needed.", "%(count)d more opinions are needed.", review.missing) % {
        "count": review.missing
    }


def _approved(user: User) -> Section:
    """Approved items that somebody else posts, or the clock."""
    approved = items_where(user, "disclosures.view_draft").filter(state=State.APPROVED)
    items, total = first(approved.exclude(pk__in=_postable(user).values("pk")))
    rows = [Row(item, office_address(item), _("Look"), [_waits_for(item)]) for item in items]
    return Section("approved", _("Approved"), _("approved"), rows, total, is_mine=False)


def _waits_for(item: Disclosure) -> str:
    if item.publish_at and item.publish_at > timezone.now():
        return _("The portal posts it by itself on %(when)s.") % {"when": moment(item.publish_at)}
    return _("The disclosure office posts it.")
