"""What the desk says about an item: why it cannot be changed, who wrote in between, what happened."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.disclosures.dates import full_moment
from apps.disclosures.models import Disclosure, Event
from apps.disclosures.opinions import Review
from apps.disclosures.states import SENT_BACK, State
from apps.disclosures.templatetags.portal import listed
from apps.disclosures.workflow import APPROVE, SEND_BACK, STEPS, SUPERSEDE, Step

WHY_FROZEN = {
    State.IN_REVIEW: gettext_lazy(
        "In review since %(since)s. The text is frozen until the supervision group has decided; "
        "if they return it, it can be written again."
    ),
    State.APPROVED: gettext_lazy("Approved on %(since)s, so the text is frozen. It waits to be posted."),
    State.POSTED: gettext_lazy("Posted on %(since)s. A posted text is never changed; a correction replaces it."),
    State.CONCLUDED: gettext_lazy(
        "Its publicity period was concluded on %(since)s. A posted text is never changed; a correction replaces it."
    ),
    State.WITHDRAWN: gettext_lazy("Withdrawn on %(since)s. The text stays as it was."),
    State.SUPERSEDED: gettext_lazy("Replaced by a correction on %(since)s. The text stays as it was."),
}
NAMES = {
    "draft": gettext_lazy("Drafted"),
    "edit": gettext_lazy("Edited"),
    **{step.name: step.label for step in (*STEPS.values(), APPROVE, SEND_BACK, SUPERSEDE)},
}
CONSEQUENCES = {
    "submit": gettext_lazy(
        "The text is frozen and goes to the supervision group. Nobody can change it until they have decided."
    ),
    "endorse": gettext_lazy("Your opinion is recorded in your name and cannot be taken back."),
    "return": gettext_lazy("Your opinion is recorded in your name and cannot be taken back."),
    "recuse": gettext_lazy("Your opinion will not be asked for on this version, and the group decides without you."),
    "post": gettext_lazy(
        "The item gets its register number and appears on the board at once. A posted text is never changed."
    ),
    "recall": gettext_lazy(
        "The approval no longer counts. The text can be changed again and must go through the review once more."
    ),
    "conclude": gettext_lazy("What the publicity period ended with is shown with the item from now on."),
    "propose_withdrawal": gettext_lazy("The item stays on the board until a second person confirms the withdrawal."),
    "drop_withdrawal": gettext_lazy("The proposal to withdraw ends here, and the item stays on the board."),
    "withdraw": gettext_lazy("The item leaves the board. Its number and the reason stay at its address."),
}
"""What taking a step does, for the person about to take it."""


def why_frozen(item: Disclosure) -> str:
    """Why this item is read-only, and since when; empty for a draft."""
    if item.state == State.DRAFT:
        return ""
    came_here = item.events.filter(to_state=item.state).exclude(from_state=item.state).latest("id")
    return str(WHY_FROZEN[State(item.state)]) % {"since": full_moment(came_here.at)}


def written_since(item: Disclosure, seen: str) -> str:
    """Who wrote this draft after the text with that stamp was opened, when and what; empty when nobody did.

    A review in between changes the version and not the text.
    """
    if seen.rpartition(".")[2] == str(item.revision):
        return ""
    last = item.events.named("draft", "edit").latest("id")
    return _(
        "%(who)s saved this item on %(when)s, after you opened it (%(what)s). Nothing of yours is saved yet. "
        "Look at the saved text in a second window; then save again to put yours in its place."
    ) % {"who": last.actor_name, "when": full_moment(last.at), "what": listed(last.detail["changed"])}


def return_of(item: Disclosure) -> Event | None:
    """The decision that sent this draft back; None when it was never submitted."""
    return item.events.named(*SENT_BACK).last() if item.state == State.DRAFT else None


def history(item: Disclosure, reader: User) -> list[tuple[str, Event]]:
    """What happened in words, and the event, oldest first.

    Opinions in a running review are left out until the reader has given theirs.
    """
    events = list(item.events.all())
    if item.state == State.IN_REVIEW:
        review = Review(item)
        hidden = {opinion.pk for opinion in review.opinions} - {opinion.pk for opinion in review.seen_by(reader)}
        events = [event for event in events if event.pk not in hidden]
    return [(str(NAMES.get(event.name, event.name)), event) for event in events]


def after(step: Step, item: Disclosure) -> str:
    """What to tell the person who just took a step."""
    done = {"step": step.label, "title": item.title, "state": item.get_state_display()}
    return _("Done: %(step)s. “%(title)s” is now: %(state)s.") % done
