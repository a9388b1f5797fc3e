"""The table of steps of a case."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.cases.duties import Duty
from apps.cases.models import Case
from apps.cases.states import OPEN, State
from apps.organization.models import Unit


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
        Step("resume", _("Go on without the answer"), (State.ASKED,), None, Duty.CLOCK),
        Step("climb", _("Go up a level"), OPEN, None, Duty.CLOCK),
    )
}
