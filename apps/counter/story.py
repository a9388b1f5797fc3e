"""What happened to a case, as its writer reads it: plain words, roles instead of names, nothing of what is internal."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from apps.cases.deadlines import Deadline, deadline_of
from apps.cases.models import Attachment, Case, Event, Identity, Reply
from apps.cases.publishing import Hiding
from apps.disclosures import dates
from apps.disclosures.daygrid import Run, runs_of

TOLD: dict[str, Promise] = {
    "file": pgettext_lazy("event of a case", "Received"),
    "accept": gettext_lazy("Accepted"),
    "decline": gettext_lazy("Not accepted"),
    "assign": gettext_lazy("Given to somebody who handles it"),
    "transfer": gettext_lazy("Handed on to somebody else"),
    "concern": gettext_lazy("Kept from somebody whom it names"),
    "ask": gettext_lazy("A question to you"),
    "go_on": gettext_lazy("Handled on without your answer"),
    "resume": gettext_lazy("Handled on without your answer"),
    "extend": gettext_lazy("More time is needed"),
    "draft_reply": gettext_lazy("A reply is written and is checked by a second person"),
    "send_reply": gettext_lazy("Replied"),
    "merge": gettext_lazy("Answered together with another case about the same matter"),
    "add": gettext_lazy("Your message"),
    "answer": gettext_lazy("Your answer"),
    "withdraw": gettext_lazy("You took it back"),
    "content": gettext_lazy("You said that the reply is enough"),
    "redo": gettext_lazy("You asked for another reply"),
    "close": gettext_lazy("Closed"),
    "climb": gettext_lazy("Overdue: it went up"),
    "deadline_moved": gettext_lazy("The day of the reply moved"),
    "refuse_identity": gettext_lazy("It was asked who you are, and refused"),
    "open_identity": gettext_lazy("Two people opened who you are"),
    "forget": gettext_lazy("Your name and your contact were deleted"),
    "publish": gettext_lazy("The reply was published without your name"),
    "hide": gettext_lazy("The published reply was hidden"),
}
"""An event without its words here is internal, and is not told."""
READ_BY_THE_WRITER = {"decline", "ask", "go_on", "extend", "add", "answer", "redo", "withdraw"}
"""Events whose text is addressed to the writer, or is theirs."""


@dataclass(frozen=True)
class Line:
    """Something that happened."""

    at: datetime.datetime
    what: str
    by: str
    text: str = ""


@dataclass(frozen=True)
class Opening:
    """That the identity was opened: by which roles, and why."""

    at: datetime.datetime
    by: list[str]
    reason: str


class Story:
    """A case for its writer; every part is read at most once."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @cached_property
    def lines(self) -> list[Line]:
        return [self._line(event) for event in self._events if event.name in TOLD]

    @cached_property
    def replies(self) -> list[Reply]:
        """Those that were sent, of this case or of the one it was answered with."""
        answering = self._answering
        events = self._events if answering == self.case else list(answering.events.all())
        return list(_sent(events, list(answering.replies.all())))

    @cached_property
    def deadline(self) -> Deadline:
        return deadline_of(self.case)

    @property
    def skipped(self) -> list[Run]:
        return runs_of(self.deadline.skipped)

    @cached_property
    def openings(self) -> list[Opening]:
        found, asked = [], None
        for event in self._events:
            if event.name == "ask_identity":
                asked = event
            elif event.name == "open_identity" and asked:
                found.append(Opening(event.at, [asked.actor_title, event.actor_title], asked.text))
        return found

    @cached_property
    def identity(self) -> Identity | None:
        return getattr(self.case, "identity", None)

    @cached_property
    def files(self) -> list[Attachment]:
        return list(self.case.attachments.all())

    @property
    def hidden_for(self) -> str:
        return str(Hiding(self.case.hidden_for).label) if self.case.hidden_for else ""

    @cached_property
    def _events(self) -> list[Event]:
        return list(self.case.events.all())

    @property
    def _answering(self) -> Case:
        """The case whose reply answers this one."""
        case = self.case
        while case.merged_into:
            case = case.merged_into
        return case

    def _line(self, event: Event) -> Line:
        text = event.text if event.name in READ_BY_THE_WRITER else ""
        return Line(event.at, str(TOLD[event.name]), event.actor_title, text or _said(event))


def _said(event: Event) -> str:
    """What an event tells beyond its name."""
    if event.name == "deadline_moved":
        before, after = (datetime.date.fromisoformat(event.detail[key]) for key in ("before", "after"))
        return _("From %(before)s to %(after)s.") % {
            "before": dates.month_day_weekday(before),
            "after": dates.month_day_weekday(after),
        }
    return ""


def _sent(events: list[Event], drafted: list[Reply]) -> Iterator[Reply]:
    """Of the replies that were drafted, those that somebody else checked and sent; a draft is nobody's to read."""
    for event in events:
        if event.name == "send_reply":
            written = [reply for reply in drafted if reply.drafted_at <= event.at]
            yield written[-1]
