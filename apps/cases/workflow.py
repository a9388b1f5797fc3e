"""The workflow of a case: what speaks against a step, and taking it. Nothing else changes a state."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from apps.accounts.models import User
from apps.cases.concerning import concern, means_a_head, named_in
from apps.cases.deadlines import deadline_of
from apps.cases.duties import Duty, has_duty, may_handle, title_in
from apps.cases.models import Case, Event, Reply
from apps.cases.rules import RULES, days_more, left_out
from apps.cases.signals import step_taken
from apps.cases.states import State
from apps.cases.steps import STEPS, Given, Step
from apps.cases.types import Concern
from apps.disclosures.models import Disclosure
from apps.disclosures.workflow import Refused


def obstacles(case: Case, step: Step, actor: User | None, given: Given | None = None) -> list[str]:
    """Everything that speaks against taking this step now, in sentences; empty when it may be taken."""
    if case.state not in step.sources:
        return [
            gettext("This case is now: %(state)s. “%(step)s” is not possible any more.")
            % {"state": case.get_state_display(), "step": step.label}
        ]
    found = (
        [] if has_duty(case, step.duty, actor) else [gettext("“%(step)s” is not yours to do.") % {"step": step.label}]
    )
    found += [reason for rule in RULES.get(step.name, ()) for reason in rule(case, actor)]
    return found + (left_out(case, step, given) if given else [])


def open_steps(case: Case, actor: User | None) -> list[Step]:
    """The steps that are this person's to take now."""
    return [step for step in STEPS.values() if case.state in step.sources and not obstacles(case, step, actor)]


def take(step: str, case: Case, *, actor: User | None, **given: Any) -> Case:
    """Take a step in one transaction and return the case as it is now. `actor` is None for the writer of the case.

    Raises Refused, with every reason, when something speaks against it; then nothing has changed.
    """
    if step not in STEPS:
        raise Refused([gettext("There is no such step. Open the case again and choose one of its buttons.")])
    chosen, what = STEPS[step], Given(**{**given, "text": given.get("text", "").replace("\x00", "")})
    try:
        with transaction.atomic():
            locked = _lock(case, what)
            if reasons := obstacles(locked, chosen, actor, what):
                raise Refused(reasons)
            if actor is None:
                _concern_whom_it_names(locked, what)
            _EFFECTS.get(step, _only_told)(locked, chosen, actor, what)
            _settle_deadline(locked)
    except IntegrityError as error:
        raise Refused(
            [gettext("Somebody else acted on this case at the same moment. Open it again and look.")]
        ) from error
    return locked


def _lock(case: Case, given: Given) -> Case:
    """The case with its row locked; the item first, as concluding it does, and two cases in one order."""
    if case.disclosure_id:
        Disclosure.objects.lock(case.disclosure_id)
    if given.into is not None:
        both = Case.objects.filter(pk__in=[case.pk, given.into.pk])
        list(both.order_by("pk").select_for_update(of=("self",)))
    return Case.objects.lock(case.pk)


def _concern_whom_it_names(case: Case, given: Given) -> None:
    """What the writer adds may name somebody who has seen the case until now, or who handles it."""
    least = Concern.LEADERSHIP if means_a_head(case, given.text) else Concern.NOBODY
    _concern(case, named_in(case, given.text), least)


def _concern(case: Case, people: list[User], at_least: Concern = Concern.NOBODY) -> None:
    if concern(case, people, at_least):
        pass_on(case)
        tell(case, "concern", actor=User.objects.clock(), duty=Duty.CLOCK)


def pass_on(case: Case) -> None:
    """Take it from a handler who may not see it any more: then it waits for whoever accepts and assigns."""
    if case.handler is not None and not may_handle(case, case.handler):
        case.handler = None
        case.save(update_fields=["handler"])


def _only_told(case: Case, step: Step, actor: User | None, given: Given) -> None:
    _move(case, step, actor, given, case.state)


def _target(case: Case, step: Step, actor: User | None, given: Given) -> None:
    _move(case, step, actor, given, step.target or case.state)


def _assign(case: Case, step: Step, actor: User | None, given: Given) -> None:
    handler = given.handler
    assert handler is not None
    _move(case, step, actor, given, State.ASSIGNED, handler=handler, unit=given.unit or case.school)


