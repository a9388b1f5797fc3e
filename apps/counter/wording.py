"""What each type of case is called at the counter, and what its form asks for."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.cases.types import Concern, Type


@dataclass(frozen=True)
class Words:
    """Title and purpose of a form, its main question, its button, and what the receipt says."""

    title: Promise
    lede: Promise
    label: Promise
    hint: Promise
    send: Promise
    received: Promise


WORDS = {
    Type.OBJECTION: Words(
        _("Raise an objection"),
        _("Against an item that is in its publicity period."),
        _("Your objection"),
        _("What it is, when it was, and why it is not right."),
        _("Send the objection"),
        _("Your objection has arrived"),
    ),
    Type.OPINION: Words(
        _("Opinion or suggestion"),
        _("What the school could do otherwise or better."),
        _("Your opinion"),
        _("What it is about, and what you propose."),
        _("Send the opinion"),
        _("Your opinion has arrived"),
    ),
    Type.MAILBOX: Words(
        _("Letter to the principal"),
        _("A question or a concern for the head of the school."),
        _("Your letter"),
        _("One matter a letter. It is answered sooner then."),
        _("Send the letter"),
        _("Your letter has arrived"),
    ),
    Type.COMPLAINT: Words(
        _("Complaint"),
        _("When somebody acted against a rule, or you were treated unfairly."),
        _("Your complaint"),
        _("Who did what, when and where. What can be checked is checked."),
        _("Send the complaint"),
        _("Your complaint has arrived"),
    ),
    Type.MISTAKE: Words(
        _("Report a mistake"),
        _("A wrong number, name or date, a file that does not open."),
        _("What is wrong"),
        _("Say where it stands and what would be right."),
        _("Send the report"),
        _("Your report has arrived"),
    ),
    Type.APPLICATION: Words(
        _("Application for disclosure"),
        _("Something the school holds and has not posted."),
        _("What you want to know"),
        _("Name it as exactly as you can: the matter, the year, the kind of document."),
        _("Send the application"),
        _("Your application has arrived"),
    ),
}
STARTED_HERE = (Type.OPINION, Type.MAILBOX, Type.COMPLAINT, Type.APPLICATION)
"""Objections and reports of mistakes start on the page of their item."""

PAST_THEM = {
    Concern.NOBODY: _("It goes the ordinary way, through the disclosure office."),
    Concern.STAFF: _("Name the person in your text: then they never see it."),
    Concern.LEADERSHIP: _("It goes past that group and the office, to the supervision group."),
    Concern.SUPERVISION: _("It goes past that group, to its chair and the inspector."),
}
"""What it changes whom a case is about (circles.py)."""
