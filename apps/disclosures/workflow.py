"""The workflow: one table of steps, what speaks against a step, and taking it. Nothing else changes a state."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.disclosures.content import content_of
from apps.disclosures.models import Disclosure, Event
from apps.disclosures.opinions import FEWEST, Review
from apps.disclosures.publicity import period_from, result_of, rules_of
from apps.disclosures.recording import record
from apps.disclosures.rules import RULES, concerns, is_second_person
from apps.disclosures.signals import state_changed, step_requested, step_taken
from apps.disclosures.states import ON_BOARD, OPINIONS, Outcome, State

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Step:
    """A row of the table. Without a target the state stays: an opinion or a proposal."""

    name: str
    label: Promise | str
    sources: tuple[State, ...]
    target: State | None
    permission: str
    needs_reason: bool = False
    needs_outcome: bool = False
    second_person: bool = False
    by_clock: bool = False


STEPS = {
    step.name: step
    for step in (
        Step("submit", _("Submit for review"), (State.DRAFT,), State.IN_REVIEW, "disclosures.submit"),
        Step("endorse", _("Endorse"), (State.IN_REVIEW,), None, "disclosures.endorse"),
        Step("return", _("Return for changes"), (State.IN_REVIEW,), None, "disclosures.endorse", needs_reason=True),
        Step("recuse", _("Recuse myself"), (State.IN_REVIEW,), None, "disclosures.endorse"),
        Step("post", _("Post"), (State.APPROVED,), State.POSTED, "disclosures.post", by_clock=True),
        Step(
            "recall", _("Take back to draft"), (State.APPROVED,), State.DRAFT, "disclosures.submit", needs_reason=True
        ),
        Step("conclude", _("Conclude"), (State.POSTED,), State.CONCLUDED, "disclosures.conclude", needs_outcome=True),
        Step("propose_withdrawal", _("Propose withdrawal"), ON_BOARD, None, "disclosures.withdraw", needs_reason=True),
        Step("drop_withdrawal", _("Drop the proposal to withdraw"), ON_BOARD, None, "disclosures.withdraw"),
        Step("withdraw", _("Withdraw"), ON_BOARD, State.WITHDRAWN, "disclosures.withdraw", second_person=True),
    )
}
# Nobody presses these: they follow from the last opinion, and from the posting of a correction.
APPROVE = Step(
    "approved", _("Approved by the supervision group"), (State.IN_REVIEW,), State.APPROVED, "disclosures.endorse"
)
SEND_BACK = Step(
    "returned", _("Returned by the supervision group"), (State.IN_REVIEW,), State.DRAFT, "disclosures.endorse"
)
SUPERSEDE = Step("superseded", _("Corrected by a later item"), ON_BOARD, State.SUPERSEDED, "disclosures.post")


class Refused(Exception):
    """A step was not taken; `reasons` says why, in sentences for the person who tried."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def obstacles(item: Disclosure, step: Step, actor: User) -> list[str]:
    """Everything that speaks against this person taking this step now; empty when it may be taken."""
    if item.state not in step.sources:
        return [
            gettext("“%(title)s” is now: %(state)s. “%(step)s” is not possible any more.")
            % {"title": item.title, "state": item.get_state_display(), "step": step.label}
        ]
    reasons = [] if _is_allowed(item, step, actor) else [_not_allowed(step)]
    rules = (*RULES.get(step.name, ()), *((is_second_person,) if step.second_person else ()))
    for rule in rules:
        reasons += rule(item, actor)
    if reasons:  # what other rooms have against it is for whoever could take the step
        return reasons
    answers = step_requested.send(Disclosure, item=item, step=step, actor=actor)
    return [reason for _receiver, answer in answers for reason in answer or ()]


def open_steps(item: Disclosure, actor: User) -> list[tuple[Step, list[str]]]:
    """The steps that lead on from here and are this person's to take, each with what speaks against it."""
    steps = (step for step in STEPS.values() if item.state in step.sources and _is_allowed(item, step, actor))
    return [(step, obstacles(item, step, actor)) for step in steps if concerns(item, step.name)]


def take(
    step: str, item: Disclosure, *, actor: User, reason: str = "", outcome: str = "", seen: str | None = None
) -> Disclosure:
    """Take a step in one transaction and return the item as it is now.

    `seen` is the stamp of the text the actor looked at. Raises Refused, with every reason, when something speaks
    against the step; then nothing has changed.
    """
    if step not in STEPS:
        raise Refused([gettext("There is no such step. Open the item again and choose one of its buttons.")])
    chosen, reason = STEPS[step], reason.strip()
    try:
        with transaction.atomic():
            locked = Disclosure.objects.lock(item.pk)
            reasons = _unseen(locked, seen) or obstacles(locked, chosen, actor)
            result = result_of(locked) if chosen.needs_outcome else None
            outcome = result.outcome if result else outcome
            reasons += _left_out(chosen, reason, outcome)
            if reasons:
                raise Refused(reasons)
            _EFFECTS.get(step, _note)(locked, chosen, actor, reason, outcome)
    except IntegrityError as error:
        logger.warning("The database refused “%s” on disclosure %s: %s", step, item.pk, error)
        raise Refused(
            [gettext("Somebody else acted on this item at the same moment. Open it again and look.")]
        ) from error
    return locked


