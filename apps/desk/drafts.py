"""Drafts on the desk: ready to submit, returned with reasons, still being written."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.desk.rows import Row, Section, first, items_where
from apps.disclosures.addresses import office_address
from apps.disclosures.dates import moment
from apps.disclosures.models import Disclosure, Event
from apps.disclosures.rules import problems
from apps.disclosures.states import SENT_BACK, State


@dataclass(frozen=True)
class Draft:
    """A draft, what it misses, the event that returned it, and whether it was worked on since."""

    item: Disclosure
    missing: list[str]
    returned: Event | None
    is_reworked: bool

    def is_ready_for(self, user: User) -> bool:
        """Whether this person may submit it as it stands; a returned text that nobody touched is not ready."""
        waits = self.returned is None or self.is_reworked
        return waits and not self.missing and user.has_perm("disclosures.submit", self.item)


def sections_of_drafts(user: User) -> list[Section]:
    """Three sections over all drafts this person may see."""
    drafts = items_where(user, "disclosures.view_draft").filter(state=State.DRAFT)
    new, new_total = first(drafts.filter(version=0))
    old, old_total = first(drafts.filter(version__gt=0))
    new_ready, new_rest = _parted(new, user)
    old_ready, old_rest = _parted(old, user)
    ready = [_row(draft, user) for draft in [*old_ready, *new_ready]]
    return [
        Section("ready", _("Complete, ready to submit"), _("to submit"), ready, len(ready)),
        Section(
            "returned", _("Returned"), _("returned"), [_row(d, user) for d in old_rest], old_total - len(old_ready)
        ),
        Section(
            "drafts",
            _("Drafts"),
            _("drafts"),
            [_row(d, user) for d in new_rest],
            new_total - len(new_ready),
            is_mine=False,
        ),
    ]


def _parted(items: list[Disclosure], user: User) -> tuple[list[Draft], list[Draft]]:
    """Those this person may submit now, and the others."""
    drafts = _drafts(items)
    ready = [draft for draft in drafts if draft.is_ready_for(user)]
    return ready, [draft for draft in drafts if draft not in ready]


def _drafts(items: list[Disclosure]) -> list[Draft]:
    returned = _last(items, *SENT_BACK)
    touched = _last(items, *SENT_BACK, "edit")
    return [
        Draft(
            item,
            problems(item),
            returned.get(item.pk),
            is_reworked=item.pk in returned and touched[item.pk].name == "edit",
        )
        for item in items
    ]


def _last(items: list[Disclosure], *names: str) -> dict[int, Event]:
    """The last event of these names on each item that has one."""
    returned = [item.pk for item in items if item.version]
    events = Event.objects.named(*names).filter(disclosure__in=returned).order_by("disclosure", "-id")
    return {event.disclosure_id: event for event in events.distinct("disclosure")}


def _row(draft: Draft, user: User) -> Row:
    item, quote = draft.item, draft.returned.reason if draft.returned else ""
    if draft.is_ready_for(user):
        return Row(item, office_address(item, "step", "submit"), _("Submit for review"), _planned(item), quote)
    action = _("Continue writing") if user.has_perm("disclosures.draft", item) else _("Look")
    return Row(item, office_address(item), action, [*_standing(draft), *_planned(item)], quote)


def _standing(draft: Draft) -> list[str]:
    """What is missing, or who acts next."""
    if draft.missing:
        return draft.missing
    if draft.returned and not draft.is_reworked:
        return [_("Nothing was changed since it was returned.")]
    return [_("Complete. A member of the leadership group submits it.")]


def _planned(item: Disclosure) -> list[str]:
    """A date alone posts nothing."""
    if not item.publish_at:
        return []
    when = {"when": moment(item.publish_at)}
    return [_("Planned for %(when)s. It appears then only if it has been approved before.") % when]
