"""Who may send a public form: whoever's device worked for it or who answered a question, and not too often.

A page with a form:

    @guarded                                    # lets the page run our script
    def form_page(request): ...
        refused = refusals(request, school)     # on POST, outside a transaction, before the case is filed
        context |= hidden_fields(request, refused)

and `{% include "counter/_guard.html" %}` before the button, in a form that has a hidden `form_token`. The same token
must come back each time the form is sent: what opened the counter once opens it again for that token alone, so that
errors elsewhere ask for nothing twice and a button pressed twice is answered twice.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.counter import puzzle, question
from apps.counter.proofs import Proof, is_free_for, is_spent_for, spend
from apps.limits.clients import address_of
from apps.limits.counting import Allowance, allow, is_used_up
from apps.organization.models import Contact, Unit

View = Callable[..., HttpResponseBase]

FORM_TOKEN = "form_token"
TRAP = "website"
"""A field that nobody sees: only a program fills it."""
SOLUTION, QUESTION, ANSWER = "guard_solution", "guard_question", "guard_answer"

HOUR = datetime.timedelta(hours=1)
SOLVED = 30
"""Forms an hour from one address whose device worked for it: a whole staff room stands behind one address."""
ANSWERED = 6
"""Answers an hour from one address, right or wrong: a program answers as easily as a person."""
FLOOD = 60
"""Forms an hour to one school, from everywhere, after which the desk is told that a flood may be running."""


def guarded(view: View) -> View:
    """Let the page run a script of this host; all other pages run none."""
    decorated: View = csp_update({"script-src": [SELF]})(view)
    return decorated


def hidden_fields(request: HttpRequest, refused: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """What templates/counter/_guard.html shows: what was solved or answered before, else a new puzzle and question."""
    if kept := _kept(request):
        return {"guard": {"trap": TRAP, "kept": kept}}
    asked, token = question.new_question()
    errors = [sentence for field, sentence in refused if field == ANSWER]
    return {
        "guard": {"trap": TRAP, "challenge": puzzle.new_challenge(), "asked": asked, "token": token, "errors": errors}
    }


def refusals(request: HttpRequest, school: Unit) -> list[tuple[str, str]]:
    """What speaks against filing this form, as (field, sentence), field "" or `guard_answer`; counts the attempt.

    Empty: file it. Call it outside a transaction.
    """
    sent, form = request.POST, request.POST.get(FORM_TOKEN, "")
    if sent.get(TRAP):
        return [("", _("Nothing is sent yet. Please send the form once more: everything you wrote stands in it."))]
    proof = _proof_in(sent)
    if proof and is_spent_for(proof, form):
        return []
    if not proof and not sent.get(ANSWER, "").strip():
        return [(ANSWER, _unproved())]
    allowance = _count(request, proof)
    if not allowance.is_allowed:
        return [("", _wait(allowance, school))]
    if not proof:
        return [(ANSWER, _wrong())]
    if not spend(proof, form):
        return [(ANSWER, _unproved())]
    allow(_school_key(school), FLOOD, HOUR)
    return []


def may_be_flooded(school: Unit) -> bool:
    """Whether more forms than FLOOD came to this school within an hour."""
    return is_used_up(_school_key(school), FLOOD)


def ways_of(school: Unit) -> list[Contact]:
    """The telephone and the box, which no pause and no limit closes; then the office."""
    order = [Contact.Form.HOTLINE, Contact.Form.BOX, Contact.Form.OFFICE]
    found = Contact.objects.filter(unit__in=Unit.objects.under([school.pk]), form__in=order)
    return sorted(found, key=lambda contact: order.index(Contact.Form(contact.form)))


def _proof_in(sent: Mapping[str, str]) -> Proof | None:
    solved = puzzle.solved(sent.get(SOLUTION, ""))
    return solved or question.answered(sent.get(QUESTION, ""), sent.get(ANSWER, ""))


def _kept(request: HttpRequest) -> dict[str, str]:
    """What was proved for this form already, to be sent back with it; nothing when it has to be proved anew."""
    proof = _proof_in(request.POST)
    if not proof or not is_free_for(proof, request.POST.get(FORM_TOKEN, "")):
        return {}
    return {name: request.POST.get(name, "") for name in (SOLUTION, QUESTION, ANSWER) if request.POST.get(name)}


def _count(request: HttpRequest, proof: Proof | None) -> Allowance:
    """By address, never by person: who signed in is not connected with what they send."""
    name, limit = ("solved", SOLVED) if proof and proof.is_worked_for else ("answered", ANSWERED)
    return allow(f"counter {name} {address_of(request)}", limit, HOUR)


def _school_key(school: Unit) -> str:
    return f"counter school {school.pk}"


def _unproved() -> str:
    return _("Please send the form once more. If a question stands at its end, answer it first.")


def _wrong() -> str:
    return _("The answer does not fit the question, or it was asked too long ago. Please answer the new one.")


def _wait(allowance: Allowance, school: Unit) -> str:
    at = timezone.localtime(timezone.now() + datetime.timedelta(seconds=allowance.seconds + 59))
    said = _(
        "Many forms came from your connection within an hour, so this one is not sent yet. Send it again after "
        "%(time)s; everything you wrote stands in it."
    ) % {"time": date_format(at, "H:i")}
    ways = _("; ").join(str(way) for way in ways_of(school))
    return said + (" " + _("Or speak to us in another way: %(ways)s.") % {"ways": ways} if ways else "")
