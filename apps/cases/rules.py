"""What speaks against a step in a case, one function a rule, and what was left out of it."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.translation import gettext

from apps.accounts.models import User
from apps.calendars.working_days import Calendar
from apps.cases.deadlines import level_of
from apps.cases.duties import Duty, has_duty, may_handle
from apps.cases.models import Case
from apps.cases.models.case import LONGEST
from apps.cases.states import TO_BE_JOINED, State
from apps.cases.steps import Given, Step
from apps.cases.types import TYPES, WATCHED, Refusal, Type
from apps.disclosures.dates import month_day_weekday
from apps.disclosures.models import Event as ItemEvent
from apps.disclosures.states import CONTRIBUTIONS
from apps.disclosures.states import State as ItemState

DAYS_TO_ANSWER = 5
"""Working days that a writer has to answer a question."""


def _was_drafted_by_another(case: Case, actor: User | None) -> list[str]:
    last = case.replies.last()
    if last and actor and last.drafted_by_id == actor.pk:
        return [gettext("You drafted this reply; somebody else checks it.")]
    return []


def _was_drafted_by_who_may(case: Case, actor: User | None) -> list[str]:
    """The writer may have named the drafter since."""
    last = case.replies.last()
    drafter = User.objects.filter(pk=last.drafted_by_id).first() if last else None
    if drafter and case.about.filter(pk=drafter.pk).exists():
        return [gettext("Whoever drafted this reply is named in the case now. Send the draft back.")]
    return []


def _had_no_hand_in_it(case: Case, actor: User | None) -> list[str]:
    """Who wrote or submitted the item does not judge the objections to it."""
    if case.type not in WATCHED or not case.disclosure_id or actor is None:
        return []
    hands = ItemEvent.objects.filter(disclosure=case.disclosure_id, actor=actor.pk, name__in=CONTRIBUTIONS)
    return [gettext("You had a hand in this item; somebody else decides this.")] if hands.exists() else []


def _is_declined_by_supervision(case: Case, actor: User | None) -> list[str]:
    if case.type not in WATCHED or actor is None or has_duty(case, Duty.SECOND, actor):
        return []
    return [gettext("Only the supervision group may refuse to accept this. Accept it, or leave it to them.")]


def _is_redone_once(case: Case, actor: User | None) -> list[str]:
    return [gettext("Another reply can be asked for once only.")] if case.was_redone else []


def _is_not_concluded(case: Case, actor: User | None) -> list[str]:
    """An objection that opened again would come after the result that was counted."""
    if case.type == Type.OBJECTION and case.disclosure and case.disclosure.state == ItemState.CONCLUDED:
        return [gettext("The publicity period is concluded. Write an opinion on the item instead.")]
    return []


def _waited_long_enough(case: Case, actor: User | None) -> list[str]:
    return _waited(case, DAYS_TO_ANSWER)


def _waited_for_long(case: Case, actor: User | None) -> list[str]:
    """Nobody went on in all this time: the clock does."""
    return _waited(case, DAYS_TO_ANSWER * 2)


def _waited(case: Case, days: int) -> list[str]:
    """The writer has so many working days to answer."""
    asked = case.events.filter(to_state=State.ASKED).exclude(from_state=State.ASKED).last()
    if asked is None:
        return []
    asked_on = timezone.localdate(asked.at)
    calendar = Calendar.between(asked_on, timezone.localdate())
    until = calendar.add_working_days(calendar.next_working_day(asked_on), days)
    if timezone.localdate() > until:
        return []
    return [gettext("The writer may answer until %(day)s. Go on after that.") % {"day": month_day_weekday(until)}]


def _nobody_waits_for_it(case: Case, actor: User | None) -> list[str]:
    if not case.merged.exists():
        return []
    return [gettext("Others are answered together with this case. It stays open until it is answered.")]


def _is_late_enough(case: Case, actor: User | None) -> list[str]:
    """Two clocks at once move it one level."""
    return [] if case.climbed < level_of(case) else [gettext("It is not late enough to go up a level.")]


RULES = {
    "climb": (_is_late_enough,),
    "decline": (_is_declined_by_supervision, _had_no_hand_in_it),
    "send_reply": (_was_drafted_by_another, _was_drafted_by_who_may, _had_no_hand_in_it),
    "send_back": (_was_drafted_by_another,),
    "redo": (_is_redone_once, _is_not_concluded),
    "go_on": (_waited_long_enough,),
    "resume": (_waited_for_long,),
    "withdraw": (_nobody_waits_for_it,),
    "merge": (_nobody_waits_for_it,),
}


def left_out(case: Case, step: Step, given: Given) -> list[str]:
    """What the step needs and was not given, or not rightly."""
    checks = {
        "text": (
            0 < len(given.text.strip()) <= LONGEST,
            gettext("Write it down, in at most %(most)d characters: the people concerned will read it.")
            % {"most": LONGEST},
        ),
        "refusal": (given.refusal in Refusal.values, gettext("Choose why it is not accepted.")),
        "finding": (
            given.finding in TYPES[Type(case.type)].findings,
            gettext("Choose what was found."),
        ),
        "handler": (
            given.handler is not None and may_handle(case, given.handler),
            gettext("Choose a handler who works here and whom the case does not concern."),
        ),
        "days": (
            0 < days_more(case, given) <= TYPES[Type(case.type)].extension - case.extended_days,
            gettext("It can be extended by %(days)d working days at most, and to a day that is still to come.")
            % {"days": TYPES[Type(case.type)].extension - case.extended_days},
        ),
        "into": (
            given.into is not None and _answers_both(case, given.into),
            gettext("Choose an accepted case of the same kind, on the same matter, that answers this one too."),
        ),
    }
    return [checks[name][1] for name in step.needs if not checks[name][0]]


def days_more(case: Case, given: Given) -> int:
    """Working days by which the time is extended: as many as were given, or as many as lead to the day given."""
    if given.until is None:
        return given.days
    if given.until < timezone.localdate():
        return 0
    until = min(given.until, case.due_on + datetime.timedelta(days=365))  # further than any extension leads
    return len(Calendar.between(case.due_on, until).working_days(case.due_on + datetime.timedelta(days=1), until))


def _answers_both(case: Case, into: Case) -> bool:
    """Another open case of the same school, type, item and circle; read anew, for it may have moved on."""
    same = {name: getattr(case, name) for name in ("school_id", "type", "disclosure_id", "concern")}
    others = Case.objects.exclude(pk=case.pk).filter(pk=into.pk, **same, state__in=TO_BE_JOINED)
    return others.exists()
