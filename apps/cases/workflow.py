"""The workflow of a case: one table of steps, what speaks against a step, and taking it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.calendars.working_days import Calendar
from apps.cases.deadlines import deadline_of
from apps.cases.duties import Duty, has_duty, title_in
from apps.cases.models import Case, Event, Reply
from apps.cases.signals import step_taken
from apps.cases.states import OPEN, TO_BE_JOINED, State
from apps.cases.types import TYPES, WATCHED, Refusal, Type
from apps.disclosures.dates import month_day_weekday
from apps.disclosures.models import Disclosure
from apps.disclosures.models import Event as ItemEvent
from apps.disclosures.states import CONTRIBUTIONS
from apps.disclosures.states import State as ItemState
from apps.disclosures.workflow import Refused
from apps.organization.models import Unit

DAYS_TO_ANSWER = 5
"""Working days that a writer has to answer a question."""


@dataclass(frozen=True)
class Step:
    """A row of the table. `needs` names what must be given with it; without a target the state stays."""

    name: str
    label: Promise | str
    sources: tuple[State, ...]
    target: State | None
    duty: Duty
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Given:
    """What comes with a step."""

    text: str = ""
    refusal: str = ""
    finding: str = ""
    unit: Unit | None = None
    handler: User | None = None
    days: int = 0
    until: datetime.date | None = None
    into: Case | None = None
    detail: dict[str, Any] = field(default_factory=dict)


STEPS = {
    step.name: step
    for step in (
        Step("accept", _("Accept"), (State.RECEIVED,), State.ACCEPTED, Duty.FIRST),
        Step("decline", _("Do not accept"), (State.RECEIVED,), State.DECLINED, Duty.FIRST, ("refusal", "text")),
        Step("assign", _("Assign"), (State.ACCEPTED,), State.ASSIGNED, Duty.FIRST, ("handler",)),
        Step("transfer", _("Hand on"), (State.ASSIGNED,), None, Duty.FIRST, ("handler", "text")),
        Step("ask", _("Ask the writer"), (State.ACCEPTED, State.ASSIGNED), State.ASKED, Duty.HANDLING, ("text",)),
        Step("go_on", _("Go on without the answer"), (State.ASKED,), None, Duty.HANDLING, ("text",)),
        Step("extend", _("Extend the time"), (State.ACCEPTED, State.ASSIGNED), None, Duty.FIRST, ("days", "text")),
        Step("draft_reply", _("Draft the reply"), (State.ASSIGNED,), State.DRAFTED, Duty.HANDLING, ("text", "finding")),
        Step("send_back", _("Send the draft back"), (State.DRAFTED,), State.ASSIGNED, Duty.SECOND, ("text",)),
        Step("send_reply", _("Send the reply"), (State.DRAFTED,), State.REPLIED, Duty.SECOND),
        Step("merge", _("Answer together with another"), OPEN, State.MERGED, Duty.FIRST, ("into",)),
        Step("add", _("Add a message"), OPEN, None, Duty.WRITER, ("text",)),
        Step("answer", _("Answer the question"), (State.ASKED,), None, Duty.WRITER, ("text",)),
        Step("withdraw", _("Take it back"), OPEN, State.WITHDRAWN, Duty.WRITER),
        Step("content", _("The reply is enough"), (State.REPLIED,), State.CLOSED, Duty.WRITER),
        Step("redo", _("Ask for another reply"), (State.REPLIED,), State.ASSIGNED, Duty.WRITER, ("text",)),
        Step("close", _("Close"), (State.REPLIED,), State.CLOSED, Duty.CLOCK),
        Step("climb", _("Go up a level"), OPEN, None, Duty.CLOCK),
    )
}


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
    found += _RULES.get(step.name, _nothing)(case, actor)
    return found + (_left_out(case, step, given) if given else [])


def open_steps(case: Case, actor: User | None) -> list[Step]:
    """The steps that are this person's to take now."""
    return [step for step in STEPS.values() if case.state in step.sources and not obstacles(case, step, actor)]


def take(step: str, case: Case, *, actor: User | None, **given: Any) -> Case:
    """Take a step in one transaction and return the case as it is now. `actor` is None for the writer of the case.

    Raises Refused, with every reason, when something speaks against it; then nothing has changed.
    """
    chosen, what = STEPS[step], Given(**given)
    try:
        with transaction.atomic():
            locked = _lock(case, what)
            if reasons := obstacles(locked, chosen, actor, what):
                raise Refused(reasons)
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


def _nothing(case: Case, actor: User | None) -> list[str]:
    return []


def _drafted_by_another(case: Case, actor: User | None) -> list[str]:
    last = case.replies.last()
    if last and actor and last.drafted_by_id == actor.pk:
        return [gettext("You drafted this reply; somebody else checks it.")]
    return []