def was_taken(step: str, item: Disclosure, *, actor: User, reason: str) -> bool:
    """Whether this person has just taken this step with these words: what is pressed twice was wanted once."""
    done = item.events.filter(version=item.version)
    if step in OPINIONS:  # others may have spoken since, and the last opinion has consequences of its own
        done = done.named(*OPINIONS).filter(actor=actor)
    last = done.order_by("-id").first()
    return last is not None and (last.name, last.actor_id) == (step, actor.pk) and reason.strip() in ("", last.reason)


def settle(item: Disclosure, *, actor: User) -> None:
    """Decide a review in which enough opinions are in, although nobody's opinion is the last (a member left)."""
    with transaction.atomic():
        locked = Disclosure.objects.lock(item.pk)
        if locked.state == State.IN_REVIEW:
            _decide(locked, actor)


def _is_allowed(item: Disclosure, step: Step, actor: User) -> bool:
    return actor.has_perm(step.permission, item) or (step.by_clock and actor.is_clock and item.publish_at is not None)


def _not_allowed(step: Step) -> str:
    return gettext("You do not have the role for “%(step)s” in this unit.") % {"step": step.label}


def _unseen(item: Disclosure, seen: str | None) -> list[str]:
    if seen is None or seen == item.stamp:
        return []
    return [gettext("The text has changed since you opened this page. Look at it again, then decide.")]


def _left_out(step: Step, reason: str, outcome: str) -> list[str]:
    reasons = []
    if step.needs_reason and not reason:
        reasons.append(gettext("Write the reason. The people concerned will read it."))
    if step.needs_outcome and outcome not in Outcome.values:
        reasons.append(gettext("Choose what the publicity period ended with."))
    return reasons


def _note(item: Disclosure, step: Step, actor: User, reason: str, outcome: str) -> None:
    """A step without a target leaves only its event."""
    _announce(item, record(item, step.name, actor=actor, permission=step.permission, reason=reason))


def _move(
    item: Disclosure, step: Step, to: State, actor: User, *, reason: str = "", detail: Any = None, **fields: Any
) -> None:
    """Change the state and the named columns, and write the event."""
    before = item.state
    Disclosure.objects.filter(pk=item.pk).update(state=to, **fields)
    item.refresh_from_db(fields=["state", "version", "register_year", "register_serial", *fields])
    event = record(
        item,
        step.name,
        actor=actor,
        permission=step.permission,
        from_state=before,
        reason=reason,
        detail=detail or {},
    )
    state_changed.send(Disclosure, item=item, event=event)
    _announce(item, event)


def _announce(item: Disclosure, event: Event) -> None:
    transaction.on_commit(lambda: step_taken.send_robust(Disclosure, item=item, event=event))


def _submit(item: Disclosure, step: Step, actor: User, reason: str, outcome: str) -> None:
    content = content_of(item)
    _move(item, step, State.IN_REVIEW, actor, detail={"content": content}, version=item.version + 1)


def _give_opinion(item: Disclosure, step: Step, actor: User, reason: str, outcome: str) -> None:
    _note(item, step, actor, reason, outcome)
    _decide(item, actor)


def _decide(item: Disclosure, actor: User) -> None:
    """When enough opinions are in, the majority decides in the same transaction as the last of them."""
    review = Review(item)
    if not review.is_decided:
        return
    if review.is_approved:
        _move(item, APPROVE, State.APPROVED, actor)
    else:
        _move(item, SEND_BACK, State.DRAFT, actor, reason=_reasons_for_return(review))


def _reasons_for_return(review: Review) -> str:
    reasons = list(dict.fromkeys(vote.reason for vote in review.votes if vote.name == "return"))
    if not review.can_be_decided:
        reasons.append(
            ngettext(
                "Fewer than %(fewest)d member may decide after the recusals.",
                "Fewer than %(fewest)d members may decide after the recusals.",
                FEWEST,
            )
            % {"fewest": FEWEST}
        )
    return "\n".join(reasons)


def _post(item: Disclosure, step: Step, actor: User, reason: str, outcome: str) -> None:
    now = timezone.now()
    period = None
    if item.publicity_days:
        period = period_from(now, item.publicity_days, rules_of(item.school))
    _move(
        item,
        step,
        State.POSTED,
        actor,
        posted_at=now,
        publicity_starts_on=period and period.starts_on,
        publicity_ends_at=period and period.ends_at,
    )
    if item.replaces_id:
        replaced = Disclosure.objects.lock(item.replaces_id)
        _move(replaced, SUPERSEDE, State.SUPERSEDED, actor, reason=item.change_note)


def _recall(item: Disclosure, step: Step, actor: User, reason: str, outcome: str) -> None:
    _move(item, step, State.DRAFT, actor, reason=reason)


def _conclude(item: Disclosure, step: Step, actor: User, reason: str, outcome: str) -> None:
    fields = {"concluded_at": timezone.now(), "outcome": outcome}
    result = result_of(item)
    detail = {"outcome": outcome, **({"statement": result.statement} if result else {})}
    _move(item, step, State.CONCLUDED, actor, reason=reason, detail=detail, **fields)


def _withdraw(item: Disclosure, step: Step, actor: User, reason: str, outcome: str) -> None:
    proposal = item.events.named("propose_withdrawal").latest("id")
    fields = {"withdrawn_at": timezone.now(), "withdrawal_reason": proposal.reason}
    _move(item, step, State.WITHDRAWN, actor, reason=reason or proposal.reason, **fields)


_EFFECTS = {
    "submit": _submit,
    "endorse": _give_opinion,
    "return": _give_opinion,
    "recuse": _give_opinion,
    "post": _post,
    "recall": _recall,
    "conclude": _conclude,
    "withdraw": _withdraw,
}