def _decline(case: Case, step: Step, actor: User | None, given: Given) -> None:
    _move(case, step, actor, given, State.DECLINED, refusal=given.refusal, decided_at=timezone.now())


def _draft(case: Case, step: Step, actor: User | None, given: Given) -> None:
    assert actor is not None
    Reply.objects.create(case=case, text=given.text, finding=given.finding, drafted_by=actor)
    _move(case, step, actor, given, State.DRAFTED)


def _send(case: Case, step: Step, actor: User | None, given: Given) -> None:
    """Those answered together with this one are told in the same transaction."""
    reply = case.replies.last()
    _move(case, step, actor, given, State.REPLIED, finding=reply.finding, decided_at=timezone.now())
    for other in case.merged.order_by("pk"):
        tell(other, step.name, actor=actor, duty=step.duty)


def _answer(case: Case, step: Step, actor: User | None, given: Given) -> None:
    _move(case, step, actor, given, State.ASSIGNED if case.handler_id else State.ACCEPTED)


def _climb(case: Case, step: Step, actor: User | None, given: Given) -> None:
    _move(case, step, actor, given, State(case.state), climbed=case.climbed + 1)


def _extend(case: Case, step: Step, actor: User | None, given: Given) -> None:
    days = case.extended_days + days_more(case, given)
    _move(case, step, actor, given, State(case.state), extended_days=days)


def _merge(case: Case, step: Step, actor: User | None, given: Given) -> None:
    """Whom this one concerns sees and handles the other no more: one reply answers both."""
    assert given.into is not None
    _move(case, step, actor, given, State.MERGED, merged_into=given.into)
    _concern(Case.objects.lock(given.into.pk), list(case.about.all()))


def _redo(case: Case, step: Step, actor: User | None, given: Given) -> None:
    to = State.ASSIGNED if case.handler_id else State.ACCEPTED
    _move(case, step, actor, given, to, was_redone=True, finding="", decided_at=None, climbed=0, extended_days=0)


_EFFECTS = {
    "accept": _target,
    "decline": _decline,
    "assign": _assign,
    "transfer": _assign,
    "ask": _target,
    "extend": _extend,
    "draft_reply": _draft,
    "send_back": _target,
    "send_reply": _send,
    "merge": _merge,
    "answer": _answer,
    "go_on": _answer,
    "resume": _answer,
    "climb": _climb,
    "withdraw": _target,
    "content": _target,
    "redo": _redo,
    "close": _target,
}


def _move(case: Case, step: Step, actor: User | None, given: Given, to: str, **fields: Any) -> None:
    before = case.state
    for name, value in {**fields, "state": to}.items():
        setattr(case, name, value)
    case.save(update_fields=["state", *fields])
    tell(case, step.name, actor=actor, duty=step.duty, before=before, text=given.text, detail=given.detail)


def tell(
    case: Case,
    name: str,
    *,
    actor: User | None,
    duty: Duty,
    before: str = "",
    text: str = "",
    detail: dict[str, Any] | None = None,
) -> Event:
    """Write down what happened, in the transaction in which it happened."""
    event = Event.objects.create(
        case=case,
        name=name,
        actor=actor,
        actor_name=actor.get_full_name() if actor else "",
        actor_title=title_in(case, duty, actor),
        from_state=before or case.state,
        to_state=case.state,
        text=text.strip(),
        detail=detail or {},
    )
    step_taken.send(Case, case=case, event=event)
    return event


def _settle_deadline(case: Case) -> None:
    """A deadline that moved is written down with the old and the new day."""
    due_on = deadline_of(case).due_on
    if case.is_open and due_on != case.due_on:
        settle_deadline(case, due_on)


def settle_deadline(case: Case, due_on: Any) -> None:
    """Move the promised day, and keep both days in the history."""
    clock = User.objects.clock()
    before, case.due_on = case.due_on, due_on
    case.save(update_fields=["due_on"])
    days = {"before": before.isoformat(), "after": due_on.isoformat()}
    tell(case, "deadline_moved", actor=clock, duty=Duty.CLOCK, detail=days)
