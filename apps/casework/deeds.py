"""What can be done on the page of a case: the steps of the workflow, the identity, publishing and hiding.

Whether something may be done is asked of the domain; this table only knows which form goes with it and in what order
they stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.cases.duties import Duty, has_duty
from apps.cases.identities import ask_for, identity_seen_by, open_for, request_of
from apps.cases.models import Case, Event
from apps.cases.naming import may_name, name_people
from apps.cases.publishing import drop_hiding, hide, proposal_to_hide, propose_hiding, publish
from apps.cases.states import ANSWERED
from apps.cases.workflow import STEPS, open_steps, take
from apps.casework import forms
from apps.disclosures.workflow import Refused


@dataclass(frozen=True)
class Deed:
    """Something to press, with what has to be given and what follows. Named as the event it leaves."""

    name: str
    label: Promise | str
    hint: Promise | str
    form: type[forms.DeedForm]
    do: Callable[..., object]


def _step(name: str, hint: Promise | str, form: type[forms.DeedForm] = forms.DeedForm) -> Deed:
    return Deed(name, STEPS[name].label, hint, form, partial(take, name))


DEEDS = {
    deed.name: deed
    for deed in (
        _step("accept", _("The writer is told that it is looked into, and by when the reply comes.")),
        _step("assign", _("The handler sees the text, never the name of the writer."), forms.HandlerForm),
        _step("draft_reply", _("A second person checks it before it goes out."), forms.DraftForm),
        _step("send_reply", _("The writer reads this reply with the receipt code. Publishing it is another step.")),
        _step("send_back", _("The handler writes it anew."), forms.SendBackForm),
        _step("ask", _("For what the reply cannot be written without."), forms.AskForm),
        _step("go_on", _("When the writer does not answer."), forms.GoOnForm),
        _step("extend", _("The reason is public."), forms.ExtendForm),
        _step("transfer", _("To another handler."), forms.TransferForm),
        _step("merge", _("When somebody else wrote the same: both get one reply."), forms.MergeForm),
        _step("decline", _("Only for one of these reasons; the writer reads it."), forms.DeclineForm),
        Deed(
            "concern",
            _("Say whom it names"),
            _("They never see it from now on, and it goes past their group. This cannot be taken back."),
            forms.ConcernForm,
            name_people,
        ),
        Deed(
            "publish",
            _("Publish the reply"),
            _("Everybody reads it in the register of replies, without the writer."),
            forms.PublishForm,
            publish,
        ),
        Deed(
            "propose_hiding",
            _("Propose to hide the published reply"),
            _("A second person decides. The register keeps the entry and shows the reason."),
            forms.ProposeHidingForm,
            propose_hiding,
        ),
        Deed("hide", _("Hide the published reply"), _("As the second person."), forms.DeedForm, hide),
        Deed("drop_hiding", _("Leave it published"), _("The proposal is dropped."), forms.DeedForm, drop_hiding),
        Deed(
            "ask_identity",
            _("Ask to open the name of the writer"),
            _("Two people and a reason; the writer is shown that it happened."),
            forms.AskIdentityForm,
            ask_for,
        ),
        Deed(
            "open_identity",
            _("Agree that the name is opened"),
            _("Only you and who asked will see it. The writer is shown that it happened."),
            forms.DeedForm,
            open_for,
        ),
        Deed(
            "refuse_identity",
            _("Do not open the name"),
            _("Nobody sees it."),
            forms.DeedForm,
            partial(open_for, is_agreed=False),
        ),
    )
}


def deeds_open_to(user: User, case: Case) -> list[Deed]:
    """What this person may do in this case now, in the order of the table."""
    names = {step.name for step in open_steps(case, user)} | set(_beside_the_road(case, user))
    return [deed for deed in DEEDS.values() if deed.name in names]


def _beside_the_road(case: Case, user: User) -> Iterator[str]:
    is_first, is_second = has_duty(case, Duty.FIRST, user), has_duty(case, Duty.SECOND, user)
    if may_name(case, user) and case.is_open:
        yield "concern"
    if is_first or is_second:
        yield from _about_the_name(case, user)
    if case.state not in ANSWERED:
        return
    if not hasattr(case, "publication"):
        yield from ["publish"] if is_first else []
    elif proposed := proposal_to_hide(case):
        is_own = proposed.actor_id == user.pk
        yield from ["hide"] if is_second and not is_own else []
        yield from ["drop_hiding"] if is_second or is_own else []
    elif is_first and not case.hidden_for:
        yield "propose_hiding"


def _about_the_name(case: Case, user: User) -> Iterator[str]:
    if asked := request_of(case):
        yield from ["open_identity", "refuse_identity"] if asked.actor_id != user.pk else []
    elif hasattr(case, "identity") and not identity_seen_by(case, user):
        yield "ask_identity"


def perform(deed: Deed, case: Case, *, actor: User, seen: str, data: dict[str, Any]) -> None:
    """Do it in one transaction, unless something happened that this person has not read. Raises Refused.

    What is pressed twice was wanted once.
    """
    try:
        with transaction.atomic():
            deed.do(case, actor=actor, **data)
            if len(_since(case, seen)) > 1:  # asked after the deed, which locks the rows in the domain's order
                raise Refused([gettext("Something happened in this case since you opened it. Read it, then decide.")])
    except Refused:
        if not _was_done(deed, case, actor, seen, data):
            raise
    except IntegrityError as error:
        raise Refused([gettext("Somebody else acted on this case at the same moment. Look at it again.")]) from error


def stamp_of(case: Case) -> str:
    """Changes with everything that happens; a form carries it, so that nobody acts on what they have not read."""
    return str(case.events.count())


def _since(case: Case, seen: str) -> list[Event]:
    """What happened after this stamp; a deadline that moved by itself is no reason to read again."""
    read = int(seen) if re.fullmatch(r"[0-9]{1,9}", seen) else 0
    return [event for event in case.events.all()[read:] if event.name != "deadline_moved"]


def _was_done(deed: Deed, case: Case, actor: User, seen: str, data: dict[str, Any]) -> bool:
    """Whether the last that happened since is this very deed of this person."""
    later = _since(case, seen)
    is_same = bool(later) and (later[-1].name, later[-1].actor_id) == (deed.name, actor.pk)
    return is_same and later[-1].text in ("", str(data.get("text", data.get("reason", ""))).strip())