def _had_no_hand_in_it(case: Case, actor: User | None) -> list[str]:
    """Who wrote or submitted the item does not judge the objections to it."""
    if case.type not in WATCHED or not case.disclosure_id or actor is None:
        return []
    hands = ItemEvent.objects.filter(disclosure=case.disclosure_id, actor=actor.pk, name__in=CONTRIBUTIONS)
    return [gettext("You had a hand in this item; somebody else decides this.")] if hands.exists() else []


def _declined_by_supervision(case: Case, actor: User | None) -> list[str]:
    if case.type not in WATCHED or actor is None or has_duty(case, Duty.SECOND, actor):
        return _had_no_hand_in_it(case, actor)
    return [gettext("Only the supervision group may refuse to accept this. Accept it, or leave it to them.")]


def _checked_by_another(case: Case, actor: User | None) -> list[str]:
    return [*_drafted_by_another(case, actor), *_had_no_hand_in_it(case, actor)]


def _not_redone(case: Case, actor: User | None) -> list[str]:
    found = [gettext("Another reply can be asked for once only.")] if case.was_redone else []
    if case.type == Type.OBJECTION and case.disclosure and case.disclosure.state == ItemState.CONCLUDED:
        found.append(gettext("The publicity period is concluded. Write an opinion on the item instead."))
    return found


def _waited_long_enough(case: Case, actor: User | None) -> list[str]:
    """The writer has five working days to answer."""
    asked = case.events.filter(to_state=State.ASKED).exclude(from_state=State.ASKED).last()
    if asked is None:
        return []
    asked_on = timezone.localdate(asked.at)
    calendar = Calendar.between(asked_on, timezone.localdate())
    until = calendar.add_working_days(calendar.next_working_day(asked_on), DAYS_TO_ANSWER)
    if timezone.localdate() > until:
        return []
    return [gettext("The writer may answer until %(day)s. Go on after that.") % {"day": month_day_weekday(until)}]


def _nobody_waits_for_it(case: Case, actor: User | None) -> list[str]:
    if not case.merged.exists():
        return []
    return [gettext("Others are answered together with this case. It stays open until it is answered.")]


_RULES = {
    "decline": _declined_by_supervision,
    "send_reply": _checked_by_another,
    "send_back": _drafted_by_another,
    "redo": _not_redone,
    "go_on": _waited_long_enough,
    "withdraw": _nobody_waits_for_it,
    "merge": _nobody_waits_for_it,
}


def _left_out(case: Case, step: Step, given: Given) -> list[str]:
    """What the step needs and was not given, or not rightly."""
    checks = {
        "text": (bool(given.text.strip()), gettext("Write it down: the people concerned will read it.")),
        "refusal": (given.refusal in Refusal.values, gettext("Choose why it is not accepted.")),
        "finding": (
            given.finding in TYPES[Type(case.type)].findings,
            gettext("Choose what was found."),
        ),
        "handler": (
            given.handler is not None and _may_handle(case, given.handler),
            gettext("Choose a handler who works here and whom the case does not concern."),
        ),
        "days": (
            0 < _days_more(case, given) <= TYPES[Type(case.type)].extension - case.extended_days,
            gettext("It can be extended by %(days)d working days at most.")
            % {"days": TYPES[Type(case.type)].extension - case.extended_days},
        ),
        "into": (
            given.into is not None and _answers_both(case, given.into),
            gettext("Choose an accepted case of the same kind, on the same matter, that answers this one too."),
        ),
    }
    return [checks[name][1] for name in step.needs if not checks[name][0]]


def _days_more(case: Case, given: Given) -> int:
    """Working days by which the time is extended: as many as were given, or as many as lead to the day given."""
    if given.until is None:
        return given.days
    calendar = Calendar.between(case.due_on, given.until)
    return len(calendar.working_days(case.due_on + datetime.timedelta(days=1), given.until))


def _answers_both(case: Case, into: Case) -> bool:
    """Another open case of the same school, type, item and circle; read anew, for it may have moved on."""
    same = {name: getattr(case, name) for name in ("school_id", "type", "disclosure_id", "concern")}
    others = Case.objects.exclude(pk=case.pk).filter(pk=into.pk, **same, state__in=TO_BE_JOINED)
    return others.exists()


def _may_handle(case: Case, handler: User) -> bool:
    """A handler works in the school and would see the case by no barred road: never somebody it is about."""
    return handler.is_active and Case.objects.could_be_given_to(handler).filter(pk=case.pk).exists()


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
    days = case.extended_days + _days_more(case, given)
    _move(case, step, actor, given, State(case.state), extended_days=days)


def _merge(case: Case, step: Step, actor: User | None, given: Given) -> None:
    _move(case, step, actor, given, State.MERGED, merged_into=given.into)


def _redo(case: Case, step: Step, actor: User | None, given: Given) -> None:
    to = State.ASSIGNED if case.handler_id else State.ACCEPTED
    _move(case, step, actor, given, to, was_redone=True, finding="", decided_at=None)


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
