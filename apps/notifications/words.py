"""What a person who works here is told, event by event: what happened and what to do next, never what a case says."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Words:
    """An event as the inbox and the mail say it."""

    happened: Promise | str
    next: Promise | str


ITEMS = {
    "submit": Words(_("An item waits for your opinion."), _("Read it and give your opinion.")),
    "approved": Words(
        _("An item is approved and waits to be posted."), _("Post it, or wait for the time that was set.")
    ),
    "returned": Words(
        _("The supervision group returned an item."), _("Read the reasons. It can be changed and submitted again.")
    ),
    "recall": Words(
        _("An approved item was taken back to draft."), _("Read the reason. It must go through the review once more.")
    ),
    "post": Words(_("An item was posted."), _("Look whether its page is as you want it.")),
    "conclude": Words(_("The publicity period of an item was concluded."), _("Its page shows what it ended with.")),
    "withdraw": Words(_("An item was withdrawn."), _("The reason stands at its address.")),
    "superseded": Words(_("An item was corrected by a later one."), _("Its page leads to the text that holds now.")),
}
CASES = {
    "file": Words(_("A case came in."), _("Read it, then accept it or say why not.")),
    "assign": Words(_("A case was given to you."), _("Find out what is true and draft the reply.")),
    "transfer": Words(_("A case was handed on to you."), _("Find out what is true and draft the reply.")),
    "answer": Words(_("The writer of a case answered the question."), _("Read the answer and go on with the case.")),
    "resume": Words(_("The writer of a case did not answer in time."), _("Go on with what you have.")),
    "add": Words(_("The writer of a case added a message."), _("Read it before you reply.")),
    "draft_reply": Words(_("A reply was drafted and waits for a second person."), _("Send it, or send it back.")),
    "send_back": Words(_("Your draft of a reply was sent back."), _("Read why and draft it again.")),
    "redo": Words(_("The writer of a case asks for another reply."), _("Read why and draft another one.")),
    "withdraw": Words(_("The writer took a case back."), _("Nothing is left to do.")),
    "concern": Words(_("A case is kept from somebody whom it names."), _("See whether it still has a handler.")),
    "climb": Words(_("An overdue case has come up to you."), _("See to it that it is answered.")),
    "ask_identity": Words(
        _("Somebody asks to open the identity of a writer."), _("Read the reason, then agree or refuse.")
    ),
    "propose_hiding": Words(
        _("Somebody proposes to hide a published reply."), _("Read the reason, then agree or refuse.")
    ),
    "open_identity": Words(
        _("A second person agreed to open the identity of a writer."), _("Open the case: you two can read it now.")
    ),
    "refuse_identity": Words(
        _("A second person refused to open the identity of a writer."), _("Go on without the name.")
    ),
    "send_reply": Words(_("The reply to a case was sent."), _("Nothing is left to do unless its writer asks again.")),
    "hide": Words(_("The reply that you proposed to hide is hidden."), _("The register shows the reason.")),
    "drop_hiding": Words(_("The reply that you proposed to hide stays published."), _("Nothing is left to do.")),
    "decline": Words(_("A case that you handle was not accepted."), _("Nothing is left to do.")),
    "merge": Words(
        _("A case that you handle is answered together with another."), _("Nothing is left to do in this one.")
    ),
    "extend": Words(_("The time for a case that you handle was extended."), _("Look when the reply is due now.")),
    "close": Words(_("A case that you handled is closed."), _("Nothing is left to do.")),
    "content": Words(_("The writer of a case says that the reply is enough."), _("Nothing is left to do.")),
    "handed_on": Words(_("A case that you handled was handed on to somebody else."), _("Nothing is left to do.")),
    "handler_left": Words(_("The handler of a case can no longer answer it."), _("Give the case to somebody else.")),
}
DUTIES = {
    "duties": Words(
        _("Disclosures are due or overdue."), _("Go on with them. What does not apply needs a statement of why.")
    ),
}
