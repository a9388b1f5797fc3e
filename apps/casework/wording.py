"""How the history of a case names what happened."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from apps.cases.models import Case, Event
from apps.cases.publishing import Hiding
from apps.cases.types import Finding, Refusal
from apps.disclosures.dates import near

NAMES = {
    "file": pgettext_lazy("event of a case", "Received"),
    "accept": gettext_lazy("Accepted"),
    "decline": gettext_lazy("Not accepted"),
    "assign": gettext_lazy("Assigned"),
    "transfer": gettext_lazy("Handed on"),
    "ask": gettext_lazy("The writer was asked"),
    "go_on": gettext_lazy("Gone on without the answer"),
    "resume": gettext_lazy("Gone on without the answer"),
    "extend": gettext_lazy("Time extended"),
    "draft_reply": gettext_lazy("Reply drafted"),
    "send_back": gettext_lazy("Draft sent back"),
    "send_reply": gettext_lazy("Reply sent"),
    "merge": gettext_lazy("Answered together with another"),
    "add": gettext_lazy("Message of the writer"),
    "answer": gettext_lazy("Answer of the writer"),
    "withdraw": gettext_lazy("Taken back by its writer"),
    "content": gettext_lazy("The writer is content"),
    "redo": gettext_lazy("The writer asks for another reply"),
    "close": gettext_lazy("Closed"),
    "climb": gettext_lazy("Overdue, gone up"),
    "deadline_moved": gettext_lazy("Deadline moved"),
    "concern": gettext_lazy("Kept from somebody whom it names"),
    "forget": gettext_lazy("Name and contact deleted"),
    "ask_identity": gettext_lazy("Asked to open the name"),
    "open_identity": gettext_lazy("Name opened to two people"),
    "refuse_identity": gettext_lazy("Name not opened"),
    "publish": pgettext_lazy("event of a case", "Reply published"),
    "propose_hiding": gettext_lazy("Proposed to hide the reply"),
    "drop_hiding": gettext_lazy("Left published"),
    "hide": gettext_lazy("Reply hidden"),
}


def history_of(case: Case) -> list[tuple[str, Event, str]]:
    """Every event, oldest first: its name, the event, and what else it says."""
    return [(str(NAMES.get(event.name, event.name)), event, _more(case, event)) for event in case.events.all()]


def _more(case: Case, event: Event) -> str:
    if event.name == "deadline_moved":
        before, after = (near(datetime.date.fromisoformat(event.detail[name])) for name in ("before", "after"))
        return _("From %(before)s to %(after)s.") % {"before": before, "after": after}
    if event.name == "decline":
        return str(Refusal(case.refusal).label)
    if event.name == "send_reply" and case.finding:
        return str(Finding(case.finding).label)
    reason = event.detail.get("reason")
    return str(Hiding(reason).label) if reason in Hiding.values else ""
